/** Questions about one place that a plan led to: whether a proposal holds, what a column holds, what stands in it once it is blanked. */
import { allowedValues } from "./allowed-values.ts";
import { stubbornColumns } from "./blank-values.ts";
import type { ModelIndex, ModelTable } from "./model.ts";
import { isUnclear } from "./plan-findings.ts";
import type { BlankQuestion, CategoryQuestion, PeopleQuestion, RoleQuestion } from "./question.ts";
import { findColumn } from "./schema.ts";

/** Are these people, where that and how they are found is a proposal? */
export function askOfPeople(_: ModelIndex, { name, kind, identifiers }: ModelTable): readonly PeopleQuestion[] {
  if (kind !== "subject" || identifiers.every(({ confirmed }) => confirmed)) return [];
  const known = identifiers.map(({ column }) => column).join(", ");
  const message = `Are these people whose data you answer for? That they are, and are known by ${known}, is a proposal so far.`;
  return [
    {
      kind: "people",
      id: `people ${name}`,
      table: name,
      message,
      settles: { tables: [name], columns: [] },
      findings: [],
    },
  ];
}

/** Whose rows are by references that are proposals: of the table, or by these columns of it. */
export function askOfEdges(index: ModelIndex, { name }: ModelTable, columns: string): readonly RoleQuestion[] {
  return (index.outgoing.get(name) ?? [])
    .filter((edge) => !edge.confirmed && edge.role !== "context")
    .filter((edge) => columns === "" || edge.columns.join(", ") === columns)
    .map((edge) => ({
      kind: "role",
      id: `role ${edge.id}`,
      edges: [edge],
      habit: null,
      message: `Whose rows are by ${edge.columns.join(", ")} -> ${edge.to}? That is a proposal: ${edge.role} (${edge.why}).`,
      settles: { tables: [name], columns: edge.columns.map((column) => `${name}.${column}`) },
      findings: [],
    }));
}

/** What is often meant where the name of a column tells nothing. */
const OFTEN = ["name", "content.text", "contact.address", "identity.profile"];

/** What a column holds where that is a guess; what it is blanked with where nothing fits. */
export function askOfColumn(
  index: ModelIndex,
  table: ModelTable,
  name: string,
): readonly (CategoryQuestion | BlankQuestion)[] {
  const column = table.columns.find((one) => one.name === name);
  const schema = findColumn(table.schema, name);
  if (column === undefined || schema === undefined) return [];
  const place = `${table.name}.${name}`;
  const about = { table: table.name, column: name, settles: { tables: [table.name], columns: [place] }, findings: [] };
  const unclear: readonly CategoryQuestion[] = isUnclear(column)
    ? [
        {
          ...about,
          kind: "category",
          id: `category ${place}`,
          categories: [...new Set([column.category, ...OFTEN, "other"])],
          message: `What does ${place} hold? Its row may be blanked, and that it is ${column.category} is a guess.`,
        },
      ]
    : [];
  const stubborn: readonly BlankQuestion[] = stubbornColumns(index, table).includes(name)
    ? [
        {
          ...about,
          kind: "blank",
          id: `blank ${place}`,
          values: table.key.includes(name) ? [] : (allowedValues(table.schema.checks, name) ?? schema.enumValues),
          message: `What is ${place} to hold once its row is blanked? No value that says nothing fits.`,
        },
      ]
    : [];
  return [...unclear, ...stubborn];
}
