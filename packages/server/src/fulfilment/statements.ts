/** Statements of who received somebody's data: what each kind of statement takes in, and what a statement says. */

import type { KeptConfig, PurposeConfig } from "../kept-config.ts";
import type { Temporal } from "../platform/clock.ts";
import type { DisclosureRow } from "../recipients/queries.ts";

export interface Statement {
  /** Days that it is about, both included; null: since ever. */
  readonly from: string | null;
  readonly to: string | null;
  readonly recipients: readonly StatedRecipient[];
  /** The statement of the same year that this one points at instead; null: it is the first. */
  readonly earlier: { readonly reference: string; readonly on: string } | null;
}

export interface StatedRecipient {
  readonly recipient: string;
  readonly name: string;
  readonly role: string | null;
  readonly country: string | null;
  /** Lines of its postal address; none where the configuration has none. */
  readonly address: readonly string[];
  readonly privacyUrl: string | null;
  readonly categories: readonly string[];
  /** `disclosed`: recorded when it happened. `configured`: the policy names them for uses of this person's data. */
  readonly basis: "disclosed" | "configured";
}

interface StatementKind {
  readonly kind: string;
  readonly source: string;
  /** The last calendar year before the request; null: everything. */
  readonly period: "last-year" | null;
  /** One in a calendar year; who asks again is pointed at it. */
  readonly yearly: boolean;
  /** Those who act on our instructions alone count too. */
  readonly processors: boolean;
  /** A recipient counts that the policy names for a use which this person's choices allow now, or for any use at all. */
  readonly configured: "allowed" | "all";
  covers(purpose: PurposeConfig | undefined): boolean;
}

export const STATEMENT_KINDS = [
  {
    kind: "recipient-list",
    source: "Art. 15(1)(c), 19 GDPR; C-154/21",
    period: null,
    yearly: false,
    processors: true,
    configured: "all",
    covers: () => true,
  },
  {
    kind: "shine-the-light",
    source: "Cal. Civ. Code 1798.83",
    period: "last-year",
    yearly: true,
    processors: false,
    configured: "allowed",
    covers: (purpose) => purpose !== undefined && (purpose.directMarketing || purpose.sale),
  },
] as const satisfies readonly StatementKind[];

/** The row of a statement; throws for a name that no row has. */
export function statementKind(name: string): StatementKind {
  const found = STATEMENT_KINDS.find((row) => row.kind === name);
  if (found === undefined) throw new Error(`There is no statement named ${name}.`);
  return found;
}

/** The days that a statement is about, asked for on `today`. */
export function statementPeriod(kind: StatementKind, today: Temporal.PlainDate): Pick<Statement, "from" | "to"> {
  if (kind.period === null) return { from: null, to: null };
  return { from: `${today.year - 1}-01-01`, to: `${today.year - 1}-12-31` };
}

/**
 * Who received the data, by name.
 * @param disclosures of this person, within the period
 * @param allows whether the person's choices allow a purpose now
 */
export function stateRecipients(
  kept: Pick<KeptConfig, "purposes" | "recipients">,
  kind: StatementKind,
  disclosures: readonly Pick<DisclosureRow, "recipient" | "purpose" | "categories">[],
  allows: (purpose: string) => boolean,
): readonly StatedRecipient[] {
  const found = new Map<string, { basis: StatedRecipient["basis"]; categories: Set<string> }>();
  const add = (recipient: string, basis: StatedRecipient["basis"], categories: readonly string[]) => {
    if (kept.recipients[recipient]?.role === "processor" && !kind.processors) return;
    const known = found.get(recipient) ?? { basis, categories: new Set() };
    for (const category of categories) known.categories.add(category);
    found.set(recipient, known);
  };
  for (const { recipient, purpose, categories } of disclosures) {
    if (kind.covers(purpose === null ? undefined : kept.purposes[purpose])) add(recipient, "disclosed", categories);
  }
  for (const [name, purpose] of Object.entries(kept.purposes)) {
    if (!kind.covers(purpose) || (kind.configured === "allowed" && !allows(name))) continue;
    for (const recipient of purpose.recipients) {
      if (kept.recipients[recipient]?.gets === "everybody") add(recipient, "configured", purpose.categories);
    }
  }
  return [...found].map(([recipient, { basis, categories }]) => {
    const known = kept.recipients[recipient];
    return {
      recipient,
      name: known?.name ?? recipient,
      role: known?.role ?? null,
      country: known?.country ?? null,
      address: known?.address ?? [],
      privacyUrl: known?.privacyUrl ?? null,
      categories: [...categories].sort(),
      basis,
    };
  });
}
