/** What inference asks of a system, as questions with a few answers each, and the lines of the map that an answer is. */
import { type Habit, habitOf, indexHabits } from "./infer/habits.ts";
import { compareKinds } from "./infer/key-words.ts";
import { isNamedBy } from "./infer/stated.ts";
import type { DataMap, EdgeMap, NamingMap, TableMap } from "./map.ts";
import { EMPTY_TABLE_MAP } from "./map.ts";
import type { Edge, Finding, Model, Role } from "./model.ts";
import { findColumn } from "./schema.ts";

export type Question =
  /** Whether the rows of a table are people. */
  | { readonly kind: "people"; readonly table: string; readonly message: string }
  /** What columns of a name refer to; `targets` are the tables of people that could be meant. */
  | {
      readonly kind: "target";
      readonly column: string;
      readonly targets: readonly string[];
      /** Whether it may be said that they refer to nobody: no column of the name does, wherever it stands. */
      readonly isOrNobody: boolean;
      readonly message: string;
    }
  | RoleQuestion;

/** Whose rows are by these references, all by columns of one name. */
export interface RoleQuestion {
  readonly kind: "role";
  readonly edges: readonly Edge[];
  /** What one line of `naming` can say of them all; null: it would speak of others too. */
  readonly habit: Habit | null;
  readonly message: string;
}

/** What is open, the answers that settle most first. */
export function listQuestions(model: Model, findings: readonly Finding[]): readonly Question[] {
  const people = findings
    .filter(({ code }) => code === "subject_question")
    .map(({ table, message }): Question => ({ kind: "people", table, message }));
  const meant = new Set(
    model.edges.flatMap(({ columns, role }) => (role === "context" ? [] : columns.map((name) => name.toLowerCase()))),
  );
  const targets = findings
    .filter(({ code }) => code === "naming_question")
    .map(({ table, column, message }): Question => {
      const isOrNobody = !meant.has(column.toLowerCase());
      return { kind: "target", column, targets: findTargets(model, table, column), isOrNobody, message };
    });
  const doubts = findings.filter(({ code }) => code === "owner_doubtful");
  const open = model.edges.filter(({ role, confirmed }) => !confirmed && owns(role));
  const byPlace = Map.groupBy(open, ({ from, columns }) => `${from}: ${columns.join(", ")}`);
  const edges = doubts.flatMap(({ table, column, message }) => {
    const [edge] = byPlace.get(`${table}: ${column}`) ?? [];
    return edge === undefined ? [] : [{ edge, message }];
  });
  const lineFor = indexHabits(model.tables.map(({ schema }) => schema));
  const roles = [...Map.groupBy(edges, ({ edge }) => habitOf(edge)).values()].map((alike): Question => {
    const all = alike.map(({ edge }) => edge);
    const message = `${alike[0]?.edge.from}: ${alike[0]?.message ?? ""}`;
    return { kind: "role", edges: all, habit: lineFor(all), message };
  });
  return [...people, ...targets, ...roles];
}

const owns = (role: Role) => role === "owner" || role === "part" || role === "holds";

function findTargets(model: Model, table: string, column: string): readonly string[] {
  const schema = model.tables.find(({ name }) => name === table)?.schema;
  const kind = schema === undefined ? undefined : findColumn(schema, column)?.kind;
  return model.tables.flatMap(({ name, kind: is, key, schema: target }) => {
    const only = key.length === 1 ? findColumn(target, key[0] ?? "")?.kind : undefined;
    return is === "subject" && kind !== undefined && only !== undefined && compareKinds(kind, only) ? [name] : [];
  });
}

/** The map with the answer whether these are people. */
export function answerPeople(map: DataMap, table: string, subject: boolean): DataMap {
  return withTable(map, table, { subject });
}

/** The map with what columns of that name refer to; null: to nobody. */
export function answerTarget(map: DataMap, column: string, to: string | null): DataMap {
  return withNaming(map, { column, to, toColumn: null, role: to === null ? "context" : "inferred" });
}

/** The map with the role of these references: one line for all, where it speaks of no others. */
export function answerRole(map: DataMap, { edges, habit }: RoleQuestion, role: Role): DataMap {
  if (habit !== null) return withNaming(map, { ...habit, role });
  return edges.reduce((all, edge) => {
    const { columns, to, toColumns, when, match, pattern, path, same } = edge;
    const line: EdgeMap = { columns, to, toColumns, role, when, match, pattern, path, same: role === "owner" && same };
    return withTable(all, edge.from, { edges: [...(all.tables[edge.from]?.edges ?? []), line] });
  }, map);
}

function withTable(map: DataMap, table: string, said: Partial<TableMap>): DataMap {
  return { ...map, tables: { ...map.tables, [table]: { ...(map.tables[table] ?? EMPTY_TABLE_MAP), ...said } } };
}

/** The first line about a column counts: one that is about this name alone stands before those that are about others too. */
function withNaming(map: DataMap, line: NamingMap): DataMap {
  const others = map.naming.filter(({ column, to }) => column !== line.column || to !== line.to);
  const at = others.findIndex((one) => isNamedBy(one, line.column));
  return { ...map, naming: at < 0 ? [...others, line] : others.toSpliced(at, 0, line) };
}
