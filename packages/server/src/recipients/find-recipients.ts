/** Who got a person's data: whom the purposes of the configuration name, and whom recorded disclosures name. */
import type { Changed } from "../fulfilment/queries.ts";
import type { KeptConfig } from "../kept-config.ts";

/** Categories of which a recipient has data: what purposes and disclosures give it. */
export function categoriesOf(
  kept: Pick<KeptConfig, "purposes">,
  disclosures: readonly { readonly recipient: string; readonly categories: readonly string[] }[],
  recipient: string,
): readonly string[] {
  const configured = Object.values(kept.purposes).filter((purpose) => purpose.recipients.includes(recipient));
  return [...configured, ...disclosures.filter((one) => one.recipient === recipient)].flatMap(({ categories }) => [
    ...categories,
  ]);
}

export interface FoundRecipient {
  readonly recipient: string;
  readonly basis: "configured" | "disclosed";
}

/**
 * The recipients to tell of a change to these categories (none named: of everything). A disclosure outweighs the
 * configuration: it proves that the data went there. Recipients whom the configuration no longer names still hold it.
 */
export function findRecipients(
  kept: Pick<KeptConfig, "purposes" | "recipients">,
  disclosures: readonly { readonly recipient: string; readonly categories: readonly string[] }[],
  categories: readonly string[],
): readonly FoundRecipient[] {
  const found = new Map<string, FoundRecipient["basis"]>();
  for (const purpose of Object.values(kept.purposes)) {
    if (!concerns(purpose.categories, categories)) continue;
    for (const recipient of purpose.recipients) {
      if (kept.recipients[recipient]?.gets === "everybody") found.set(recipient, "configured");
    }
  }
  for (const { recipient, categories: given } of disclosures) {
    if (concerns(given, categories)) found.set(recipient, "disclosed");
  }
  return [...found].map(([recipient, basis]) => ({ recipient, basis }));
}

/** `contact` and `contact.email` concern each other; no category stands for all of them. */
export function concerns(given: readonly string[], changed: readonly string[]): boolean {
  if (changed.length === 0) return true;
  return given.some((one) => changed.some((other) => includes(one, other) || includes(other, one)));
}

/**
 * Of which kinds of data a recipient is told now: of what it was given, what was changed and it was not told of before.
 * Empty: of all that the request is about; null: of nothing.
 * @param given categories that it got
 * @param earlier categories of each notice before, none standing for all
 */
export function categoriesToTell(of: {
  readonly given: readonly string[];
  readonly earlier: readonly (readonly string[])[];
  readonly changed: Changed;
  readonly scope: readonly string[];
}): readonly string[] | null {
  const { given, earlier, changed, scope } = of;
  if (changed.extent === "whole" && earlier.length === 0) return scope;
  if (earlier.some((categories) => categories.length === 0)) return null;
  const asked = scope.length === 0 ? given : narrow(given, scope);
  const now = changed.categories === null ? asked : narrow(asked, changed.categories);
  const rest = now.filter((category) => !earlier.flat().some((told) => includes(told, category)));
  return rest.length === 0 ? null : [...new Set(rest)].sort();
}

/** What both name: of `contact` and `contact.email`, the latter. */
function narrow(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.flatMap((one) =>
    others.flatMap((other) => (includes(one, other) ? [other] : includes(other, one) ? [one] : [])),
  );
}

function includes(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}
