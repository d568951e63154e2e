/**
 * Where values come from (WP 242 rev.01, "provided by the data subject"): what somebody gave, what was observed of their use,
 * and what was worked out from either. Portability takes in the first two only.
 */
export const PROVENANCES = ["provided", "observed", "derived"] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** By category of the taxonomy, the most exact name first; a map says where a column differs. */
const BY_CATEGORY: readonly (readonly [category: string, provenance: Provenance])[] = [
  ["location", "observed"],
  ["online", "observed"],
  ["system.counter", "derived"],
  ["system", "observed"],
  ["amount", "observed"],
];

/** What the category alone tells. Anything that people say of themselves counts as provided. */
export function provenanceOf(category: string): Provenance {
  const row = BY_CATEGORY.find(([name]) => category === name || category.startsWith(`${name}.`));
  return row?.[1] ?? "provided";
}
