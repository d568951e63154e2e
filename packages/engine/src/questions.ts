/** What inference asks of a system, as questions with a few answers each: those first whose answer settles most. */
import { habitOf, indexHabits } from "./infer/habits.ts";
import { canBeKey, compareKinds } from "./infer/key-words.ts";
import { type Edge, type Finding, indexModel, type Model, type ModelTable, type Role } from "./model.ts";
import { listOwnerCandidates } from "./owner-candidates.ts";
import { askOfColumn, askOfEdges, askOfPeople } from "./place-questions.ts";
import type { PeopleQuestion, Question, RoleQuestion, TableQuestion, TargetQuestion } from "./question.ts";
import { findColumn } from "./schema.ts";
import { askEmpty, askKeys, askOwners, askTypes } from "./table-questions.ts";

/** A place that somebody was led to: what a plan found there is asked too, which no look at the system as a whole asks. */
export interface Place {
  readonly table: string;
  /** Empty: the table as a whole. */
  readonly column: string;
}

/**
 * What is open, in the order in which it is best answered: what is asked about `about`, where that is given; who is a person, for that
 * changes what the others mean; then by how many tables an answer speaks of.
 */
export function listQuestions(model: Model, findings: readonly Finding[], about?: Place): readonly Question[] {
  const all = [...(about === undefined ? [] : askAbout(model, findings, about)), ...listOpen(model, findings)];
  return [...new Map(all.map((question) => [question.id, question])).values()];
}

function askAbout(model: Model, findings: readonly Finding[], { table: name, column }: Place): readonly Question[] {
  const index = indexModel(model);
  const table = index.table.get(name);
  if (table === undefined) return [];
  // What stops nothing is asked where somebody is led to it.
  const here = findings
    .filter(
      (finding) => finding.table === name && (column === "" || finding.column === column || finding.column === ""),
    )
    .map((finding) => ({ ...finding, blocks: true }));
  return [
    ...(column === "" ? askOfPeople(index, table) : askOfColumn(index, table, column)),
    ...listOpen(model, here),
    ...askOfEdges(index, table, column),
    ...askKeys(model, [{ table: name, blocks: true }]),
  ];
}

function listOpen(model: Model, findings: readonly Finding[]): readonly Question[] {
  const people = askPeople(model, findings);
  const asked = new Set(people.map(({ table }) => table));
  const roles = askRoles(model, findings);
  const others: readonly Question[] = [
    ...askTargets(model, findings),
    ...roles,
    ...askTables(model, findings).filter(({ table }) => !asked.has(table)),
    ...askOwners(model, withCode(findings, "owner_ambiguous")),
    // Whose rows they are comes before what an empty one means.
    ...askEmpty(model, withCode(findings, "owner_nullable")).filter(
      ({ edges }) => !roles.some((role) => role.edges.some(({ id }) => edges.some((edge) => edge.id === id))),
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
  return withCode(findings, "subject_question").map(({ table, message }) => {
    const edges = (incoming.get(table) ?? []).filter(({ from }) => from !== table);
    const settles = { tables: unique([table, ...edges.map(({ from }) => from)]), columns: nameColumns(edges) };
    return { kind: "people", id: `people ${table}`, table, message, settles };
  });
}

function askTargets(model: Model, findings: readonly Finding[]): readonly TargetQuestion[] {
  const meant = new Set(
    model.edges.flatMap(({ columns, role }) => (role === "context" ? [] : columns.map((name) => name.toLowerCase()))),
  );
  const known = new Set(model.edges.flatMap(({ from, columns }) => columns.map((name) => `${from}.${name}`)));
  return withCode(findings, "naming_question").map(({ table, column, message }) => {
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
    };
  });
}

function askRoles(model: Model, findings: readonly Finding[]): readonly RoleQuestion[] {
  const open = model.edges.filter(({ role, confirmed }) => !confirmed && owns(role));
  const byPlace = Map.groupBy(open, ({ from, columns }) => `${from}: ${columns.join(", ")}`);
  const doubtful = withCode(findings, "owner_doubtful").flatMap(({ table, column, message }) => {
    const [edge] = byPlace.get(`${table}: ${column}`) ?? [];
    return edge === undefined ? [] : [{ edge, message }];
  });
  const lineFor = indexHabits(model.tables.map(({ schema }) => schema));
  return [...Map.groupBy(doubtful, ({ edge }) => habitOf(edge))].map(([name, alike]) => {
    const edges = alike.map(({ edge }) => edge);
    const settles = { tables: unique(edges.map(({ from }) => from)), columns: nameColumns(edges) };
    const message = `${alike[0]?.edge.from}: ${alike[0]?.message ?? ""}`;
    return { kind: "role", id: `role ${name}`, edges, habit: lineFor(edges), message, settles };
  });
}

function askTables(model: Model, findings: readonly Finding[]): readonly TableQuestion[] {
  const incoming = Map.groupBy(model.edges, ({ to }) => to);
  // What was accepted in one word stays visible, and is answered.
  return withCode(findings, "table_unclassified")
    .filter(({ blocks }) => blocks)
    .map(({ table, message }) => {
      const edges = (incoming.get(table) ?? []).filter(({ from }) => from !== table);
      const candidates = listOwnerCandidates(model, table);
      const columns = nameColumns([...candidates.map(({ edge }) => edge), ...edges]);
      const tables = unique([table, ...edges.map(({ from }) => from)]);
      return { kind: "table", id: `table ${table}`, table, candidates, message, settles: { tables, columns } };
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
