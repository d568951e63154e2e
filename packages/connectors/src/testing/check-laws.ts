/** The laws of rights (ENGINE.md 5) on a real store: erases a person and says everything that breaks one of them. */
import type { ModelIndex } from "@kept/engine/model";
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
import { findDangling, findText, type Observed, observe, rowKey, type TextRow } from "./observe-database.ts";
import type { TestDatabase } from "./test-database.ts";

export interface LawCourt {
  readonly database: TestDatabase;
  readonly rights: RowRights;
  /** People whose exports are compared before and after. */
  readonly others: readonly RowRef[];
  readonly today: string;
}

interface Exported {
  readonly plan: AccessPlan;
  readonly rows: readonly AccessRow[];
}

/** Erases the person, twice. Answers what broke which law; empty when all of them held. */
export async function checkLaws(court: LawCourt, person: RowRef): Promise<readonly string[]> {
  const { database, rights, today } = court;
  const { index } = await rights.discover();
  const broken: string[] = [];
  const query = { identifiers: [], keys: [person] };
  const before = await observe(database, index);
  const shown = await exportAll(rights, person, today);
  const others = new Map<RowRef, Exported>();
  for (const other of court.others) others.set(other, await exportAll(rights, other, today));
  const dry = await rights.planErasure(query, EVERYTHING, { today });
  const blocking = dry.findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return blocking.map(({ code, table, column }) => `blocked: ${code} ${table}.${column}`);

  broken.push(...checkAgreement(index, shown, dry));
  broken.push(...checkPrivacy(before, index, shown, person));
  const outcome = await rights.erase(query, EVERYTHING, { today }, dry, {});
  const after = await observe(database, index);
  if (!outcome.verified) broken.push(...outcome.residue.map(({ table, message }) => `C1 ${table}: ${message}`));
  broken.push(...checkDone(before, after, dry));
  broken.push(...checkValues(before, after, index, dry, person));
  broken.push(...checkIntegrity(before, after, index, dry));
  for (const [other, was] of others) {
    broken.push(...compareExports(index, dry, other, was, await exportAll(rights, other, today)));
  }
  broken.push(...(await checkAgain(court, index, query, after, dry)));
  return broken;
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
    for (const { name } of table.columns.filter(({ category }) =>
      /^(contact|name|identity|credential|content)/.test(category),
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

/** C11 and the first half of C3: what changed is what the plan names, and all of it. */
function checkDone(before: Observed, after: Observed, plan: ErasurePlan): readonly string[] {
  const broken: string[] = [];
  const doomed = new Set(
    plan.tables.flatMap(({ name, rows }) =>
      rows.filter(({ disposition }) => disposition === "deleted").map(({ key }) => `${name} ${rowKey(key)}`),
    ),
  );
  const ghosts = new Set((plan.ghosts ?? []).map(({ table, key }) => `${table} ${rowKey(key)}`));
  for (const ghost of ghosts) {
    const [table = "", key = ""] = ghost.split(/ (.*)/s);
    if (!after.get(table)?.has(key)) broken.push(`C11 ${ghost} was to be made`);
  }
  const set = new Map<string, Set<string>>();
  const counted = new Map<string, Set<string>>();
  for (const operation of plan.operations) {
    if (operation.op === "recount") {
      counted.set(operation.table, (counted.get(operation.table) ?? new Set()).add(operation.column));
    } else if (operation.op === "update") {
      for (const key of operation.keys) {
        const id = `${operation.table} ${rowKey(key)}`;
        const columns = set.get(id) ?? new Set();
        for (const column of Object.keys(operation.set)) columns.add(column);
        set.set(id, columns);
      }
    }
  }
  for (const [table, rows] of before) {
    for (const [key, row] of rows) {
      const id = `${table} ${key}`;
      const now = after.get(table)?.get(key);
      if ((now === undefined) !== doomed.has(id))
        broken.push(`C11 ${id} is ${now === undefined ? "gone" : "still there"}`);
      if (now === undefined) continue;
      for (const [column, value] of Object.entries(row)) {
        const isNamed = set.get(id)?.has(column) || counted.get(table)?.has(column);
        if (now[column] !== value && !isNamed) broken.push(`C3 ${id} ${column} has changed`);
      }
    }
    for (const key of after.get(table)?.keys() ?? [])
      if (!rows.has(key) && !ghosts.has(`${table} ${key}`)) broken.push(`C11 ${table} ${key} is new`);
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

/** C4: no pointer leads nowhere that did not before, and what was counted anew is right. */
function checkIntegrity(before: Observed, after: Observed, index: ModelIndex, plan: ErasurePlan): readonly string[] {
  const known = findDangling(before, index);
  const broken = [...findDangling(after, index)]
    .filter((pointer) => !known.has(pointer))
    .map((pointer) => `C4 ${pointer}`);
  for (const operation of plan.operations) {
    if (operation.op !== "recount") continue;
    const { table, keyColumns, keys, column, of, ofColumns, referencedColumns, when } = operation;
    const wanted = new Set(keys.map(rowKey));
    for (const row of after.get(table)?.values() ?? []) {
      if (!wanted.has(rowKey(keyColumns.map((name) => row[name] ?? null)))) continue;
      const target = rowKey(referencedColumns.map((name) => row[name] ?? null));
      const counted = [...(after.get(of)?.values() ?? [])].filter(
        (one) =>
          rowKey(ofColumns.map((name) => one[name] ?? null)) === target &&
          Object.entries(when).every(([name, values]) => values.includes(one[name] ?? null)),
      );
      if (row[column] !== String(counted.length))
        broken.push(`C4 ${table}.${column} says ${row[column]}, and there are ${counted.length}`);
    }
  }
  return broken;
}

/** The other half of C3: everybody else is shown what they were shown before, but for what the plan has touched. */
function compareExports(
  index: ModelIndex,
  plan: ErasurePlan,
  other: RowRef,
  was: Exported,
  is: Exported,
): readonly string[] {
  const touched = new Set([...plan.tables.map(({ name }) => name), ...plan.operations.map(({ table }) => table)]);
  const bare = new Map(
    plan.tables.map(({ name, rows }) => [name, rows.filter(({ disposition }) => disposition === "deleted").length]),
  );
  const ownerless = new Map(plan.tables.map(({ name, redacted, detached }) => [name, redacted + detached]));
  const id = `${other.table}:${other.key.join()}`;
  const texts = ({ rows }: Exported, table: string) =>
    rows
      .filter((row) => row.table === table)
      .map((row) => JSON.stringify([row.level, row.values]))
      .sort();
  return index.model.tables.flatMap(({ name }) => {
    const [before, after] = [texts(was, name), texts(is, name)];
    if (!touched.has(name)) {
      return before.join() === after.join() ? [] : [`C3 the export of ${id} differs in ${name}, which was not touched`];
    }
    // Rows that the person owned and this one saw are gone for both, and a row that stays for others is no longer seen by way
    // of one that is gone. A row that stays and no longer names its owner counts as part of what it hangs on, and is shown
    // with that: a known limit, stated in docs/properties.md.
    const gained = after.length - before.length;
    if (gained > (ownerless.get(name) ?? 0)) return [`C3 the export of ${id} has ${gained} more rows of ${name}`];
    if (-gained > (bare.get(name) ?? 0) + (ownerless.get(name) ?? 0))
      return [`C3 the export of ${id} has ${-gained} fewer rows of ${name}`];
    const own = (exported: Exported) =>
      exported.rows.filter(({ table, level }) => table === name && level === "own").length;
    const isOwnLost =
      own(is) < own(was) &&
      !plan.tables.some(
        (table) => table.name === name && table.rows.some(({ why }) => why.includes("says nothing else")),
      );
    return isOwnLost ? [`C3 ${id} lost rows of ${name} that were their own`] : [];
  });
}

/** C1 and C5: nothing but what is retained is reached, and a second erasure changes nothing and says so. */
async function checkAgain(
  { database, rights, today }: LawCourt,
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
  const again = await rights.planErasure(query, EVERYTHING, { today });
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
    const second = await rights.erase(query, EVERYTHING, { today }, again, {});
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
