/** What an import says of something that a map does not. */
import type { Finding } from "../model.ts";

/** Something that the map does not say. Stops nothing: the map is looked at before it is used. */
export function makeNote(code: string, table: string, column: string, message: string, suggestion: string): Finding {
  return { code, table, column, message, suggestion, blocks: false };
}
