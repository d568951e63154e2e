/** What inference asks of a system, as questions with a few answers each: those first whose answer settles most. */
import { type Habit, habitOf, indexHabits } from "./infer/habits.ts";
import { canBeKey, compareKinds } from "./infer/key-words.ts";
import type { Edge, Finding, Model, ModelTable, Role } from "./model.ts";
import { listOwnerCandidates, type OwnerCandidate } from "./owner-candidates.ts";
import { findColumn } from "./schema.ts";

interface Asked {
  /** Stays the same for as long as the question is open. */
  readonly id: string;
  readonly message: string;
  readonly settles: Settled;
}

/** What an answer speaks of at once; what follows from it may be more. */
export interface Settled {
  readonly tables: readonly string[];
  /** As `table.column`. */
  readonly columns: readonly string[];
}

/** Whether the rows of a table are people. */
export interface PeopleQuestion extends Asked {
  readonly kind: "people";
  readonly table: string;
}

/** What columns of a name refer to; `targets` are the tables of people that could be meant. */
export interface TargetQuestion extends Asked {
  readonly kind: "target";
  readonly column: string;
  readonly targets: readonly string[];
  /** Whether it may be said that they refer to nobody: no column of the name does, wherever it stands. */
  readonly isOrNobody: boolean;
}

/** Whose rows are by these references, all by columns of one name. */
export interface RoleQuestion extends Asked {
  readonly kind: "role";
  readonly edges: readonly Edge[];
  /** What one line of `naming` can say of them all; null: it would speak of others too. */
  readonly habit: Habit | null;
}

/** Whose a table is that looks personal. */
export interface TableQuestion extends Asked {
  readonly kind: "table";
  readonly table: string;
  /** References that could make its rows somebody's. */
  readonly candidates: readonly OwnerCandidate[];
}

export type Question = PeopleQuestion | TargetQuestion | RoleQuestion | TableQuestion;

/**
 * What is open, in the order in which it is best answered: who is a person first, for that changes what the others mean; then by how
 * many tables an answer speaks of.
 */
export function listQuestions(model: Model, findings: readonly Finding[]): readonly Question[] {
  const people = askPeople(model, findings);
  const asked = new Set(people.map(({ table }) => table));
  const others: readonly Question[] = [
    ...askTargets(model, findings),
    ...askRoles(model, findings),
    ...askTables(model, findings).filter(({ table }) => !asked.has(table)),
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
