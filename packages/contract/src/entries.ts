/** How a capability declares the ledger entries that it leaves. */
import type * as z from "zod";

export interface EntryDefinition {
  /** What happened, for people: "Request received". */
  readonly title: string;
  /** Small, and without personal data: ids, codes, counts, hashes. */
  readonly data: z.ZodObject;
}

/** One literal per capability: `noun.happened` -> what it says. */
export function defineEntries<const E extends Readonly<Record<string, EntryDefinition>>>(entries: E): E {
  return entries;
}
