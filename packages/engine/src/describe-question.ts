/** A question as it is shown, on a screen or over the wire: plain data, with examples from the catalogue and never from rows. */
import { listAnswers } from "./answers.ts";
import { categoryOf } from "./categories.ts";
import type { Edge, Model, ModelTable } from "./model.ts";
import type { Question, Settled } from "./questions.ts";

export interface ShownQuestion {
  readonly id: string;
  readonly kind: Question["kind"];
  /** What it is about: a table, a column, a reference. */
  readonly about: string;
  readonly message: string;
  readonly settles: Settled;
  /** Columns and references as the catalogue has them. */
  readonly examples: readonly string[];
  readonly answers: readonly { readonly name: string; readonly text: string; readonly means: string }[];
}

/** Examples that are shown; more of the same say nothing new. */
const SHOWN = 8;

export function describeQuestion(model: Model, question: Question): ShownQuestion {
  const { id, kind, message, settles } = question;
  return {
    id,
    kind,
    about: nameSubject(question),
    message,
    settles: { tables: [...settles.tables], columns: [...settles.columns] },
    examples: listExamples(model, question).slice(0, SHOWN),
    answers: listAnswers(question).map(({ name, text, means }) => ({ name, text, means })),
  };
}

function nameSubject(question: Question): string {
  switch (question.kind) {
    case "people":
    case "table":
      return question.table;
    case "target":
      return question.column;
    case "role":
      return `${question.edges[0]?.columns.join(", ")} -> ${question.edges[0]?.to}`;
  }
}

function listExamples(model: Model, question: Question): readonly string[] {
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  switch (question.kind) {
    case "people":
    case "table": {
      const { table } = question;
      const near = model.edges.filter(({ from, to }) => from === table || (to === table && from !== table));
      return [...tellTable(tables.get(table)), ...near.map(tellEdge)];
    }
    case "target": {
      const name = question.column.toLowerCase();
      const having = question.settles.tables.flatMap((one) => tellTable(tables.get(one), name));
      return [...having, ...question.targets.flatMap((one) => tellTable(tables.get(one)))];
    }
    case "role":
      return [
        ...question.edges.map(tellEdge),
        ...question.edges.slice(0, 1).flatMap(({ from }) => tellTable(tables.get(from))),
      ];
  }
}

/** Columns that a line lists. */
const LISTED = 12;

/** `zorgel: id integer, full_name text (name of a person)`; the column that is asked about, and the key, come first. */
function tellTable(table: ModelTable | undefined, first?: string): readonly string[] {
  if (table === undefined) return [];
  const types = new Map(table.schema.columns.map(({ name, nativeType }) => [name, nativeType]));
  const rank = (name: string) => (name.toLowerCase() === first ? 0 : table.key.includes(name) ? 1 : 2);
  const columns = [...table.columns].sort((one, other) => rank(one.name) - rank(other.name));
  const told = columns.slice(0, LISTED).map(({ name, category }) => {
    const { personal, title } = categoryOf(category);
    return `${name} ${types.get(name) ?? ""}${personal ? ` (${title.toLowerCase()})` : ""}`.trim();
  });
  const more = columns.length - told.length;
  return [`${table.name}: ${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`];
}

/** `bookings.zorgel_id -> zorgel.id, declared, on delete cascade`. */
function tellEdge({ from, columns, to, toColumns, origin, onDelete, why }: Edge): string {
  const source = origin === "declared" ? "a declared key" : origin === "map" ? "as the map says" : why;
  const action = onDelete === null || onDelete === "no-action" ? "" : `, on delete ${onDelete.replace("-", " ")}`;
  return `${from}.${columns.join(", ")} -> ${to}.${toColumns.join(", ")}: ${source}${action}`;
}
