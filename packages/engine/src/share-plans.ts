/** What of the plan for several people is each one's. */
import { isEverything } from "./choose-doomed.ts";
import type { Values } from "./company.ts";
import { type Decision, type Decisions, describeWay } from "./decisions.ts";
import type { Dependent } from "./dependents.ts";
import { keyId } from "./edge-values.ts";
import type { Edge } from "./model.ts";
import type { Share } from "./reach-within.ts";
import { type Reach, type ReachedRow, rowId, type TableRows } from "./reached-rows.ts";
import type { ErasurePlan, PlannedRow, PlannedTable, RowRef, Scope } from "./rights.ts";
import type { Key, Operation } from "./store.ts";
import { createTeller, describeRepair, describeTable, type ToldRows, tellSubjects } from "./tell-plan.ts";

/** Rows of nobody of the batch that let go of what is theirs, by edge. */
export type Repairs = ReadonlyMap<Edge, readonly Dependent[]>;

/** The plan for everybody, and what it was made of. */
export interface WholePlan {
  readonly reach: Reach;
  readonly plan: ErasurePlan;
  readonly decisions: Decisions;
  readonly settled: ReadonlySet<Decision>;
  readonly told: ToldRows;
}

type Update = Extract<Operation, { op: "update" }>;
type Insert = Extract<Operation, { op: "insert" }>;

/** Tells each person what of the whole is theirs. A row that is theirs as it is the whole's is told by the same object. */
export class SharePlans {
  readonly #system: string;
  readonly #told: WholePlan["told"];
  readonly #decisionOf: ReadonlyMap<Values, Decision>;
  /** Rows that are deleted and nothing else; null where that is every row without a decision. */
  readonly #plain: ReadonlySet<Values> | null;
  readonly #settled: ReadonlySet<Values>;
  readonly #tell = createTeller();
  readonly #updates: UpdateFile;
  readonly #marks: MarkFile;
  readonly #order: ReadonlyMap<string, number>;
  readonly #nobody: ErasurePlan["nobody"];
  readonly #blanks: NonNullable<ErasurePlan["blanks"]>;

  constructor({ reach, plan, decisions: { rows, plain }, settled, told }: WholePlan, scope: Scope) {
    const { operations } = plan;
    this.#system = plan.system;
    this.#nobody = plan.nobody;
    this.#blanks = plan.blanks ?? [];
    this.#told = told;
    this.#plain = isEverything(scope) ? null : new Set(plain.flatMap((one) => one.rows.map(({ values }) => values)));
    this.#updates = fileUpdates(operations, reach);
    this.#marks = fileMarks(operations);
    this.#order = new Map(operations.flatMap(({ op, table }, at) => (op === "delete" ? [[table, at]] : [])));
    this.#decisionOf = new Map(rows.map((decision) => [decision.row.values, decision]));
    this.#settled = new Set([...settled].map(({ row }) => row.values));
  }

  describe({ subjects, tables }: Share, repairs: Repairs): ErasurePlan {
    const isSettled = ({ values }: ReachedRow) => this.#settled.size > 0 && this.#settled.has(values);
    const settled: RowRef[] = [];
    const planned: PlannedTable[] = [];
    const updates = new Map<Update, Key[]>();
    for (const { reached, rows } of tables) {
      const { table } = reached;
      const told = this.#told.get(table) ?? [];
      const changing = this.#updates.reached.get(table.name);
      const own: PlannedRow[] = [];
      for (const row of rows) {
        if (!this.#isMeant(row)) continue;
        if (isSettled(row)) settled.push({ table: table.name, key: row.key });
        else {
          own.push((row.at < 0 ? undefined : told[row.at]) ?? this.#planRow(row));
          if (changing === undefined) continue;
          const at = row.at < 0 ? reached.rows.get(rowId(reached, row.values))?.at : row.at;
          for (const update of changing[at ?? -1] ?? NOTHING) addKey(updates, update, row.key);
        }
      }
      if (own.length > 0) planned.push(describeTable(table, own));
    }
    const operations = [
      ...this.#shareMarks(tables),
      ...this.#shareUpdates(updates, repairs),
      ...this.#shareDeletes(planned),
    ];
    const blanks = this.#blanks.filter(({ table, column }) =>
      operations.some((one) => one.op === "update" && one.table === table && one.set[column] !== undefined),
    );
    return {
      system: this.#system,
      subjects,
      tables: planned,
      ...(settled.length > 0 ? { settled } : {}),
      repairs: [...repairs].map(([edge, rows]) => describeRepair(edge, rows.length)),
      ...(this.#nobody === undefined ? {} : { nobody: this.#nobody }),
      ...(blanks.length > 0 ? { blanks } : {}),
      operations,
      suspendForeignKeys: false,
      findings: [],
      // Of a right about a part only, the person stays, and so does what names them.
      ...(this.#plain === null ? tellSubjects(ownSubjects(tables), isSettled) : { identifying: [], subjectValues: [] }),
    };
  }

  /** Of a right about a part, rows of the rest are no part of it, and neither is what another leaver shares with them. */
  #isMeant({ level, values }: ReachedRow): boolean {
    if (this.#plain === null) return true;
    const decision = this.#decisionOf.get(values);
    if (decision === undefined) return level === "own" && this.#plain.has(values);
    return level === "own" || decision.row.level !== "own";
  }

  /** A row that is theirs in another way than it is the whole's. */
  #planRow({ key, values, via, level }: ReachedRow): PlannedRow {
    const decision = this.#decisionOf.get(values);
    // Of a row that is another leaver's own, this person is only taken out; or it stays to the letter, for the law.
    const isUnchanged = decision?.disposition === "retained" && Object.keys(decision.set).length === 0;
    const isOthers = level !== "own" && !isUnchanged && (decision === undefined || decision.row.level === "own");
    if (isOthers) return this.#tell(key, via, "detached", "", null);
    if (decision === undefined) return this.#tell(key, via, "deleted", "", null);
    const because = decision.why.slice(describeWay(decision.row.via).length);
    return this.#tell(key, via, decision.disposition, because, decision.until);
  }

  /** What changes of their rows, and of rows that let go of theirs. */
  #shareUpdates(updates: Map<Update, Key[]>, repairs: Repairs): readonly Operation[] {
    for (const dependents of repairs.values()) {
      for (const { reached, row } of dependents) {
        for (const update of this.#updates.find(reached.table.name, row.key)) {
          const id = keyId(row.key);
          if (!updates.get(update)?.some((key) => keyId(key) === id)) addKey(updates, update, row.key);
        }
      }
    }
    return [...updates].map(([update, keys]) => ({ ...update, keys }));
  }

  /** By which they are listed as restricted, where the law keeps something of theirs. */
  #shareMarks(tables: readonly TableRows[]): readonly Operation[] {
    const marks = new Map<Insert, Key[]>();
    for (const { reached, rows } of tables) {
      const { restrict } = reached.table;
      const listed = restrict?.kind === "list" ? this.#marks.get(restrict.table) : undefined;
      if (listed === undefined) continue;
      for (const { key, level } of rows) {
        const insert = level === "own" ? listed.get(keyId(key)) : undefined;
        if (insert !== undefined) addKey(marks, insert, key);
      }
    }
    return [...marks].map(([insert, keys]) => ({ ...insert, keys }));
  }

