/**
 * Tombstones: who was erased, as keyed hashes and nothing else. After a backup is restored they find the people again,
 * by hashing the identifiers and keys of everybody who is there. Pure: the keyed hash is given.
 */
import { keyId } from "./edge-values.ts";
import type { ModelIndex, ModelTable } from "./model.ts";
import { isReadable } from "./reached-rows.ts";
import type { RowRef, Scope } from "./rights.ts";

export interface Tombstone {
  /** The erasure that it came of; tombstones of one erasure are of one person. */
  readonly erasure: string;
  readonly hash: string;
  /** ISO instant at which it was written. */
  readonly at: string;
  /** Tables and categories: rows that were named stand in tombstones of their own. */
  readonly scope: Scope;
  /** The erasure was about single rows, and about nothing else of the person. */
  readonly isAboutRows?: boolean;
  /** Of a row that was named: its table. */
  readonly rowTable?: string;
}

/** What is hashed of an identifier: the same for every way of writing it that finds the same rows. */
export function identifierText(kind: string, value: string): string {
  return `${kind}\n${value.normalize("NFKC").trim().toLowerCase()}`;
}

/** What is hashed of a row that is a person. `system` is empty where all tombstones are of one system. */
export function rowText(system: string, { table, key }: RowRef): string {
  return `row\n${JSON.stringify([system, table, ...key])
    .normalize("NFKC")
    .toLowerCase()}`;
}

/**
 * One pass over a table: `select` are its key, of people their identifiers, then when a row came to be (or nothing). Of tables
 * that are not of people only those are read of which rows were named.
 */
export interface ReplayPass {
  readonly table: string;
  readonly select: readonly string[];
}

/** A person who was erased and is there again. */
export interface Returned {
  /** Erasures whose tombstones name them, oldest first. */
  readonly erasures: readonly string[];
  readonly rows: readonly RowRef[];
  readonly scope: Scope;
}

export interface ReplayMatches {
  readonly people: readonly Returned[];
  /** Rows that tombstones name, and that came to be after the erasure: somebody who came back, or a key given anew. */
  readonly newer: readonly RowRef[];
  /** Rows that may be the person's, and may be somebody else's: left alone, for an operator to name. */
  readonly ambiguous: readonly { readonly row: RowRef; readonly why: string }[];
  /** Erasures of which no tombstone names a row. */
  readonly absent: number;
  /** Tables of people whose rows have no key, or that may not be read. */
  readonly unread: readonly string[];
  /** How many rows of people were looked at. */
  readonly rows: number;
}

export interface ReplaySearch {
  readonly passes: readonly ReplayPass[];
  /** Takes in one row of a pass. */
  note(pass: ReplayPass, values: readonly (string | null)[]): void;
  result(): ReplayMatches;
}

interface Match {
  readonly row: RowRef;
  readonly byIdentifier: boolean;
  readonly hasTime: boolean;
}

