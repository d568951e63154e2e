/** What inference asks of a system, as questions with a few answers each: those first whose answer settles most. */
import { habitOf, indexHabits } from "./infer/habits.ts";
import { canBeKey, compareKinds } from "./infer/key-words.ts";
import { type Edge, type Finding, indexModel, type Model, type ModelTable, type Place, type Role } from "./model.ts";
import { askOfColumn, askOfEdges, askOfPeople } from "./place-questions.ts";
import type { PeopleQuestion, Question, RoleQuestion, TargetQuestion } from "./question.ts";
import { findColumn } from "./schema.ts";
import { askEmpty, askKey, askKeys, askOwners, askTypes } from "./table-questions.ts";
import { tellTables } from "./tell-places.ts";
import { askEachTable, askTables } from "./unclassified-questions.ts";

/**
 * What is open, in the order in which it is best answered: what is asked about `about`, a place that somebody was led to, with what only
 * a plan found there; who is a person, for that
 * changes what the others mean; then by how many tables an answer speaks of.
 */
export function listQuestions(model: Model, findings: readonly Finding[], about?: Place): readonly Question[] {
  const all = [...(about === undefined ? [] : askAbout(model, findings, about)), ...listOpen(model, findings)];
  // What somebody was led to is asked first, and as it is there.
  const seen = new Set<string>();
  return all.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function askAbout(model: Model, findings: readonly Finding[], { table: name, column }: Place): readonly Question[] {
  const index = indexModel(model);
  const table = index.table.get(name);
  if (table === undefined) return [];
  // What stops nothing is asked where somebody is led to it.
  const isHere = (finding: Finding) =>
    finding.table === name && (column === "" || finding.column === column || finding.column === "");
  const all = findings.map((finding) => (isHere(finding) ? { ...finding, blocks: true } : finding));
  return [
    ...(column === "" ? askOfPeople(index, table) : askOfColumn(index, table, column)),
    ...listOpen(model, all).filter((question) => question.findings.some(isHere)),
    // What is asked of several tables at once is asked of this one alone, too.
    ...(column === "" ? askEachTable(model, all.filter(isHere)) : []),
    ...askOfEdges(index, table, column),
    ...askKey(model, name, []),
  ];
}

function listOpen(model: Model, findings: readonly Finding[]): readonly Question[] {
  const people = askPeople(model, findings);
  const asked = new Set(people.map(({ table }) => table));
  const empty = withCode(findings, "owner_nullable");
  const roles = askRoles(model, findings, empty);
  // Whose rows they are comes before what an empty one means.
  const awaiting = new Set(roles.flatMap((role) => role.findings));
  const others: readonly Question[] = [
    ...askTargets(model, findings),
    ...roles,
    ...askTables(
      model,
      findings.filter(({ table }) => !asked.has(table)),
    ),
    ...askOwners(model, withCode(findings, "owner_ambiguous")),
    ...askEmpty(
      model,
      empty.filter((finding) => !awaiting.has(finding)),
    ),
    ...askTypes(model, withCode(findings, "polymorphic_unresolved")),
    ...askKeys(model, withCode(findings, "key_missing")),
  ];
  const naming = new Set(model.tables.filter(namesSomebody).map(({ name }) => name));
  return [
    ...sortByWeight(people.filter(({ table }) => naming.has(table))),
    // What has an address and no name is seldom a person.
    ...sortByWeight(people.filter(({ table }) => !naming.has(table))),
    ...sortByWeight(others),
  ];
}

const SOMEBODY = /^(name$|identity\.|credential$)/;

function namesSomebody({ columns }: ModelTable): boolean {
  return columns.some(({ category }) => SOMEBODY.test(category));
}

/** Sorting is stable: of two that settle as much, the kinds keep their order, and within one the schema's. */
function sortByWeight<T extends Question>(questions: readonly T[]): readonly T[] {
  return [...questions].sort((one, other) => other.settles.tables.length - one.settles.tables.length);
}

function askPeople(model: Model, findings: readonly Finding[]): readonly PeopleQuestion[] {
  const incoming = Map.groupBy(model.edges, ({ to }) => to);
  const looking = withCode(findings, "table_unclassified");
  return withCode(findings, "subject_question").map((finding) => {
    const { table, message } = finding;
    const edges = (incoming.get(table) ?? []).filter(({ from }) => from !== table);
    const settles = { tables: unique([table, ...edges.map(({ from }) => from)]), columns: nameColumns(edges) };
    const alike = [finding, ...looking.filter((one) => one.table === table)];
    return { kind: "people", id: `people ${table}`, table, message, settles, findings: alike };
  });
}

function askTargets(model: Model, findings: readonly Finding[]): readonly TargetQuestion[] {
  const meant = new Set(
    model.edges.flatMap(({ columns, role }) => (role === "context" ? [] : columns.map((name) => name.toLowerCase()))),
  );
  const known = new Set(model.edges.flatMap(({ from, columns }) => columns.map((name) => `${from}.${name}`)));
  return withCode(findings, "naming_question").map((finding) => {
    const { table, column, message } = finding;
    const name = column.toLowerCase();
    const places = model.tables.flatMap(({ name: at, kind, schema }) =>
      kind === "view"
        ? []
        : schema.columns
            .filter((one) => one.name.toLowerCase() === name && canBeKey(one.kind) && !known.has(`${at}.${one.name}`))
            .map((one) => ({ from: at, columns: [one.name] })),
    );
    return {
      kind: "target",
      id: `target ${name}`,
      column,
      targets: findTargets(model, table, column),
      isOrNobody: !meant.has(name),
      message,
      settles: { tables: unique(places.map(({ from }) => from)), columns: nameColumns(places) },
      findings: [finding],
    };
  });
}

/** `empty`: what may name nobody, which the same answer settles where it says whose the rows are. */
function askRoles(model: Model, findings: readonly Finding[], empty: readonly Finding[]): readonly RoleQuestion[] {
  const open = model.edges.filter(({ role, confirmed }) => !confirmed && owns(role));
  const byPlace = Map.groupBy(open, ({ from, columns }) => `${from}: ${columns.join(", ")}`);
  const byTable = Map.groupBy(empty, ({ table }) => table);
  const doubtful = withCode(findings, "owner_doubtful").flatMap((finding) => {
    const [edge] = byPlace.get(`${finding.table}: ${finding.column}`) ?? [];
    return edge === undefined ? [] : [{ edge, finding }];
  });
  const lineFor = indexHabits(model.tables.map(({ schema }) => schema));
  return [...Map.groupBy(doubtful, ({ edge }) => habitOf(edge))].map(([name, alike]) => {
    const edges = alike.map(({ edge }) => edge);
    const settles = { tables: unique(edges.map(({ from }) => from)), columns: nameColumns(edges) };
    const told = alike.map(({ finding }) => finding);
    const first = told[0] as Finding;
    const where = settles.tables.length > 1 ? "" : `${first.table}: `;
    const message = `${where}${first.message}${tellTables(settles.tables)}`;
    // A holder's row is not somebody's by what it holds.
    const owned = edges.filter(({ role }) => role !== "holds");
    const same = unique(owned.map(({ from }) => from)).flatMap((table) => byTable.get(table) ?? []);
    return {
      kind: "role",
      id: `role ${name}`,
      edges,
      habit: lineFor(edges),
      message,
      settles,
      findings: [...told, ...same],
    };
  });
}

function withCode(findings: readonly Finding[], code: string): readonly Finding[] {
  return findings.filter((finding) => finding.code === code);
}

const owns = (role: Role) => role === "owner" || role === "part" || role === "holds";

function nameColumns(edges: readonly Pick<Edge, "from" | "columns">[]): readonly string[] {
  return unique(edges.flatMap(({ from, columns }) => columns.map((column) => `${from}.${column}`)));
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function findTargets(model: Model, table: string, column: string): readonly string[] {
  const schema = model.tables.find(({ name }) => name === table)?.schema;
  const kind = schema === undefined ? undefined : findColumn(schema, column)?.kind;
  return model.tables.flatMap(({ name, kind: is, key, schema: target }) => {
    const only = key.length === 1 ? findColumn(target, key[0] ?? "")?.kind : undefined;
    return is === "subject" && kind !== undefined && only !== undefined && compareKinds(kind, only) ? [name] : [];
  });
}
