/** What an erasure leaves of somebody, and does to everybody else (C1 to C4). */
import { addToIndex, createKeyIndex, findPointedAt, holds } from "../edge-values.ts";
import { possibleGhosts } from "../ghosts.ts";
import { readList } from "../lists.ts";
import type { Edge, ModelColumn } from "../model.ts";
import { countersOf, countFor } from "./enrich-world.ts";
import { TABLES_OF_PEOPLE } from "./generate-world.ts";
import type { Row } from "./memory-store.ts";
import { dangling, planned, pointsAtOwn, reached, rowName, rowsByName } from "./random-rights.ts";
import { findBut, keptByPlan, type RightsBench, user } from "./rights-bench.ts";

/** C1, C2, C3, C4 of one erasure: what is left of the person, and what changed for everybody else. */
export function harmOf(bench: RightsBench, person: string): readonly string[] {
  const harm: string[] = [];
  const before = rowsByName(bench);
  const lost = dangling(bench);
  const own = reached(bench, person, ["own"]);
  const others = new Map(
    [...(bench.store.tables.get("users") ?? [])]
      .map(({ id }) => id ?? "")
      .filter((id) => id !== person)
      .map((id) => [id, reached(bench, id, ["own"])]),
  );
  const plan = bench.erase(user(person));
  const fate = planned(plan);
  const whys = new Map(plan.tables.flatMap(({ name, rows }) => rows.map((row) => [rowName(name, row.key), row.why])));
  // C1
  harm.push(...[...bench.verify(plan), ...bench.unheld(plan)].map((left) => `C1 ${left}`));
  for (const name of reached(bench, person)) {
    if ((fate.get(name) ?? "deleted") === "deleted") harm.push(`C1 ${name} is still reached`);
  }
  // C2
  const kept = keptByPlan(plan);
  for (const kind of TABLES_OF_PEOPLE) {
    for (const canary of [`name-${kind}-${person}-`, `mail-${kind}-${person}-`]) {
      for (const place of findBut(bench, canary, kept)) harm.push(`C2 ${canary} in ${place}`);
    }
  }
  const after = rowsByName(bench);
  for (const [name, disposition] of fate) {
    const isGone = disposition === "deleted" || disposition === "redacted";
    const texts = Object.values(before.get(name) ?? {}).flatMap((value) => value?.match(/text-[\w-]+-/g) ?? []);
    for (const text of isGone ? texts : [])
      if (bench.store.find(text).length > 0) harm.push(`C2 ${name} keeps its ${text}`);
  }
  // C3
  for (const [name, row] of before) {
    const isShared = [...others.values()].some((rows) => rows.has(name));
    const now = after.get(name);
    if (own.has(name) && !isShared) continue;
    if (now === undefined) {
      const why = whys.get(name) ?? "";
      if (!why.includes("says nothing else")) harm.push(`C3 ${name} is gone`);
      continue;
    }
    for (const [column, value] of Object.entries(row)) {
      if (now[column] === value) continue;
      const table = name.split(" ")[0] ?? "";
      const known = bench.index.table.get(table)?.columns.find((one) => one.name === column);
      if (known?.counter != null) continue;
      if (known?.copyOf !== undefined && namesOnlyOwn(bench, before, own, name, known.copyOf.table)) continue;
      if (isCopyOfOwn(before, own, known?.copyOf, value)) {
        if (saysOfAnother(bench, before, own, name, known?.copyOf)) harm.push(`C3 ${name}.${column} was another's too`);
        continue;
      }
      const edges = (bench.index.outgoing.get(table) ?? []).filter((edge) => edge.columns.includes(column));
      const isTheirs = edges.some((edge) => pointsAtOwn(before, own, edge, row));
      if (!isTheirs || losesOthers(before, own, edges, value, now[column])) harm.push(`C3 ${name}.${column} changed`);
    }
  }
  for (const [id, rows] of others) {
    const now = reached(bench, id, ["own"]);
    for (const name of rows)
      if (!now.has(name) && after.has(name)) harm.push(`C3 ${name} is no longer reached by ${id}`);
  }
  // C4: an address that the law keeps is one, whoever has it now.
  const addresses = new Set(
    bench.index.model.edges.flatMap(({ id, match }) => (match ? [...kept].map((name) => `${name} ${id}`) : [])),
  );
  for (const pointer of dangling(bench))
    if (!lost.has(pointer) && !addresses.has(pointer)) harm.push(`C4 ${pointer} points at nothing`);
  return [...harm, ...wrongCounters(bench).map((one) => `C4 ${one}`)];
}

