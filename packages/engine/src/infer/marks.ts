/** By what people are told apart beside their keys: texts that are unique among them, or nearly so where versions of a row are kept. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { isUnique } from "./key-columns.ts";
import { splitWords } from "./names.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { NamedTable } from "./table-index.ts";

/** A column of a table of people that tells them apart. */
export interface Mark {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly words: readonly string[];
  /** The key of these people, a text. */
  readonly isKey: boolean;
  /** No two people have the same, says the catalogue. */
  readonly isUnique: boolean;
  /** Its name says of what it is, wherever it stands: `login_adh`, and not `code`. */
  readonly telling: boolean;
  /** People sign by it: a user name, an address. */
  readonly signs: boolean;
  readonly isAddress: boolean;
  /** A full name: it repeats somebody's, and refers to nobody. */
  readonly isName: boolean;
}

/** Names that stand in many tables and mean something else in each. */
const ANYTHING =
  /^(id|uuid|guid|uid|key|code|name|title|label|slug|token|hash|e ?mail|url|path|value|type|kind|number|nr|no|reference|ref|hostname|host|domain|ip|filename|file|description|nom|libelle|nombre|nome|bezeichnung|titel|sku)$/;
/** So many marks of one name are a way of naming keys, and no name. */
const MOST_OWNERS = 8;
export const MOST_MARKS = 60;
/** This share of the rows has a value of its own, though earlier versions of a row repeat it. */
const NEARLY = 0.5;
/** Fewer values than these tell nothing. */
const ENOUGH = 6;

const TEXTS: ReadonlySet<ColumnSchema["kind"]> = new Set(["text", "uuid", "other"]);
/** What people have in common with others, or what no row repeats. */
const NO_MARK =
  /^(contact\.(phone|address|link)|location\.|content\.(text|media)|credential|online\.|special\.|family|employment|preference|amount|financial\.|system\.(time|flag)|identity\.(birth|gender|profile))/;

/** The marks of all people, their text keys among them. `referring`: columns that name other rows, as `table.column`. */
export function listMarks(
  facts: Facts,
  subjects: readonly Subject[],
  referring: ReadonlySet<string>,
  evidence: EvidenceIndex,
): readonly Mark[] {
  const found: Mark[] = [];
  for (const { table, defines, identityOnly } of subjects) {
    if (!defines) continue;
    const { schema } = table;
    const rows = countRows(table, evidence);
    const declared = new Set(schema.foreignKeys.flatMap(({ columns }) => columns));
    for (const column of schema.columns) {
      if (!TEXTS.has(column.kind) || column.generated || declared.has(column.name)) continue;
      const isKey = table.key === column;
      const isKnown = isKey || isUnique(table, [column.name]);
      if (!isKnown && referring.has(`${schema.name}.${column.name}`)) continue;
      const { category, confidence } = facts.get(schema.name)?.get(column.name) ?? { category: "other", confidence: 0 };
      // A name that says nothing is no text of somebody's where its values tell people apart.
      const isTold = NO_MARK.test(category) && !(confidence < SURE && category === "content.text");
      if (isTold && !isKnown) continue;
      // Whoever is known by an address alone may have an account by it: that is asked elsewhere.
      if (identityOnly && (category === "contact.email" || category === "name")) continue;
      const values = evidence.values(schema.name, column.name).length;
      if (!isKnown && !(values >= ENOUGH && values >= rows * NEARLY)) continue;
      const words = splitWords(column.name);
      const name = words.join(" ");
      found.push({
        table,
        column,
        words,
        isKey,
        isUnique: isKnown,
        telling: isKnown && category !== "name" && name.length >= 4 && !ANYTHING.test(name),
        signs: category === "identity.username" || category === "contact.email",
        isAddress: category === "contact.email",
        isName: category === "name",
      });
    }
  }
  const names = Map.groupBy(found, ({ words }) => words.join(" "));
  return found
    .map((mark) => ((names.get(mark.words.join(" "))?.length ?? 0) > MOST_OWNERS ? { ...mark, telling: false } : mark))
    .slice(0, MOST_MARKS);
}

const SURE = 0.7;

/** So many rows as the column with most values has. */
function countRows({ schema }: NamedTable, evidence: EvidenceIndex): number {
  return Math.max(...schema.columns.map(({ name }) => evidence.values(schema.name, name).length), 0);
}
