/** Where texts that identify a person still stand, in any column that the right is about, whatever the map says of it. */
import { namesRows } from "./asked-rows.ts";
import { findCategory } from "./categories.ts";
import { isFilled, keyId } from "./edge-values.ts";
import { findKeptByLaw, tablesUnderLaw } from "./kept-by-law.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import type { Retained } from "./retention.ts";
import type { ErasurePlan, PlannedRow, Scope } from "./rights.ts";
import { type ColumnKind, holdsRows } from "./schema.ts";
import { isCategoryInScope } from "./scope.ts";
import { prepareSought, type Sought, type SoughtOptions, type SoughtValue } from "./sought-values.ts";
import type { Key, KeyQuery, KeyRows, TextHit, TextScan } from "./store.ts";

/** One column in which values of the person stand. Holds keys, never values. */
export interface ResiduePlace {
  readonly table: string;
  readonly column: string;
  /** Rows that hold at least one of the values. */
  readonly rows: number;
  /** Of these, rows that are accounted for: a plan will change them or left them for a stated reason, or the law keeps them. */
  readonly planned: number;
  /** Of these again, rows that an erasure has left since the law keeps them, by rule; absent where nobody can tell. */
  readonly kept?: readonly KeptPlace[] | undefined;
  /** Keys of the first rows that no plan accounts for; none where the key itself is such a value. */
  readonly keys: readonly Key[];
  /** Categories of the values found; `text` for a text that was asked for. */
  readonly categories: readonly string[];
}

/** Rows that one rule keeps. */
export interface KeptPlace {
  readonly rows: number;
  readonly reason: string;
  /** Last day on which the last of them is kept (ISO); null where none is known. */
  readonly until: string | null;
}

export interface ResidueReport {
  readonly system: string;
  readonly places: readonly ResiduePlace[];
  /** How much was looked at. */
  readonly tables: number;
  readonly columns: number;
  /** Tables that Kept's user may not read. */
  readonly unread: readonly string[];
  /** How many values are too short to be told from other text: only cells that hold nothing else were found. */
  readonly short: number;
}

/** Keys of the first rows of a place. */
const MOST_KEYS = 20;
/** What can hold any text. Numbers are looked at only where the model takes them for a value that finds a person. */
const TEXTUAL: ReadonlySet<ColumnKind> = new Set(["text", "json", "array", "binary", "other"]);

export interface ResidueScan {
  /** One pass over each table, in the order of the model. */
  readonly scans: readonly TextScan[];
  /** Takes note of a row that a scan gave. */
  note(scan: TextScan, hit: TextHit): void;
  /** Asks of rows that were noted and may be kept by law whether they are; to be driven before the report. */
  settle(today: string): Generator<readonly KeyQuery[], void, readonly KeyRows[]>;
  report(): ResidueReport;
}

export interface KnownPlans {
  /** Plans that were carried out. */
  readonly done: readonly ErasurePlan[];
  /** What an erasure of everything would do now to the person, who is still there. */
  readonly current: ErasurePlan | null;
  /** The same of the single rows that the right is about; null where it is about no single rows. */
  readonly asked: ErasurePlan | null;
}

export interface ResidueOptions extends SoughtOptions {
  /** What the right is about, whose residue this is: nothing else is looked at, since it was never to go. */
  readonly scope: Scope;
}

/** Prepares the scan of a system for values of one person. Of a right about single rows, only those count that a plan names. */
export function prepareResidueScan(
  index: ModelIndex,
  values: readonly SoughtValue[],
  plans: KnownPlans,
  options: ResidueOptions,
): ResidueScan {
  const { scope } = options;
  const sought = prepareSought(values, options);
  const meant = tablesInScope(index, scope);
  const tables = index.model.tables.filter(({ name, schema }) => holdsRows(schema) && (meant?.has(name) ?? true));
  const readable = tables.filter(({ schema }) => schema.may.read);
  const scans = sought === null ? [] : readable.flatMap((table) => describeScan(table, sought, scope));
  const planned = plannedRows(plans);
  const named = namesRows(scope) ? namedRows(plans) : null;
  // Without any plan the law alone can say why a row was left; of one that was carried out, why it left it.
  const under = plans.current === null ? tablesUnderLaw(index) : new Set<string>();
  const counted = createCounts((text) => sought?.find(text) ?? []);
  const waiting = new Map<string, Noted[]>();
  const hold = (noted: Noted) => {
    const held = waiting.get(noted.table);
    if (held === undefined) waiting.set(noted.table, [noted]);
    else held.push(noted);
  };
  return {
    scans,
    note({ table, key: keyColumns, columns }, { key, texts }) {
      if (named !== null && !named.get(table)?.has(keyId(key))) return;
      const isPlanned = keyColumns.length > 0 && (planned.get(table)?.has(keyId(key)) ?? false);
      const found = columns.flatMap((column, position) => {
        const categories = sought?.find(texts[position] ?? null) ?? [];
        return categories.length === 0 ? [] : [{ column, categories }];
      });
      const noted = { table, key, isPlanned, found };
      const mayBeKept = under.has(table) && key.length > 0 && isFilled(key) && (isPlanned || plans.done.length === 0);
      if (mayBeKept && found.length > 0) hold(noted);
      else counted.add(noted, null);
    },
    *settle(today) {
      for (const [table, rows] of waiting) {
        const law = yield* findKeptByLaw(
          index,
          table,
          rows.map(({ key }) => key as Key),
          today,
        );
        for (const noted of rows) counted.add(noted, law.get(keyId(noted.key)) ?? null);
      }
      waiting.clear();
    },
    report: () => ({
      system: index.model.system,
      places: counted.list(),
      tables: scans.length,
      columns: scans.reduce((sum, { columns }) => sum + columns.length, 0),
      unread: tables.filter(({ schema }) => !schema.may.read).map(({ name }) => name),
      short: sought?.short ?? 0,
    }),
  };
}