  #shareDeletes(planned: readonly PlannedTable[]): readonly Operation[] {
    const doomed = planned.filter(({ deleted }) => deleted > 0);
    const placeOf = ({ name }: PlannedTable) => this.#order.get(name) ?? 0;
    return doomed
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map(({ name, keyColumns, rows }) => {
        const keys: Key[] = [];
        for (const { key, disposition } of rows) if (disposition === "deleted") keys.push(key);
        return { op: "delete", table: name, keyColumns, keys, why: "deleted" };
      });
  }
}

function ownSubjects(tables: readonly TableRows[]): readonly TableRows[] {
  return tables
    .filter(({ reached }) => reached.table.kind === "subject")
    .map(({ reached, rows }) => ({ reached, rows: rows.filter(({ level }) => level === "own") }));
}

const NOTHING: readonly never[] = [];

function addKey<T extends Operation>(shares: Map<T, Key[]>, operation: T, key: Key): void {
  const keys = shares.get(operation);
  if (keys === undefined) shares.set(operation, [key]);
  else keys.push(key);
}

/** By table of a list, and by key: the statement that puts somebody on it. */
type MarkFile = ReadonlyMap<string, ReadonlyMap<string, Insert>>;

function fileMarks(operations: readonly Operation[]): MarkFile {
  const marks = new Map<string, Map<string, Insert>>();
  for (const operation of operations) {
    if (operation.op !== "insert" || operation.lasting === true) continue;
    const listed = marks.get(operation.table) ?? new Map<string, Insert>();
    marks.set(operation.table, listed);
    for (const key of operation.keys) listed.set(keyId(key), operation);
  }
  return marks;
}

/** Statements that change rows which stay. */
interface UpdateFile {
  /** By table, and the place of the row among those that were reached. */
  readonly reached: ReadonlyMap<string, readonly (readonly Update[] | undefined)[]>;
  find(table: string, key: Key): readonly Update[];
}

function fileUpdates(operations: readonly Operation[], { tables }: Reach): UpdateFile {
  const reached = new Map<string, Update[][]>();
  const others = new Map<string, Map<string, Update[]>>();
  for (const operation of operations) {
    if (operation.op !== "update") continue;
    const { table } = operation;
    const rows = tables.get(table)?.rows;
    const places = reached.get(table) ?? new Array<Update[]>(rows?.size ?? 0);
    const keyed = others.get(table) ?? new Map<string, Update[]>();
    reached.set(table, places);
    others.set(table, keyed);
    for (const key of operation.keys) {
      const id = keyId(key);
      const at = rows?.get(id)?.at;
      const known = at === undefined ? keyed.get(id) : places[at];
      if (known !== undefined) known.push(operation);
      else if (at === undefined) keyed.set(id, [operation]);
      else places[at] = [operation];
    }
  }
  return {
    reached,
    find(table, key) {
      const id = keyId(key);
      const at = tables.get(table)?.rows.get(id)?.at;
      return (at === undefined ? others.get(table)?.get(id) : reached.get(table)?.[at]) ?? NOTHING;
    },
  };
}
