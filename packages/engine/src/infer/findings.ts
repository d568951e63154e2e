/** Names what is unclear, missing or dangerous, each with a line that settles it. Says nothing that needs no answer. */

import { categoryOf } from "../categories.ts";
import type { Edge, Finding, ModelColumn, TableKind } from "../model.ts";
import { findStoreLimits } from "../store-limits.ts";
import { suggestGrant } from "../suggest-grant.ts";
import { type Habit, habitOf, indexHabits } from "./habits.ts";
import { HOUSES, LOOKUPS, MACHINERY } from "./nouns.ts";
import type { PolymorphicPair } from "./polymorphic.ts";
import type { SoftDelete } from "./soft-deletes.ts";
import { isNamedBy, type Stated } from "./stated.ts";
import type { SubjectQuestion } from "./subjects.ts";
import { suggestEdge, suggestNaming, suggestTable } from "./suggest-lines.ts";
import type { NamedTable } from "./table-index.ts";

export interface FoundTable {
  readonly table: NamedTable;
  readonly kind: TableKind;
  readonly columns: readonly ModelColumn[];
  readonly outgoing: readonly Edge[];
  readonly softDelete: SoftDelete | null;
}

const STRONG =
  /^(contact\.(email|phone|address)|name$|identity\.|financial\.(card|account|income)|online\.(ip|device)|location\.precise|special\.|family)/;
const WRITTEN =
  /message|comment|note|feedback|body|remark|complaint|review|bio|letter|nachricht|bemerkung|mensaje|commentaire|content/i;
const WRITTEN_TABLE =
  /message|comment|note|feedback|review|ticket|post|complaint|chat|mail|letter|request|conversation|form|response|answer/;

/** The columns by which a table looks as if it held data of people; empty when it does not. */
export function findTellingColumns(table: NamedTable, columns: readonly ModelColumn[]): readonly string[] {
  const machinery = MACHINERY.has(table.head) || LOOKUPS.has(table.head);
  return columns
    .filter((column) => {
      if (column.confidence < 0.6) return false;
      if (STRONG.test(column.category)) return !machinery || column.confidence >= 0.8;
      if (column.category === "content.text" && column.origin === "data") return true;
      return (
        column.category === "content.text" &&
        !machinery &&
        WRITTEN.test(column.name) &&
        WRITTEN_TABLE.test(table.words.join(" "))
      );
    })
    .map((column) => column.name);
}

/** Rows tell apart: a primary key, or a unique key none of whose columns may be null. */
export function hasUsableKey(table: NamedTable): boolean {
  if (table.schema.primaryKey.length > 0) return true;
  return table.schema.uniqueKeys.some((key) => key.every((column) => table.column.get(column)?.nullable === false));
}

/** Does the schema or the map say what the reference refers to? That is no guess which an empty value could belie. */
function isSaid({ origin, columns, to }: Edge, { naming }: Stated): boolean {
  const isNamed = (column: string) => naming.some((line) => line.to === to && isNamedBy(line, column));
  return origin === "declared" || origin === "map" || columns.some(isNamed);
}

const owns = (edge: Edge) => edge.role === "owner" || edge.role === "part";

function findKeyless({ table }: FoundTable): Finding | null {
  if (hasUsableKey(table)) return null;
  const nullable = table.schema.uniqueKeys[0];
  const guess = nullable ?? table.schema.columns.filter((column) => !column.nullable).map((column) => column.name);
  return {
    code: "key_missing",
    table: table.schema.name,
    column: "",
    message: "Rows of this table belong to people, and no key tells them apart.",
    suggestion: suggestTable(
      table.schema.name,
      `key: [${(guess.length > 0 ? guess : table.schema.columns.map((column) => column.name)).join(", ")}]`,
    ),
    blocks: true,
  };
}

