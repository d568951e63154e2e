/** The acts of which the record of choices is made, as rows: where each counts, and which way it points. */

/** Places in which the latest act counts, for each purpose, channel and topic. */
export type Slot =
  | "ask"
  | "consent"
  | "objection"
  | "opt-out"
  | "signal"
  | "restriction"
  | "freeze"
  | "notice"
  /** Told in the record only: what it says follows from other acts. */
  | "told";

/**
 * `permit`: an explicit yes to this very purpose; it also lifts restrictive acts that came before. `restrict`: a no.
 * `release`: ends the `restrict` of its own slot and allows nothing by itself. `neutral`: neither.
 */
export type Effect = "permit" | "restrict" | "release" | "neutral";

interface ActRow {
  readonly act: string;
  readonly slot: Slot;
  readonly effect: Effect;
  /** Its state in the W3C Data Privacy Vocabulary 2.3 (`dpv:` + this), where it has one. */
  readonly dpv: string | null;
}

export const CHOICE_ACTS = [
  // Being asked is no answer; closing the question is one.
  { act: "requested", slot: "told", effect: "neutral", dpv: "ConsentRequested" },
  { act: "deferred", slot: "ask", effect: "neutral", dpv: "ConsentRequestDeferred" },
  { act: "given", slot: "consent", effect: "permit", dpv: "ConsentGiven" },
  { act: "renewed", slot: "consent", effect: "permit", dpv: "RenewedConsentGiven" },
  { act: "refused", slot: "consent", effect: "restrict", dpv: "ConsentRefused" },
  { act: "withdrawn", slot: "consent", effect: "restrict", dpv: "ConsentWithdrawn" },
  // A consent carries its end with it; the act only tells people that the end has come.
  { act: "expired", slot: "told", effect: "neutral", dpv: "ConsentExpired" },
  { act: "objected", slot: "objection", effect: "restrict", dpv: null },
  { act: "objection-ended", slot: "objection", effect: "release", dpv: null },
  // The operator weighed the objection and goes on (Art. 21(1) GDPR); of no effect on direct marketing (21(3)).
  { act: "objection-overruled", slot: "objection", effect: "release", dpv: null },
  { act: "opted-out", slot: "opt-out", effect: "restrict", dpv: null },
  { act: "opted-in", slot: "opt-out", effect: "permit", dpv: null },
  { act: "signalled", slot: "signal", effect: "restrict", dpv: null },
  { act: "restricted", slot: "restriction", effect: "restrict", dpv: null },
  { act: "restriction-lifted", slot: "restriction", effect: "release", dpv: null },
  { act: "frozen", slot: "freeze", effect: "restrict", dpv: null },
  { act: "unfrozen", slot: "freeze", effect: "release", dpv: null },
  { act: "notified", slot: "notice", effect: "neutral", dpv: null },
] as const satisfies readonly ActRow[];

export type ActName = (typeof CHOICE_ACTS)[number]["act"];

const BY_NAME: ReadonlyMap<string, ActRow> = new Map(CHOICE_ACTS.map((row) => [row.act, row]));

/** The row of an act; throws for a name that no row has. */
export function choiceAct(name: string): ActRow {
  const row = BY_NAME.get(name);
  if (row === undefined) throw new Error(`There is no act named ${name}.`);
  return row;
}