/** A row in which values were found. */
interface Noted {
  readonly table: string;
  readonly key: TextHit["key"];
  readonly isPlanned: boolean;
  readonly found: readonly { readonly column: string; readonly categories: readonly string[] }[];
}

/** Counts rows by place; `find` tells which categories stand in a text. */
function createCounts(find: (text: string | null) => readonly string[]) {
  interface Counted {
    readonly table: string;
    readonly column: string;
    rows: number;
    planned: number;
    readonly kept: Map<string, KeptPlace>;
    readonly keys: Key[];
    readonly found: Set<string>;
  }
  const places = new Map<string, Counted>();
  return {
    add({ table, key, isPlanned, found }: Noted, law: Retained | null) {
      for (const { column, categories } of found) {
        const id = JSON.stringify([table, column]);
        const place: Counted = places.get(id) ?? {
          table,
          column,
          rows: 0,
          planned: 0,
          kept: new Map(),
          keys: [],
          found: new Set(),
        };
        places.set(id, place);
        place.rows += 1;
        for (const category of categories) place.found.add(category);
        if (law !== null) place.kept.set(law.reason, addKept(place.kept.get(law.reason), law));
        if (isPlanned || law !== null) place.planned += 1;
        else if (
          place.keys.length < MOST_KEYS &&
          key.length > 0 &&
          isFilled(key) &&
          !key.some((part) => find(part).length > 0)
        )
          place.keys.push(key);
      }
    },
    list: (): readonly ResiduePlace[] =>
      [...places.values()].map(({ kept, found, ...place }) => ({
        ...place,
        ...(kept.size === 0 ? {} : { kept: [...kept.values()] }),
        categories: [...found].sort(),
      })),
  };
}

function addKept(known: KeptPlace | undefined, { reason, until }: Retained): KeptPlace {
  if (known === undefined) return { rows: 1, reason, until };
  const last = known.until === null || until === null ? null : known.until < until ? until : known.until;
  return { rows: known.rows + 1, reason, until: last };
}

/** What a scan found beyond what the plan accounts for, as findings. */
export function residueFindings({ places, unread }: ResidueReport): readonly Finding[] {
  const left = places.filter(({ rows, planned }) => rows > planned);
  return [
    ...left.map(({ table, column, rows, planned, keys }): Finding => {
      const count = rows - planned;
      const named = keys.length > 0 ? ` Keys: ${keys.map((key) => key.join(",")).join("; ")}.` : "";
      return {
        code: "residue_found",
        table,
        column,
        message: `${count} row${count === 1 ? "" : "s"} of ${table} hold${count === 1 ? "s" : ""} a value that identifies the person (${column}).${named}`,
        suggestion:
          "Say in the map whose these rows are, or correct them where they were written; refresh a view that keeps rows.",
        blocks: false,
      };
    }),
    ...unread.map(
      (table): Finding => ({
        code: "permission_missing",
        table,
        column: "",
        message: `Kept's user may not read ${table}, so it was not looked at.`,
        suggestion: `Grant SELECT on ${table}.`,
        blocks: false,
      }),
    ),
  ];
}

/** The named tables, or those of named rows, with those whose rows are part of theirs; null: all. */
function tablesInScope({ model }: ModelIndex, { tables, rows = [] }: Scope): ReadonlySet<string> | null {
  if (tables.length === 0 && rows.length === 0) return null;
  const ofRows = rows.map(({ table }) => table).filter((name) => tables.length === 0 || tables.includes(name));
  const meant = new Set(rows.length === 0 ? tables : ofRows);
  // What is added while a set is gone through is gone through as well.
  for (const name of meant) {
    for (const { role, from, to } of model.edges) if (role === "part" && to === name) meant.add(from);
  }
  return meant;
}

function describeScan(table: ModelTable, { pattern }: Sought, scope: Scope): readonly TextScan[] {
  const categories = new Map(table.columns.map(({ name, category }) => [name, category]));
  const columns = table.schema.columns
    .filter(
      ({ name, kind }) =>
        TEXTUAL.has(kind) ||
        ((kind === "integer" || kind === "decimal") && findCategory(categories.get(name) ?? "")?.identifying === true),
    )
    .filter(({ name }) => isCategoryInScope(scope, categories.get(name) ?? ""))
    .map(({ name }) => name);
  return columns.length > 0 ? [{ table: table.name, key: table.key, columns, pattern }] : [];
}

/** A plan to come accounts for every row that it names; one that was carried out for those that it left for a reason. */
function plannedRows({ done, current }: KnownPlans): KeysByTable {
  return collectKeys([...done, current], (plan, { disposition }) => plan === current || disposition === "retained");
}

/** The rows that the right was, or is, about. */
function namedRows({ done, asked }: KnownPlans): KeysByTable {
  return collectKeys([...done, asked], () => true);
}

type KeysByTable = ReadonlyMap<string, ReadonlySet<string>>;

function collectKeys(
  plans: readonly (ErasurePlan | null)[],
  counts: (plan: ErasurePlan, row: PlannedRow) => boolean,
): KeysByTable {
  const found = new Map<string, Set<string>>();
  for (const plan of plans) {
    if (plan === null) continue;
    for (const { name, rows } of plan.tables) {
      const keys = found.get(name) ?? new Set<string>();
      found.set(name, keys);
      for (const row of rows) if (counts(plan, row)) keys.add(keyId(row.key));
    }
  }
  return found;
}