function findCascade(found: FoundTable, edge: Edge, kinds: ReadonlyMap<string, FoundTable>): Finding | null {
  if (edge.onDelete !== "cascade") return null;
  const others = found.outgoing.filter((other) => other !== edge && owns(other) && other.confidence >= 0.5);
  const parent = kinds.get(edge.to);
  if (parent === undefined || parent.kind === "public" || edge.from === edge.to) return null;
  const content = found.columns.some((column) => {
    const { personal } = categoryOf(column.category);
    return (personal && column.category !== "preference") || column.category === "amount";
  });
  const hitsOthers =
    (edge.role === "actor" && (others.length > 0 || found.kind === "subject")) ||
    edge.role === "holds" ||
    (edge.role === "part" &&
      content &&
      others.some((other) => other.role === "owner" && kinds.get(other.to)?.kind === "subject")) ||
    (edge.role === "context" && parent.kind === "personal" && (others.length > 0 || found.kind === "subject"));
  if (!hitsOthers) return null;
  return {
    code: "cascade_reaches_others",
    table: edge.from,
    column: edge.columns.join(", "),
    message: `The database deletes rows of ${edge.from} with the row of ${edge.to} they refer to, whoever owns them.`,
    suggestion:
      "Nothing to do: Kept takes the person out of other people's rows before it deletes, so that this cascade finds nothing.",
    blocks: false,
  };
}

function findOwnerTrouble(
  found: FoundTable,
  { ambiguous, stated }: Pick<FindingsInput, "ambiguous" | "stated">,
): readonly Finding[] {
  const { table, outgoing } = found;
  const findings: Finding[] = [];
  const unclear = outgoing.filter((edge) => ambiguous.has(edge.id));
  if (unclear.length > 1) {
    const [first] = unclear as [Edge];
    findings.push({
      code: "owner_ambiguous",
      table: table.schema.name,
      column: unclear.map((edge) => edge.columns.join(", ")).join("; "),
      message: `Several references could own these rows: ${unclear.map((edge) => edge.columns.join(", ")).join("; ")}.`,
      suggestion: suggestEdge({ ...first, role: "owner" }),
      blocks: true,
    });
  }
  const paths = outgoing.filter((edge) => owns(edge));
  const canBeNull = (edge: Edge) => edge.columns.some((column) => table.column.get(column)?.nullable ?? true);
  const held = found.kind === "subject";
  if (!held && paths.length > 0 && paths.every((edge) => canBeNull(edge) && !isSaid(edge, stated))) {
    const [first] = paths as [Edge];
    findings.push({
      code: "owner_nullable",
      table: table.schema.name,
      column: first.columns.join(", "),
      message:
        "Nothing declared says whose these rows are, and what says so may be empty: rows could belong to nobody.",
      suggestion: suggestEdge(first),
      blocks: true,
    });
  }
  return findings;
}

function findStoreTrouble({ table, kind, columns }: FoundTable, reachable: boolean): readonly Finding[] {
  const { schema } = table;
  const findings: Finding[] = [];
  const about = { table: schema.name, column: "" };
  if (schema.kind === "view") {
    const telling = schema.keepsRows === true ? findTellingColumns(table, columns) : [];
    if (telling.length === 0) return findings;
    return [
      {
        ...about,
        code: "view_keeps_rows",
        message: `This view keeps what it showed when it was last refreshed (${telling.join(", ")}), also of people who have been erased.`,
        suggestion: "Refresh it after each erasure: until then one that is seen in it does not count as verified.",
        blocks: false,
      },
    ];
  }
  if (!schema.may.read) {
    findings.push({
      ...about,
      code: "permission_missing",
      message:
        schema.rowSecurity === true
          ? "Row security hides rows of this table from the connected user."
          : "The connected user may not read this table.",
      suggestion: `${schema.rowSecurity === true ? "Give that user BYPASSRLS." : suggestGrant(["SELECT"], schema.name)} Or mark the table as public in the map when it holds no personal data.`,
      blocks: kind !== "public" && kind !== "lookup",
    });
  } else if (reachable && !(schema.may.update && schema.may.delete)) {
    findings.push({
      ...about,
      code: "permission_missing",
      message: "The connected user may not change this table, and rows of people are in it.",
      suggestion: suggestGrant(["UPDATE", "DELETE"], schema.name),
      blocks: true,
    });
  }
  if (reachable) findings.push(...findStoreLimits(schema));
  return findings;
}

/** Doubtful edges of one name and target, over all tables: one line for all, if there is one. */
function findHabits(tables: readonly FoundTable[], doubtful: ReadonlySet<string>): ReadonlyMap<string, Habit | null> {
  const edges = tables.flatMap(({ outgoing }) => outgoing.filter(({ id }) => doubtful.has(id)));
  const lineFor = indexHabits(tables.map(({ table }) => table.schema));
  return new Map([...Map.groupBy(edges, habitOf)].map(([name, alike]) => [name, lineFor(alike)]));
}

/**
 * Ownership that is one guess among several: nobody confirms it by accepting the table as a whole. Where several tables have a column
 * of that name, one line answers for all of them.
 */
