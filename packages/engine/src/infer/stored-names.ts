/** Columns whose values look like names of files that stand somewhere else: a hint for whoever erases, and never acted upon. */
import type { ModelColumn } from "../model.ts";
import type { ColumnSchema, TableSchema } from "../schema.ts";

/** A name with an ending that files have, or a path. What is asked of an address may follow. */
const FILE =
  /(^|\/)[^/?#]+\.(jpe?g|png|gif|webp|avif|heic|heif|bmp|svg|tiff?|pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|zip|mp3|mp4|m4[av]|mov|webm|wav|ogg|flac|avi|mkv)([?#].*)?$/i;
const PATH = /^[\w.=-]+(\/[\w.=-]+)+$/;

/** How many of the values have to. */
const MOST = 0.8;

/**
 * Are its values names of files? Both have to say so: what the column is called, and what stands in it. Beside bytes in the same row they
 * are what these are called, and the file is in the row.
 */
export function namesFiles(
  { columns }: Pick<TableSchema, "columns">,
  { kind }: Pick<ColumnSchema, "kind">,
  { category }: Pick<ModelColumn, "category">,
  values: readonly string[],
): boolean {
  if (kind !== "text" || category !== "content.media" || columns.some((one) => one.kind === "binary")) return false;
  const filled = values.filter((value) => value.trim() !== "" && !value.startsWith("data:"));
  const named = filled.filter((value) => FILE.test(value) || PATH.test(value));
  return named.length > 0 && named.length >= MOST * filled.length;
}
