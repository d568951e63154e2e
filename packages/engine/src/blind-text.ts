/** Texts as their database compares them: what it does not tell apart is the same key, however it is written. */
import type { Edge } from "./model.ts";
import { type Blindness, findColumn, type TableSchema } from "./schema.ts";

/** What columns do not tell apart, in their order; null where all of them tell every letter from another. */
export function blindnessOf(schema: TableSchema, columns: readonly string[]): Edge["blind"] | null {
  const blind = columns.map((name) => findColumn(schema, name)?.blind ?? null);
  return blind.some((one) => one !== null) ? blind : null;
}

/** One text for all that the columns do not tell apart. */
export function seeBlindly<T extends string | null>(blind: Edge["blind"] | null, values: readonly T[]): readonly T[] {
  if (blind === undefined || blind === null) return values;
  return values.map((text, at) => (text === null ? text : (seeText(blind[at] ?? null, text) as T)));
}

function seeText(blind: Blindness | null, text: string): string {
  if (blind === null) return text;
  const lower = text.toLowerCase();
  return blind === "case" ? lower : lower.normalize("NFD").replace(/\p{M}/gu, "").trimEnd();
}
