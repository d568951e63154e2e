/** C14 and the undoing of an erasure on a real store: says everything that is not as it was. */
import type { Diff } from "@kept/engine/diff";
import { EVERYTHING, type RowRef } from "@kept/engine/rights";
import type { LawCourt } from "./check-laws.ts";
import { findText, type Observed, observe, rowKey } from "./observe-database.ts";

/** Restricts the person and lifts it again. In between nothing of theirs is in use, and nobody else is touched. */
export async function checkRestriction(court: LawCourt, person: RowRef): Promise<readonly string[]> {
  const { database, rights, today } = court;
  const { index } = await rights.discover();
  const query = { identifiers: [], keys: [person] };
  const broken: string[] = [];
  const before = await observe(database, index);
  const plan = await rights.lifecycle.planRestriction(query, EVERYTHING, { today });
  const blocking = plan.findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return blocking.map(({ code, table, column }) => `blocked: ${code} ${table}.${column}`);
  const seals: Diff[] = [];
  const outcome = await rights.lifecycle.restrict(query, EVERYTHING, { today }, plan, {
    seal: async (diff) => void seals.push(structuredClone(diff)),
  });
  if (!outcome.verified) broken.push(...outcome.residue.map(({ message }) => `C14 ${message}`));
  if (seals.map(({ complete }) => complete).join() !== "false,true") broken.push(`C14 sealed ${seals.length} times`);
  const during = await observe(database, index);
  const touched = new Set(
    plan.tables.flatMap(({ name, rows }) =>
      rows.filter(({ disposition }) => disposition !== "left").map(({ key }) => `${name} ${rowKey(key)}`),
    ),
  );
  const named = index.model.edges.filter(({ match }) => match);
  const copies = index.model.tables.flatMap(({ name, columns }) =>
    columns.flatMap((column) => (column.copyOf === undefined ? [] : [`${name} ${column.name}`])),
  );
  const addresses = new Set([
    ...named.flatMap(({ from, columns }) => columns.map((column) => `${from} ${column}`)),
    ...copies,
  ]);
  const isOurs = byPlans(court);
  const untouched = compare(before, during, (row) => !touched.has(row)).filter(isOurs);
  broken.push(...untouched.map((place) => `C14 ${tell(place)} was not to change`));
  for (const { name, rows } of plan.tables) {
    for (const { key, disposition, why } of rows) {
      // What another's row says is theirs, though it names the person.
      if (disposition !== "sealed" || why.includes("only what names them")) continue;
      for (const [column, value] of Object.entries(before.get(name)?.get(rowKey(key)) ?? {})) {
        // Whose address stands there, or is repeated there by name, is another's affair, and told of in their own row.
        if (value === null || !PLANTED.test(value) || addresses.has(`${name} ${column}`)) continue;
        const places = findText(during, value).filter(
          (place) => !addresses.has(`${place.table} ${place.column}`) || touched.has(`${place.table} ${place.key}`),
        );
        for (const place of places) broken.push(`C14 ${name}.${column} is still in use in ${place.table}`);
      }
    }
  }
  const diff = seals.at(-1);
  if (diff === undefined) return [...broken, "C14 nothing was sealed"];
  if (!(await rights.lifecycle.hasHappened(diff))) broken.push("C14 a restriction is said not to have happened");
  const again = await rights.lifecycle.planRestriction(query, EVERYTHING, { today });
  if (again.operations.length > 0) broken.push(`C14 ${again.operations.length} statements would restrict again`);
  // As it comes back from where it was sealed.
  const stored = JSON.parse(JSON.stringify(diff)) as Diff;
  const lifted = await rights.lifecycle.revert(stored, { seal: async () => undefined });
  const told = lifted.findings.filter(isOurs);
  broken.push(...told.map(({ code, table, column }) => `C14 ${code} ${table}.${column}`));
  if (await rights.lifecycle.hasHappened(diff)) broken.push("C14 a restriction is said to stand after its lift");
  const left = compare(before, await observe(database, index), () => true).filter(isOurs);
  return [...broken, ...left.map((place) => `C14 ${tell(place)} is not as it was`)];
}

/** Texts that a sample plants: each stands in one column of one row. */
const PLANTED = /^(canary |text-|name-|mail-)/;

/** Erases the person and takes it back. */
export async function checkUndo(court: LawCourt, person: RowRef): Promise<readonly string[]> {
  const { database, rights, today } = court;
  const { index } = await rights.discover();
  const query = { identifiers: [], keys: [person] };
  const before = await observe(database, index);
  const seals: Diff[] = [];
  // Rows that stand in for people who have left stay: others may name them by then.
  const ghosts = new Set<string>();
  const outcome = await rights.erase(query, EVERYTHING, { today }, null, {
    beforeChange: async (plan) => {
      for (const { table, key } of plan.ghosts ?? []) ghosts.add(`${table} ${rowKey(key)}`);
    },
    seal: async (diff) => void seals.push(structuredClone(diff)),
  });
  const broken = outcome.residue.map(({ message }) => `undo: ${message}`);
  const diff = seals.at(-1);
  if (diff === undefined) return [...broken, "undo: nothing was sealed"];
  if (!(await rights.lifecycle.hasHappened(diff))) broken.push("undo: an erasure is said not to have happened");
  const undone: Diff[] = [];
  const back = await rights.lifecycle.revert(JSON.parse(JSON.stringify(diff)) as Diff, {
    seal: async (one) => void undone.push(one),
  });
  const isOurs = byPlans(court);
  broken.push(...back.findings.filter(isOurs).map(({ code, table, column }) => `undo: ${code} ${table}.${column}`));
  const last = undone.at(-1);
  if (last === undefined || !(await rights.lifecycle.hasHappened(last)))
    broken.push("undo: is said not to have happened");
  const left = compare(before, await observe(database, index), (row) => !ghosts.has(row)).filter(isOurs);
  return [...broken, ...left.map((place) => `undo: ${tell(place)} is not as it was`)];
}

/** A place where something differs; without a column, the row itself. */
interface Place {
  readonly table: string;
  readonly key: string;
  readonly column: string;
}

/** Is this a place that nothing but plans write? What triggers wrote is theirs. */
function byPlans({ byTriggers }: LawCourt): (place: { readonly column: string; readonly table: string }) => boolean {
  return ({ column, table }) => !byTriggers?.columns.includes(column) && !byTriggers?.tables.includes(table);
}

/** Every difference. */
function compare(before: Observed, now: Observed, isMeant: (row: string) => boolean): readonly Place[] {
  const places: Place[] = [];
  for (const [table, rows] of before) {
    const found = now.get(table) ?? new Map();
    for (const key of new Set([...rows.keys(), ...found.keys()])) {
      if (!isMeant(`${table} ${key}`)) continue;
      const was = rows.get(key);
      const is = found.get(key);
      if (was === undefined || is === undefined) places.push({ table, key, column: "" });
      else for (const column of Object.keys(was)) if (was[column] !== is[column]) places.push({ table, key, column });
    }
  }
  return places;
}

function tell({ table, key, column }: Place): string {
  return `${table} ${key} ${column}`.trimEnd();
}
