/** The laws of rights (ENGINE.md 5) on a real store: erases a person and says everything that breaks one of them. */
import { ANOTHER_PERSON } from "@kept/engine/access-columns";
import type { ModelIndex, ModelTable } from "@kept/engine/model";
import {
  type AccessPlan,
  type AccessRow,
  type ErasurePlan,
  EVERYTHING,
  type PersonQuery,
  type RowRef,
} from "@kept/engine/rights";
import type { RowRights } from "../rights/row-rights.ts";
import { PlanRefused } from "../rights-system.ts";
import { wrongCounters } from "./count-again.ts";
import { findDangling, findText, type Observed, observe, rowKey, type TextRow } from "./observe-database.ts";
import type { TestDatabase } from "./test-database.ts";

export interface LawCourt {
  readonly database: TestDatabase;
  readonly rights: RowRights;
  /** People whose exports are compared before and after. */
  readonly others: readonly RowRef[];
  readonly today: string;
  /** By whose map it is judged, where the map of `rights` is what is tried. */
  readonly judge?: RowRights;
  /** Columns that triggers write, and tables that they add rows to: nobody's plan names these. */
  readonly byTriggers?: { readonly columns: readonly string[]; readonly tables: readonly string[] };
  /** Where several people leave one after the other: what each of the others was shown last is not asked for again. */
  readonly shown?: Map<string, Exported>;
}

export interface Exported {
  readonly plan: AccessPlan;
  readonly rows: readonly AccessRow[];
}

/** Erases the person, twice. Answers what broke which law; empty when all of them held. */
export async function checkLaws(court: LawCourt, person: RowRef): Promise<readonly string[]> {
  const { database, rights, today, judge = rights } = court;
  const { index } = await judge.discover();
  const broken: string[] = [];
  const query = { identifiers: [], keys: [person] };
  const before = await observe(database, index);
  const shown = await exportAll(judge, person, today);
  const others = new Map<RowRef, Exported>();
  for (const other of court.others)
    others.set(other, court.shown?.get(nameOf(other)) ?? (await exportAll(judge, other, today)));
  const dry = await rights.planErasure(query, EVERYTHING, { today });
  const blocking = dry.findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return blocking.map(({ code, table, column }) => `blocked: ${code} ${table}.${column}`);

  broken.push(...checkAgreement(index, shown, dry));
  broken.push(...checkPrivacy(before, index, shown, person));
  const outcome = await rights.erase(query, EVERYTHING, { today }, dry, {});
  const after = await observe(database, index);
  if (!outcome.verified) broken.push(...outcome.residue.map(({ table, message }) => `C1 ${table}: ${message}`));
  const announced = readPlan(dry, court.byTriggers);
  broken.push(...checkDone(before, after, announced));
  broken.push(...checkValues(before, after, index, dry, person));
  broken.push(...checkIntegrity(before, after, index));
  for (const [other, was] of others) {
    const is = await exportAll(judge, other, today);
    court.shown?.set(nameOf(other), is);
    broken.push(...compareExports(index, dry, announced, { other, was, is }));
  }
  broken.push(...(await checkAgain(court, index, query, after, dry)));
  return broken;
}

function nameOf({ table, key }: RowRef): string {
  return `${table}:${key.join()}`;
}

async function exportAll(rights: RowRights, person: RowRef, today: string): Promise<Exported> {
  const rows: AccessRow[] = [];
  const plans: AccessPlan[] = [];
  const query = { identifiers: [], keys: [person] };
  for await (const row of rights.readAccess(query, EVERYTHING, { today }, (plan) => void plans.push(plan)))
    rows.push(row);
  const [plan] = plans;
  if (plan === undefined) throw new Error("an export without a plan");
  return { plan, rows };
}

/** C8: the rows of the export are the rows of the plan, each with one disposition. */
function checkAgreement(index: ModelIndex, { rows }: Exported, plan: ErasurePlan): readonly string[] {
  const broken: string[] = [];
  const shown = Map.groupBy(rows, ({ table }) => table);
  const settled = Map.groupBy(plan.settled ?? [], ({ table }) => table);
  const planned = new Map(plan.tables.map((table) => [table.name, table.rows.map(({ key }) => rowKey(key))]));
  for (const [name, refs] of settled)
    planned.set(name, [...(planned.get(name) ?? []), ...refs.map(({ key }) => rowKey(key))]);
  for (const name of new Set([...shown.keys(), ...planned.keys()])) {
    const keys = planned.get(name) ?? [];
    const exported = shown.get(name) ?? [];
    if (new Set(keys).size !== keys.length) broken.push(`C8 ${name}: a row is planned twice`);
    if (keys.length !== exported.length) broken.push(`C8 ${name}: ${exported.length} exported, ${keys.length} planned`);
    const columns = index.table.get(name)?.key ?? [];
    const visible = exported.filter(
      ({ level, values }) => level !== "act" && columns.every((column) => isKeyLike(values[column])),
    );
    for (const { values } of visible) {
      const key = rowKey(columns.map((column) => String(values[column])));
      if (!keys.includes(key)) broken.push(`C8 ${name} ${key} is exported and not planned`);
    }
  }
  return broken;
}

