/** A question as it is shown, on a screen or over the wire: plain data, with examples from the catalogue and never from rows. */
import { listAnswers } from "./answers.ts";
import { categoryOf } from "./categories.ts";
import type { Edge, Model, ModelTable } from "./model.ts";
import type { Question, Settled } from "./question.ts";
import { tellSome } from "./tell-places.ts";

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

/** A column of which somebody who answers may want to see values. */
export interface TellingColumn {
  readonly table: string;
  readonly column: string;
}

/** Columns whose values are looked at; more would be a table to read. */
const LOOKED_AT = 6;

/** Columns whose values help to answer, where somebody may look at them; never what is handed out to nobody. */
export function listTellingColumns(model: Model, question: Question): readonly TellingColumn[] {
  const hidden = new Set(
    model.tables.flatMap(({ name, columns }) =>
      columns.filter(({ hide }) => hide).map((column) => `${name}.${column.name}`),
    ),
  );
  return nameTelling(model, question)
    .filter(({ table, column }) => !hidden.has(`${table}.${column}`))
    .slice(0, LOOKED_AT);
}

function nameTelling(model: Model, question: Question): readonly TellingColumn[] {
  const inTable = (table: string, columns: readonly string[]) => columns.map((column) => ({ table, column }));
  switch (question.kind) {
    case "people":
    case "table":
      return (question.kind === "table" ? question.tables : [question.table]).flatMap((name) => {
        const table = model.tables.find((one) => one.name === name);
        const telling = (table?.columns ?? []).filter(({ category }) => categoryOf(category).personal);
        return inTable(
          name,
          telling.map((column) => column.name),
        );
      });
    case "target":
      return question.settles.tables.flatMap((table) => inTable(table, [question.column]));
    case "role":
    case "owners":
    case "empty":
      return question.edges.flatMap(({ from, columns }) => inTable(from, columns));
    case "type":
      return inTable(question.table, [question.type, question.column]);
    case "key":
      return inTable(question.table, [...new Set(question.candidates.flat())]);
    case "category":
    case "blank":
      return inTable(question.table, [question.column]);
  }
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
    case "table":
      return tellSome(question.tables);
    case "people":
    case "owners":
    case "key":
      return question.table;
    case "empty":
      return question.tables.length === 1
        ? (question.tables[0] ?? "")
        : `${question.edges[0]?.columns.join(", ")} -> ${question.edges[0]?.to}`;
    case "type":
    case "category":
    case "blank":
      return `${question.table}.${question.column}`;
    case "target":
      return question.column;
    case "role":
      return `${question.edges[0]?.columns.join(", ")} -> ${question.edges[0]?.to}`;
  }
}

function listExamples(model: Model, question: Question): readonly string[] {
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  switch (question.kind) {
    case "category":
    case "blank":
      return tellTable(tables.get(question.table), question.column.toLowerCase());
    case "table":
      if (question.tables.length > 1) return question.tables.flatMap((one) => tellTable(tables.get(one)));
      return tellAround(model, tables, question.table);
    case "people":
    case "owners":
    case "type":
    case "key":
      return tellAround(model, tables, question.table);
    case "target": {
      const name = question.column.toLowerCase();
      const having = question.settles.tables.flatMap((one) => tellTable(tables.get(one), name));
      return [...having, ...question.targets.flatMap((one) => tellTable(tables.get(one)))];
    }
    case "empty":
    case "role":
      return [
        ...question.edges.map(tellEdge),
        ...question.edges.slice(0, 1).flatMap(({ from }) => tellTable(tables.get(from))),
      ];
  }
}

/** The table, with what refers to it and what it refers to. */
function tellAround(model: Model, tables: ReadonlyMap<string, ModelTable>, table: string): readonly string[] {
  const near = model.edges.filter(({ from, to }) => from === table || (to === table && from !== table));
  return [...tellTable(tables.get(table)), ...near.map(tellEdge)];
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