function findDoubts(
  found: FoundTable,
  doubtful: ReadonlySet<string>,
  habits: ReadonlyMap<string, Habit | null>,
): readonly Finding[] {
  return found.outgoing.flatMap((edge): readonly Finding[] => {
    if (!doubtful.has(edge.id)) return [];
    const habit = habits.get(habitOf(edge)) ?? null;
    return [
      {
        code: "owner_doubtful",
        table: found.table.schema.name,
        column: edge.columns.join(", "),
        message: `${edge.columns.join(", ")} may make these rows somebody's of ${edge.to}, and may as well mean others (${edge.why}).`,
        suggestion: habit === null ? suggestEdge(edge) : `${suggestNaming(habit, edge.role)}   # or actor`,
        blocks: true,
      },
    ];
  });
}

function tellSoftDelete(table: string, { column, value }: SoftDelete): Finding {
  return {
    code: "soft_delete_noticed",
    table,
    column,
    message: `Rows that the application takes for deleted (${column}${value === null ? "" : ` = ${value}`}) are still here, and still somebody's.`,
    suggestion: "Nothing to do: access shows them, and erasure deletes them like any other row.",
    blocks: false,
  };
}

export interface FindingsInput {
  readonly tables: readonly FoundTable[];
  readonly questions: readonly SubjectQuestion[];
  readonly unresolved: readonly PolymorphicPair[];
  /** Ids of edges whose ownership is one guess among several. */
  readonly ambiguous: ReadonlySet<string>;
  /** Ids of edges that a person has to settle one by one. */
  readonly doubtful: ReadonlySet<string>;
  /** What the map says of the system as a whole. */
  readonly stated: Stated;
  /** Tables that are the target of a `holds` edge. */
  readonly held: ReadonlySet<string>;
}

/** All findings of a system, table by table in the order of the schema. */
export function listFindings(input: FindingsInput): readonly Finding[] {
  const kinds = new Map(input.tables.map((found) => [found.table.schema.name, found]));
  const questions = new Map(input.questions.map((question) => [question.table.schema.name, question]));
  const unresolved = Map.groupBy(input.unresolved, (pair) => pair.table.schema.name);
  const findings: Finding[] = [];
  const habits = findHabits(input.tables, input.doubtful);
  for (const found of input.tables) {
    const { name } = found.table.schema;
    const reachable = found.kind === "subject" || found.kind === "personal";
    const question = questions.get(name);
    if (found.kind === "unclassified") {
      const telling = findTellingColumns(found.table, found.columns);
      findings.push({
        code: "table_unclassified",
        table: name,
        column: "",
        message: `Looks personal (${telling.join(", ")}), and nothing says whose it is.`,
        suggestion: suggestTable(name, "public: true   # or name the edge to its owner under `edges:`"),
        blocks: true,
      });
    }
    const isHouse = question?.kind === "organisation" && HOUSES.has(found.table.head);
    if (question !== undefined && !isHouse && found.kind !== "subject") {
      findings.push({
        code: "subject_question",
        table: name,
        column: "",
        message: `Are these people whose data you answer for? ${question.why}.`,
        suggestion: suggestTable(name, "subject: true   # or false"),
        blocks: false,
      });
    }
    if (reachable) {
      const keyless = findKeyless(found);
      if (keyless !== null) findings.push(keyless);
      if (found.softDelete !== null) findings.push(tellSoftDelete(name, found.softDelete));
      findings.push(...findDoubts(found, input.doubtful, habits));
      if (!input.held.has(name)) findings.push(...findOwnerTrouble(found, input));
      for (const edge of found.outgoing) {
        const cascade = findCascade(found, edge, kinds);
        if (cascade !== null) findings.push(cascade);
      }
    }
    for (const pair of unresolved.get(name) ?? []) {
      const near =
        findTellingColumns(found.table, found.columns).length > 0 ||
        found.columns.some((column) => column.category === "content.text");
      findings.push({
        code: "polymorphic_unresolved",
        table: name,
        column: pair.id.name,
        message: `${pair.id.name} points at different tables, as ${pair.type.name} says, and no value of it is known.`,
        suggestion: suggestTable(
          name,
          `edges:\n      "${pair.id.name} -> <table>": { role: part, when: { ${pair.type.name}: [<value>] } }`,
        ),
        blocks: near && !found.outgoing.some((edge) => owns(edge)) && !input.held.has(name),
      });
    }
    findings.push(...findStoreTrouble(found, reachable));
  }
  return findings;
}
