/** Rows that link two of the same people, and say little else. */
import type { Meant } from "./meant.ts";
import { ORGANISATIONS } from "./nouns.ts";
import { hasBody } from "./part-roles.ts";
import type { NamedTable } from "./table-index.ts";

/** More columns than these are about more than who is linked with whom. */
const FEW = 6;
/** To whom it is done (`managed_id`), or one of two (`old_id`, `other_id`). */
const DONE_TO = /(ed|ee)$/;

/** Of two that name the same people, the one whose words say no more than that it is done to them, or nothing known. */
export function findLinked(table: NamedTable, meant: readonly Meant[]): readonly Meant[] {
  const [one, other, ...more] = meant;
  if (one === undefined || other === undefined || more.length > 0 || one.reference.to !== other.reference.to) return [];
  if (table.column.size > FEW || hasBody(table) || one.reference.nullable || other.reference.nullable) return [];
  const open = meant.filter(({ meaning, reference: { words } }) => {
    const isDoneTo = meaning === "actor" && words.length === 1 && DONE_TO.test(words[0] ?? "");
    return (meaning === "unknown" && !words.some((word) => ORGANISATIONS.has(word))) || isDoneTo;
  });
  // Of two that say nothing, either may be meant.
  return open.length === 1 ? open : [];
}