/** Prepares the search. Tombstones of which the scope differs are different erasures, even of one person. */
export function prepareReplay(
  index: ModelIndex,
  system: string,
  tombstones: readonly Tombstone[],
  hash: (text: string) => string,
): ReplaySearch {
  const byHash = Map.groupBy(tombstones, (tombstone) => tombstone.hash);
  const people = index.model.tables.filter(({ kind }) => kind === "subject");
  const isUsable = (table: ModelTable) => isReadable(table) && table.key.length > 0;
  const usable = people.filter(isUsable);
  const passes = new Map(usable.map((table) => [describePass(table, table.identifiers), table]));
  const named = new Set(tombstones.flatMap(({ rowTable }) => rowTable ?? []));
  const holders = index.model.tables.filter(({ name }) => named.has(name));
  const rowPasses = new Map(holders.filter(isUsable).map((table) => [describePass(table, []), table]));
  const matches = new Map<string, Match[]>();
  const rowMatches = new Map<string, Match[]>();
  const newer = new Map<string, RowRef>();
  let rows = 0;

  function note(pass: ReplayPass, values: readonly (string | null)[]): void {
    const holder = rowPasses.get(pass);
    if (holder !== undefined) {
      noteNamed(holder, values);
      return;
    }
    const table = passes.get(pass);
    if (table === undefined) return;
    rows += 1;
    const width = table.key.length;
    const row: RowRef = { table: table.name, key: values.slice(0, width).map((text) => text ?? "") };
    const at = readTime(values[width + table.identifiers.length] ?? null);
    const texts = [
      [rowText(system, row), false] as const,
      ...table.identifiers.flatMap(({ kind }, position) => {
        const value = values[width + position] ?? null;
        return value === null || value.trim() === "" ? [] : [[identifierText(kind, value), true] as const];
      }),
    ];
    for (const [text, byIdentifier] of texts) {
      for (const tombstone of byHash.get(hash(text)) ?? []) {
        if (tombstone.rowTable !== undefined) continue;
        if (at !== null && at > Date.parse(tombstone.at)) {
          newer.set(nameOf(row), row);
          continue;
        }
        const found = matches.get(tombstone.erasure) ?? [];
        matches.set(tombstone.erasure, found);
        found.push({ row, byIdentifier, hasTime: at !== null });
      }
    }
  }

  /** Whether a row is one that was named. Its key may have been given anew: only its age tells. */
  function noteNamed(table: ModelTable, values: readonly (string | null)[]): void {
    const row: RowRef = { table: table.name, key: values.slice(0, table.key.length).map((text) => text ?? "") };
    const at = readTime(values[table.key.length] ?? null);
    for (const tombstone of byHash.get(hash(rowText(system, row))) ?? []) {
      if (tombstone.rowTable !== table.name) continue;
      if (at !== null && at > Date.parse(tombstone.at)) {
        newer.set(nameOf(row), row);
        continue;
      }
      const found = rowMatches.get(tombstone.erasure) ?? [];
      rowMatches.set(tombstone.erasure, found);
      found.push({ row, byIdentifier: false, hasTime: at !== null });
    }
  }

  return {
    passes: [...passes.keys(), ...rowPasses.keys()],
    note,
    result() {
      const erasures = Map.groupBy(tombstones, ({ erasure }) => erasure);
      const judged = [...erasures].map(([erasure, list]) => {
        const scope = list[0]?.scope ?? { tables: [], categories: [] };
        const person = judge(matches.get(erasure) ?? []);
        const about = list.some(({ isAboutRows }) => isAboutRows)
          ? judgeNamed(scope, person, rowMatches.get(erasure) ?? [])
          : { scope, ...person };
        return { erasure, at: list[0]?.at ?? "", ...about };
      });
      judged.sort((a, b) => (a.at < b.at ? -1 : 1));
      const returned = gather(judged);
      const taken = new Set(returned.flatMap((one) => one.rows.map(nameOf)));
      const ambiguous = new Map(
        judged.flatMap((one) => one.ambiguous.map((each) => [nameOf(each.row), each] as const)),
      );
      return {
        people: returned,
        newer: [...newer].flatMap(([name, row]) => (taken.has(name) || ambiguous.has(name) ? [] : [row])),
        ambiguous: [...ambiguous].flatMap(([name, each]) => (taken.has(name) ? [] : [each])),
        absent: [...erasures].filter(([erasure, list]) =>
          list.some(({ isAboutRows }) => isAboutRows) ? !rowMatches.has(erasure) : !matches.has(erasure),
        ).length,
        unread: [...new Set([...people, ...holders])].filter((table) => !isUsable(table)).map(({ name }) => name),
        rows,
      };
    },
  };
}

const CREATED = /creat|regist|joined|sign(ed)?_?up|member_?since|inserted/i;

function describePass(table: ModelTable, identifiers: ModelTable["identifiers"]): ReplayPass {
  const created = table.schema.columns.find(
    ({ name, kind }) => (kind === "timestamp" || kind === "date" || kind === "text") && isCreation(table, name),
  );
  const columns = [...table.key, ...identifiers.map(({ column }) => column)];
  return { table: table.name, select: created === undefined ? columns : [...columns, created.name] };
}

function isCreation(table: ModelTable, name: string): boolean {
  const category = table.columns.find((column) => column.name === name)?.category;
  return category === "system.time" && CREATED.test(name) && !/_?by(_|$)/i.test(name);
}

