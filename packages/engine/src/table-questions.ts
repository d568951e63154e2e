/** Questions about one table of people's rows: which reference owns them, what an empty one means, what a type stands for, what is a key. */
import { isKeySolid } from "./find-key-twins.ts";
import { habitOf, indexHabits } from "./infer/habits.ts";
import { compareKinds } from "./infer/key-words.ts";
import { splitWords, toSingular } from "./infer/names.ts";
import type { Edge, Finding, Model, ModelTable } from "./model.ts";
import { listOwnerCandidates } from "./owner-candidates.ts";
import type { EmptyQuestion, KeyQuestion, OwnersQuestion, TypeQuestion, TypeTarget } from "./question.ts";
import { findColumn } from "./schema.ts";
import { tellTables } from "./tell-places.ts";

/** Several references that could own the rows. */
export function askOwners(model: Model, findings: readonly Finding[]): readonly OwnersQuestion[] {
  return blocking(findings).flatMap((finding): readonly OwnersQuestion[] => {
    const { table, column, message } = finding;
    const named = new Set(column.split("; "));
    const edges = model.edges.filter(
      (edge) => edge.from === table && named.has(edge.columns.join(", ")) && edge.role === "owner" && !edge.confirmed,
    );
    if (edges.length < 2) return [];
    const settles = settle(table, edges);
    return [{ kind: "owners", id: `owners ${table}`, table, edges, message, settles, findings: [finding] }];
  });
}

/** What says whose the rows are may be empty: one question for all tables in which one column of the same name says so alone. */
export function askEmpty(model: Model, findings: readonly Finding[]): readonly EmptyQuestion[] {
  const lineFor = indexHabits(model.tables.map(({ schema }) => schema));
  const found = blocking(findings).flatMap((finding) => {
    const { table } = finding;
    const edges = model.edges.filter(({ from, role }) => from === table && (role === "owner" || role === "part"));
    const [only] = edges;
    if (only === undefined) return [];
    return [{ table, finding, edges, alike: edges.length === 1 ? `${habitOf(only)} ${only.role}` : table }];
  });
  return [...Map.groupBy(found, ({ alike }) => alike)].map(([name, group]): EmptyQuestion => {
    const tables = group.map(({ table }) => table);
    const edges = group.flatMap((one) => one.edges);
    const [first = ""] = tables;
    const told = group.map(({ finding }) => finding);
    const message = `${told[0]?.message ?? ""}${tellTables(tables)}`;
    const settles = { tables, columns: settle(first, edges).columns };
    const habit = tables.length > 1 ? lineFor(edges) : null;
    const candidates = tables.length > 1 ? [] : listOthers(model, first, edges);
    return { kind: "empty", id: `empty ${name}`, tables, edges, habit, candidates, message, settles, findings: told };
  });
}

function listOthers(model: Model, table: string, edges: readonly Edge[]): EmptyQuestion["candidates"] {
  const known = new Set(edges.map(({ columns, to }) => `${columns.join()} ${to}`));
  return listOwnerCandidates(model, table).filter(
    ({ edge }) => edge.from !== table || !known.has(`${edge.columns.join()} ${edge.to}`),
  );
}

/** Tables that are offered for one value; more would be a list to read and no choice. */
const MOST_TARGETS = 8;

/** One question for each value of the type that the map says nothing of. */
export function askTypes(model: Model, findings: readonly Finding[]): readonly TypeQuestion[] {
  return blocking(findings).flatMap((finding): readonly TypeQuestion[] => {
    const { table: name, column, message } = finding;
    const table = model.tables.find((one) => one.name === name);
    const open = table?.openTypes?.find(({ id }) => id === column);
    if (table === undefined || open === undefined) return [];
    const values: readonly (string | null)[] = open.values.length > 0 ? open.values : [null];
    const fitting = listTypeTargets(model, table, column);
    const theirs = new Set(fitting.people.map((target) => target.table));
    return values.map((value) => ({
      kind: "type",
      id: `type ${name}.${column}${value === null ? "" : `=${value}`}`,
      table: name,
      column,
      type: open.type,
      value,
      targets: sortByName(fitting.people, value ?? column).slice(0, MOST_TARGETS),
      elsewhere: fitting.others.find((other) => !theirs.has(other)) ?? null,
      message:
        value === null
          ? message
          : `What does ${column} refer to where ${open.type} is ${JSON.stringify(value)}? No table is called so.`,
      settles: { tables: [name], columns: [`${name}.${column}`] },
      findings: [finding],
    }));
  });
}