function isKeyLike(value: unknown): boolean {
  return value !== null && value !== undefined && !String(value).startsWith("[");
}

/** Values that tell who each person is, found in that person's row and in no other row of that table. */
function canaries(
  observed: Observed,
  index: ModelIndex,
): ReadonlyMap<string, readonly { readonly column: string; readonly value: string }[]> {
  const found = new Map<string, { column: string; value: string }[]>();
  for (const table of index.model.tables.filter(({ kind }) => kind === "subject")) {
    const rows = observed.get(table.name) ?? new Map<string, TextRow>();
    // By an address somebody else may be meant, whose own row says it too.
    const pointing = new Set(
      (index.outgoing.get(table.name) ?? []).flatMap(({ match, columns }) => (match ? columns : [])),
    );
    for (const { name } of table.columns.filter(
      ({ category, name: column }) =>
        /^(contact|name|identity|credential|content)/.test(category) && !pointing.has(column),
    )) {
      const holders = Map.groupBy(rows, ([, row]) => row[name] ?? "");
      for (const [value, some] of holders) {
        const [only] = some;
        if (value.length < 8 || some.length !== 1 || only === undefined) continue;
        const id = `${table.name} ${only[0]}`;
        found.set(id, [...(found.get(id) ?? []), { column: name, value }]);
      }
    }
  }
  return found;
}

/** C9: nobody else's canary stands in the export, but in a row that is a text which somebody wrote of them. */
function checkPrivacy(
  observed: Observed,
  index: ModelIndex,
  { plan, rows }: Exported,
  person: RowRef,
): readonly string[] {
  const all = canaries(observed, index);
  const mine = new Set(plan.subjects.map(({ table, key }) => `${table} ${rowKey(key)}`));
  mine.add(`${person.table} ${rowKey(person.key)}`);
  for (const { table, level, values } of rows) {
    const key = index.table.get(table)?.key ?? [];
    if (level === "own" && index.table.get(table)?.kind === "subject")
      mine.add(`${table} ${rowKey(key.map((name) => String(values[name])))}`);
  }
  const owned = new Set([...mine].flatMap((id) => (all.get(id) ?? []).map(({ value }) => value.toLowerCase())));
  const texts = rows.map(({ table, values }) => [table, JSON.stringify(values).toLowerCase()] as const);
  return [...all].flatMap(([id, list]) =>
    mine.has(id)
      ? []
      : list.flatMap(({ column, value }) => {
          if (owned.has(value.toLowerCase())) return [];
          const place = texts.find(([, text]) => text.includes(JSON.stringify(value).slice(1, -1).toLowerCase()));
          return place === undefined ? [] : [`C9 ${id} ${column} stands in an exported row of ${place[0]}`];
        }),
  );
}

/** What a plan says that it changes, by `table key`. */
interface Announced {
  readonly doomed: ReadonlySet<string>;
  readonly ghosts: ReadonlySet<string>;
  /** Does it set this column of this row, or count it anew? */
  sets(table: string, key: string, column: string): boolean;
  /** Is this row made by it? */
  adds(table: string, key: string): boolean;
}

function readPlan(plan: ErasurePlan, byTriggers: LawCourt["byTriggers"]): Announced {
  const rows = plan.tables.flatMap((table) => table.rows.map((row) => ({ ...row, table: table.name })));
  const doomed = new Set(
    rows.filter(({ disposition }) => disposition === "deleted").map(({ table, key }) => `${table} ${rowKey(key)}`),
  );
  const set = new Set<string>();
  for (const operation of plan.operations) {
    if (operation.op === "recount") set.add(`${operation.table} ${operation.column}`);
    else if (operation.op === "update") {
      for (const key of operation.keys)
        for (const column of Object.keys(operation.set)) set.add(`${operation.table} ${rowKey(key)} ${column}`);
    }
  }
  const ghosts = new Set((plan.ghosts ?? []).map(({ table, key }) => `${table} ${rowKey(key)}`));
  return {
    doomed,
    ghosts,
    sets: (table, key, column) =>
      set.has(`${table} ${key} ${column}`) ||
      set.has(`${table} ${column}`) ||
      (byTriggers?.columns.includes(column) ?? false),
    adds: (table, key) => ghosts.has(`${table} ${key}`) || (byTriggers?.tables.includes(table) ?? false),
  };
}