/** A moment without a zone is taken for UTC. */
function readTime(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\d/.test(text)) return null;
  const isDay = text.length === 10;
  const moment = text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
  const at = Date.parse(isDay ? text : /(Z|[+-]\d\d:?\d\d)$/.test(moment) ? moment : `${moment}Z`);
  return Number.isNaN(at) ? null : at;
}

/**
 * Which of the rows that an erasure's tombstones name are the person. A key alone may have been given to somebody else
 * since, unless the row says that it is older than the erasure; an identifier that several rows of one table have is the
 * person's only in the row that was erased.
 */
function judge(found: readonly Match[]): {
  readonly rows: readonly RowRef[];
  readonly ambiguous: ReplayMatches["ambiguous"];
} {
  const rows: RowRef[] = [];
  const ambiguous: { row: RowRef; why: string }[] = [];
  for (const ofTable of Map.groupBy(found, ({ row }) => row.table).values()) {
    const byRow = [...Map.groupBy(ofTable, ({ row }) => nameOf(row)).values()];
    const isNamed = (some: readonly Match[]) => some.some(({ byIdentifier }) => !byIdentifier);
    const isKnown = (some: readonly Match[]) => some.some(({ byIdentifier }) => byIdentifier);
    const known = byRow.filter(isKnown);
    for (const some of byRow) {
      const [first] = some;
      if (first === undefined) continue;
      const { row } = first;
      if (isNamed(some)) {
        if (isKnown(some) || first.hasTime) rows.push(row);
        else ambiguous.push({ row, why: "only its key is that of somebody who was erased" });
      } else if (known.length === 1) rows.push(row);
      else ambiguous.push({ row, why: "its identifier is that of somebody who was erased, and of other rows" });
    }
  }
  return { rows, ambiguous };
}

/**
 * Of an erasure of single rows: those that are there again, for the person as they are known now. Whoever's rows they were, and
 * is there, is not erased with them.
 */
function judgeNamed(
  scope: Scope,
  person: ReturnType<typeof judge>,
  named: readonly Match[],
): Pick<Judged, "scope" | "rows"> & Pick<ReplayMatches, "ambiguous"> {
  const due = named.filter(({ hasTime }) => hasTime).map(({ row }) => row);
  const unsure = named
    .filter(({ hasTime }) => !hasTime)
    .map(({ row }) => ({ row, why: "only its key is that of a row that was erased" }));
  if (person.rows.length > 0)
    return { scope: { ...scope, rows: due }, rows: due.length === 0 ? [] : person.rows, ambiguous: unsure };
  const ownerless = due.map((row) => ({ row, why: "it was erased, and whose it was is not clear" }));
  return { scope, rows: [], ambiguous: [...ownerless, ...unsure] };
}

interface Judged {
  readonly erasure: string;
  readonly scope: Scope;
  readonly rows: readonly RowRef[];
}

/** Erasures of one scope that name the same rows are of one person, who is erased once. */
function gather(judged: readonly Judged[]): readonly Returned[] {
  const found: { erasures: string[]; rows: Map<string, RowRef>; scope: Scope }[] = [];
  for (const { erasure, rows, scope } of judged) {
    if (rows.length === 0) continue;
    const names = new Map(rows.map((row) => [nameOf(row), row]));
    const same = found.filter(
      (one) =>
        JSON.stringify(one.scope) === JSON.stringify(scope) && [...names.keys()].some((name) => one.rows.has(name)),
    );
    const [first] = same;
    if (first === undefined) {
      found.push({ erasures: [erasure], rows: names, scope });
      continue;
    }
    first.erasures.push(erasure);
    for (const [name, row] of names) first.rows.set(name, row);
    for (const other of same.slice(1)) {
      first.erasures.push(...other.erasures);
      for (const [name, row] of other.rows) first.rows.set(name, row);
      found.splice(found.indexOf(other), 1);
    }
  }
  return found.map(({ erasures, rows, scope }) => ({ erasures, rows: [...rows.values()], scope }));
}

function nameOf({ table, key }: RowRef): string {
  return `${table} ${keyId(key)}`;
}