/** Does a marked copy hold what stands in a row of the person? */
function isCopyOfOwn(
  before: ReadonlyMap<string, Row>,
  own: ReadonlySet<string>,
  copyOf: ModelColumn["copyOf"],
  value: string | null,
): boolean {
  return [...own].some((name) => {
    return copyOf !== undefined && name.startsWith(`${copyOf.table} `) && before.get(name)?.[copyOf.column] === value;
  });
}

/** Does the row name the person in that table, and nobody else? */
function namesOnlyOwn(
  { index }: RightsBench,
  before: ReadonlyMap<string, Row>,
  own: ReadonlySet<string>,
  name: string,
  of: string,
): boolean {
  const [table = ""] = name.split(" ");
  const row = before.get(name) ?? {};
  const named = (index.outgoing.get(table) ?? []).flatMap((edge) => {
    if (edge.to !== of || !holds(edge.when, (column) => row[column] ?? null)) return [];
    const people = createKeyIndex<string>();
    for (const [target, values] of before) {
      if (!target.startsWith(`${of} `)) continue;
      addToIndex(
        people,
        edge,
        edge.toColumns.map((column) => values[column] ?? null),
        target,
      );
    }
    return findPointedAt(
      people,
      edge,
      edge.columns.map((column) => row[column] ?? null),
    );
  });
  return named.length > 0 && named.every((target) => own.has(target));
}

/** Does the row name somebody else as well, of whom the copy says the same? */
function saysOfAnother(
  { index }: RightsBench,
  before: ReadonlyMap<string, Row>,
  own: ReadonlySet<string>,
  name: string,
  copyOf: ModelColumn["copyOf"],
): boolean {
  const [table = ""] = name.split(" ");
  const row = before.get(name) ?? {};
  const copies = index.table
    .get(table)
    ?.columns.filter((one) => one.copyOf === copyOf)
    .map((one) => row[one.name]);
  return (index.outgoing.get(table) ?? []).some((edge) => {
    if (edge.to !== copyOf?.table || !holds(edge.when, (column) => row[column] ?? null)) return false;
    const others = createKeyIndex<string | null>();
    for (const [target, values] of before) {
      if (!target.startsWith(`${edge.to} `) || own.has(target)) continue;
      addToIndex(
        others,
        edge,
        edge.toColumns.map((column) => values[column] ?? null),
        values[copyOf.column] ?? null,
      );
    }
    const named = findPointedAt(
      others,
      edge,
      edge.columns.map((column) => row[column] ?? null),
    );
    return named.some((said) => said !== null && copies?.includes(said));
  });
}

/** Counters that do not say how many rows there are, but for those of rows that stand in for people who have left. */
function wrongCounters({ index, store }: RightsBench): readonly string[] {
  const ghosts = possibleGhosts(index.model);
  return countersOf(index.model).flatMap(({ table, column, counter, edge }) =>
    (store.tables.get(table) ?? []).flatMap((row) => {
      if (edge.toColumns.every((name, at) => row[name] === ghosts.get(table)?.key[at])) return [];
      const counted = countFor(Object.fromEntries(store.tables), counter, edge.toColumns, row);
      return row[column] === counted ? [] : [`${table}.${column} says ${row[column]} of ${counted}`];
    }),
  );
}

/** Did a list lose more than what was the person's, or the order of the others? */
function losesOthers(
  before: ReadonlyMap<string, Row>,
  own: ReadonlySet<string>,
  edges: readonly Edge[],
  was: string | null,
  is: string | null | undefined,
): boolean {
  return edges.some(({ list, to, toColumns, match }) => {
    if (list === undefined || was === null) return false;
    const same = (key: string) => (match ? key.toLowerCase() : key);
    const gone = new Set(
      [...own].flatMap((name) => {
        const key = name.startsWith(`${to} `) ? before.get(name)?.[toColumns[0] ?? ""] : null;
        return key === null || key === undefined ? [] : [same(key)];
      }),
    );
    const others = readList(list, was).filter((key) => !gone.has(same(key)));
    // Where a list would name no owner any more, it names the row that stands in for those who have left.
    const left = readList(list, is ?? "").filter(
      (key) => !gone.has(same(key)) && (key !== "-1" || others.includes(key)),
    );
    return left.join() !== others.join();
  });
}