/** C11 and the first half of C3: what changed is what the plan names, and all of it. */
function checkDone(before: Observed, after: Observed, { doomed, ghosts, sets, adds }: Announced): readonly string[] {
  const broken: string[] = [];
  for (const ghost of ghosts) {
    const [table = "", key = ""] = ghost.split(/ (.*)/s);
    if (!after.get(table)?.has(key)) broken.push(`C11 ${ghost} was to be made`);
  }
  for (const [table, rows] of before) {
    for (const [key, row] of rows) {
      const id = `${table} ${key}`;
      const now = after.get(table)?.get(key);
      if ((now === undefined) !== doomed.has(id))
        broken.push(`C11 ${id} is ${now === undefined ? "gone" : "still there"}`);
      if (now === undefined) continue;
      for (const [column, value] of Object.entries(row))
        if (now[column] !== value && !sets(table, key, column)) broken.push(`C3 ${id} ${column} has changed`);
    }
    for (const key of after.get(table)?.keys() ?? [])
      if (!rows.has(key) && !adds(table, key)) broken.push(`C11 ${table} ${key} is new`);
  }
  return broken;
}

/** Texts that a sample plants: each stands in one column of one row. */
const PLANTED = /^(canary |text-)/;

/** C2: nothing that tells who the person is stands anywhere, but in what the law retains. */
function checkValues(
  before: Observed,
  after: Observed,
  index: ModelIndex,
  plan: ErasurePlan,
  person: RowRef,
): readonly string[] {
  const retained = new Set(
    plan.tables.flatMap(({ name, rows }) =>
      rows.filter(({ disposition }) => disposition === "retained").map(({ key }) => `${name} ${rowKey(key)}`),
    ),
  );
  const kept = new Set(
    index.model.tables.flatMap(({ name, columns }) =>
      columns.filter(({ keep }) => keep).map((column) => `${name} ${column.name}`),
    ),
  );
  const written = plan.tables.flatMap(({ name, rows }) =>
    rows
      .filter(({ disposition }) => disposition === "deleted" || disposition === "redacted")
      .flatMap(({ key }) => Object.entries(before.get(name)?.get(rowKey(key)) ?? {}))
      .flatMap(([column, value]) => (value !== null && PLANTED.test(value) ? [{ name, column, value }] : [])),
  );
  const left = written.flatMap(({ name, column, value }) =>
    findText(after, value).map((place) => `C2 the text of ${name}.${column} stands in ${place.table}.${place.column}`),
  );
  const own = new Set([person, ...plan.subjects].map(({ table, key }) => `${table} ${rowKey(key)}`));
  const all = canaries(before, index);
  const identity = [...own].flatMap((id) =>
    retained.has(id)
      ? []
      : (all.get(id) ?? []).flatMap(({ column, value }) =>
          findText(after, value)
            .filter(
              (place) => !retained.has(`${place.table} ${place.key}`) && !kept.has(`${place.table} ${place.column}`),
            )
            .map((place) => `C2 ${id} ${column} stands in ${place.table}.${place.column}`),
        ),
  );
  return [...left, ...identity];
}

/** C4: no pointer leads nowhere that did not before, and what counted right counts right. */
function checkIntegrity(before: Observed, after: Observed, index: ModelIndex): readonly string[] {
  const known = findDangling(before, index);
  const broken = [...findDangling(after, index)]
    .filter((pointer) => !known.has(pointer))
    .map((pointer) => `C4 ${pointer}`);
  return [...broken, ...wrongCounters(before, after, index)];
}

interface Compared {
  readonly other: RowRef;
  readonly was: Exported;
  readonly is: Exported;
}