function listTypeTargets(model: Model, table: ModelTable, column: string) {
  const kind = findColumn(table.schema, column)?.kind;
  const people: TypeTarget[] = [];
  const others: string[] = [];
  for (const { name, kind: is, key, schema } of model.tables) {
    const [only, ...more] = key;
    const target = only === undefined || more.length > 0 ? undefined : findColumn(schema, only);
    if (target === undefined || kind === undefined || !compareKinds(kind, target.kind) || name === table.name) continue;
    if (is === "subject" || is === "personal")
      people.push({ table: name, key: target.name, isPerson: is === "subject" });
    else if (is !== "view" && is !== "unclassified") others.push(name);
  }
  return { people, others };
}

/** What is called like the value comes first, then people, then what is theirs. */
function sortByName(targets: readonly TypeTarget[], value: string): readonly TypeTarget[] {
  const wordsOf = (name: string) => splitWords(name).map(toSingular);
  const words = new Set(wordsOf(value));
  const rank = ({ table, isPerson }: TypeTarget) =>
    wordsOf(table).some((word) => words.has(word)) ? 0 : isPerson ? 1 : 2;
  return [...targets].sort((one, other) => rank(one) - rank(other));
}

/** Sets of columns that are offered. */
const MOST_KEYS = 6;

/** Tables without a key, or with one that only the map vouches for. */
export function askKeys(model: Model, findings: readonly Finding[]): readonly KeyQuestion[] {
  return blocking(findings).flatMap((finding) => askKey(model, finding.table, [finding]));
}

/** Which columns are the key of this table, where none is that the database vouches for. */
export function askKey(model: Model, name: string, findings: readonly Finding[]): readonly KeyQuestion[] {
  const table = model.tables.find((one) => one.name === name);
  if (table === undefined || table.schema.kind === "view" || isKeySolid(table)) return [];
  const candidates = listKeys(model, table).filter((columns) => columns.join() !== table.key.join());
  const message =
    table.key.length === 0
      ? "Which columns tell rows of this table apart? It has no key, so that single rows cannot be named."
      : `Which columns tell rows of this table apart? That (${table.key.join(", ")}) does is the map's word alone.`;
  const settles = { tables: [name], columns: [] };
  return [{ kind: "key", id: `key ${name}`, table: name, candidates, message, settles, findings }];
}

function listKeys(model: Model, table: ModelTable): readonly (readonly string[])[] {
  const { schema } = table;
  const written = schema.columns.filter(({ generated }) => !generated);
  const solid = written.filter(({ nullable }) => !nullable).map(({ name }) => name);
  const alone = written
    .filter(({ name, kind }) => kind === "uuid" || NAMED.test(splitWords(name).join(" ")))
    .map(({ name }) => [name]);
  const references = model.edges.filter(
    ({ from, pattern, path, list }) =>
      from === table.name && pattern === null && path.length === 0 && list === undefined,
  );
  const pointing = [...new Set(references.flatMap(({ columns }) => columns))];
  const time = table.columns.find(({ category }) => category === "system.time")?.name;
  const found = [
    ...schema.uniqueKeys,
    ...alone.filter(([name = ""]) => !pointing.includes(name)),
    ...(pointing.length > 1 ? [pointing] : []),
    ...(pointing.length > 0 && time !== undefined ? [[...pointing, time]] : []),
    solid,
    written.map(({ name }) => name),
  ].filter((columns) => columns.length > 0);
  return [...new Map(found.map((columns) => [[...columns].sort().join(), columns])).values()].slice(0, MOST_KEYS);
}

/** Names by which something is told from its like. */
const NAMED = /(^| )(id|uuid|guid|key|no|nr|number|code)$/;

function blocking(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ blocks }) => blocks);
}

function settle(table: string, edges: readonly Edge[]) {
  return {
    tables: [table],
    columns: [...new Set(edges.flatMap(({ from, columns }) => columns.map((column) => `${from}.${column}`)))],
  };
}