/** The other half of C3: everybody else is shown what they were shown before, value by value, but for what the plan names. */
function compareExports(
  index: ModelIndex,
  plan: ErasurePlan,
  announced: Announced,
  { other, was, is }: Compared,
): readonly string[] {
  const id = nameOf(other);
  // A row that had to stay and no longer names its owner counts as part of what it hangs on, and is shown with that: a known
  // limit, stated in docs/properties.md.
  const ownerless = new Map(
    plan.tables.map(({ name, rows }) => [
      name,
      new Set(
        rows
          .filter(({ disposition }) => disposition === "redacted" || disposition === "detached")
          .map(({ key }) => rowKey(key)),
      ),
    ]),
  );
  const isBare = new Set(
    plan.tables.flatMap(({ name, rows }) =>
      rows.filter(({ why }) => why.includes("says nothing else")).map(({ key }) => `${name} ${rowKey(key)}`),
    ),
  );
  return index.model.tables.flatMap((table) => {
    const { name } = table;
    // A copy that says what nobody of those named is called today stays, and is taken for whoever is named still: a known limit
    // as well (decision 291).
    const copies = new Set(table.columns.flatMap(({ name: column, copyOf }) => (copyOf === undefined ? [] : [column])));
    const isLeftCopy = (column: string, was: unknown) => copies.has(column) && was === ANOTHER_PERSON;
    const [before, after] = [shownRows(was, table), shownRows(is, table)];
    const left = ownerless.get(name) ?? new Set();
    const broken: string[] = [];
    for (const [key, row] of before.named) {
      const now = after.named.get(key);
      // A row of the leaver is gone for both; one that stays for others is no longer seen by way of one that is gone.
      const mayGo =
        row.level === "own" ? isBare.has(`${name} ${key}`) : announced.doomed.has(`${name} ${key}`) || left.has(key);
      if (now === undefined && !mayGo) broken.push(`C3 ${id} is no longer shown ${name} ${key} (${row.level})`);
      if (row.level === "own" && now !== undefined && now.level !== "own") broken.push(`C3 ${id} lost ${name} ${key}`);
      if (now?.level !== row.level) continue;
      for (const [column, value] of Object.entries(row.values)) {
        const isSame = JSON.stringify(now.values[column]) === JSON.stringify(value);
        if (!isSame && !announced.sets(name, key, column) && !isLeftCopy(column, value))
          broken.push(`C3 ${id} is shown another ${column} of ${name} ${key}`);
      }
    }
    for (const [key, row] of after.named)
      if (!before.named.has(key) && !left.has(key)) broken.push(`C3 ${id} is shown ${name} ${key} (${row.level}) now`);
    // Rows whose key is masked are counted: those that went were the leaver's.
    const doomed = [...announced.doomed].filter((row) => row.startsWith(`${name} `)).length;
    const fewer = before.unnamed - after.unnamed;
    if (fewer > doomed + left.size || -fewer > left.size)
      broken.push(`C3 ${id} is shown ${-fewer} more rows of ${name}`);
    return broken;
  });
}

/** The rows of a table that an export shows, by their keys; those whose key is masked, and lines, are counted. */
function shownRows({ rows }: Exported, { name, key }: ModelTable) {
  const named = new Map<string, AccessRow>();
  let unnamed = 0;
  for (const row of rows.filter(({ table }) => table === name)) {
    const values = key.map((column) => row.values[column]);
    if (row.level === "act" || key.length === 0 || !values.every(isKeyLike)) unnamed += 1;
    else named.set(rowKey(values.map(String)), row);
  }
  return { named, unnamed };
}

/** C1 and C5: nothing but what is retained is reached, and a second erasure changes nothing and says so. */
async function checkAgain(
  { database, rights, today, judge = rights }: LawCourt,
  index: ModelIndex,
  query: { readonly identifiers: PersonQuery["identifiers"]; readonly keys: readonly RowRef[] },
  after: Observed,
  first: ErasurePlan,
): Promise<readonly string[]> {
  const broken: string[] = [];
  const stays = new Set(
    first.tables.flatMap(({ name, rows }) =>
      rows.filter(({ disposition }) => disposition !== "deleted").map(({ key }) => `${name} ${rowKey(key)}`),
    ),
  );
  const again = await judge.planErasure(query, EVERYTHING, { today });
  const reached = [
    ...again.tables.flatMap(({ name, rows }) => rows.map(({ key }) => ({ table: name, key }))),
    ...(again.settled ?? []),
  ];
  for (const { table, key } of reached) {
    if (!stays.has(`${table} ${rowKey(key)}`))
      broken.push(`C1 ${table} ${rowKey(key)} is reached, and was not to stay`);
  }
  for (const { name, deleted, detached, redacted } of again.tables) {
    if (deleted + detached + redacted > 0)
      broken.push(`C5 ${name}: ${deleted + detached + redacted} rows would change again`);
  }
  if (again.operations.length > 0) broken.push(`C5 ${again.operations.length} statements would run again`);
  try {
    const second = await judge.erase(query, EVERYTHING, { today }, again, {});
    if (!second.verified)
      broken.push(`C5 the second run finds ${second.residue.map(({ message }) => message).join(" ")}`);
  } catch (error) {
    if (!(error instanceof PlanRefused) || error.code !== "person_not_found") throw error;
  }
  const last = await observe(database, index);
  if (
    JSON.stringify([...last].map(([name, rows]) => [name, [...rows]])) !==
    JSON.stringify([...after].map(([name, rows]) => [name, [...rows]]))
  ) {
    const changed = [...last].filter(
      ([name, rows]) => JSON.stringify([...rows].sort()) !== JSON.stringify([...(after.get(name) ?? [])].sort()),
    );
    if (changed.length > 0) broken.push(`C5 the second run changed ${changed.map(([name]) => name).join(", ")}`);
  }
  return broken;
}
