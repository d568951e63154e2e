/**
 * The ways in which somebody shows who they are, the least intrusive first, and how much is needed for which right, as rows
 * of data. What is held already comes before anything that would have to be collected for it (recital 64, Art. 5(1)(c) GDPR).
 */

export type ProofLevel = "none" | "reasonable" | "high";
/** Two proofs of one factor show no more than one: whoever reads a mailbox gets its link and its code. */
export type ProofFactor = "account" | "mailbox" | "phone" | "memory" | "document";

export interface ProofTierRow {
  readonly tier: string;
  readonly factor: ProofFactor;
  /** What it reaches by itself; two different factors together are high. */
  readonly level: ProofLevel;
  /** Only with evidence of doubt on record (Art. 12(6) GDPR). */
  readonly needsDoubt: boolean;
  /** Wrong tries before it is over; 0: there is nothing to try. */
  readonly tries: number;
  /** Once it has failed it is over for the request: there is nothing new to send or to ask. */
  readonly isOnce: boolean;
  readonly source: string;
}

const LOGIN = "EDPB Guidelines 01/2022, 3.3 (existing authentication); 11 CCR 7061";
const HELD =
  "Art. 11(2), 12(6) GDPR; EDPB Guidelines 01/2022, 3.3 (proportionate, from what is held); 11 CCR 7060, 7062";

export const PROOF_TIERS = [
  row("session", "account", "high", { source: LOGIN }),
  row("link", "mailbox", "reasonable", { source: HELD }),
  row("code", "mailbox", "reasonable", { tries: 5, source: HELD }),
  row("sms", "phone", "reasonable", { tries: 5, source: HELD }),
  row("knowledge", "memory", "reasonable", { tries: 3, isOnce: true, source: HELD }),
  row("document", "document", "high", {
    needsDoubt: true,
    source: "EDPB Guidelines 01/2022, 3.3 (identity documents: the exception, destroyed once looked at)",
  }),
] as const satisfies readonly ProofTierRow[];

export type ProofTier = (typeof PROOF_TIERS)[number]["tier"];
export const PROOF_TIER_NAMES = PROOF_TIERS.map((one) => one.tier);

/** The row of a tier; throws for a name that no row has. */
export function proofTier(name: string): (typeof PROOF_TIERS)[number] {
  const found = PROOF_TIERS.find((one) => one.tier === name);
  if (found === undefined) throw new Error(`There is no tier of proof named ${name}.`);
  return found;
}

export interface ProofNeedRow {
  /** What the right does (`RequestAct`); `*`: whatever it does. */
  readonly act: string;
  readonly regime: string;
  /** `doubted`: evidence of doubt is on record. */
  readonly risk: "ordinary" | "doubted";
  readonly level: ProofLevel;
  readonly source: string;
}

/** The first row that fits counts. Rights that take nothing from anybody (opt-outs) ask for no proof at all. */
export const PROOF_NEEDS: readonly ProofNeedRow[] = [
  need("*", "*", "doubted", "high", "Art. 12(6) GDPR and UK GDPR; Art. 16(5) DPO; 11 CCR 7062"),
  need("read", "us-ca", "ordinary", "high", "11 CCR 7062(c): specific pieces, to a reasonably high degree"),
  need("erase", "us-ca", "ordinary", "reasonable", "11 CCR 7062(d)"),
  need("*", "us-ca", "ordinary", "reasonable", "11 CCR 7060(c), 7062(b)"),
  need("*", "*", "ordinary", "reasonable", "Art. 12(2), 12(6) GDPR: no more than the address, without doubt"),
];

const LEVELS: readonly ProofLevel[] = ["none", "reasonable", "high"];

/**
 * How much a request needs. Where several regimes may apply it is the least that one of them is content with: to ask for more
 * without doubt is what Art. 12(6) GDPR forbids.
 */
export function levelNeeded(request: {
  readonly act: string;
  readonly needsProof: boolean;
  readonly regimes: readonly string[];
  readonly doubted: boolean;
}): ProofLevel {
  if (!request.needsProof) return "none";
  const risk = request.doubted ? "doubted" : "ordinary";
  const levels = request.regimes.map(
    (regime) =>
      PROOF_NEEDS.find(
        (one) =>
          one.risk === risk && ["*", request.act].includes(one.act) && (one.regime === "*" || one.regime === regime),
      )?.level ?? "reasonable",
  );
  return LEVELS.find((level) => levels.includes(level)) ?? "reasonable";
}

/** What the proofs that were given reach together. */
export function levelReached(tiers: readonly string[]): ProofLevel {
  const rows = tiers.map(proofTier);
  if (rows.some((one) => one.level === "high") || new Set(rows.map((one) => one.factor)).size > 1) return "high";
  return rows.length > 0 ? "reasonable" : "none";
}

export function isEnough(reached: ProofLevel, needed: ProofLevel): boolean {
  return LEVELS.indexOf(reached) >= LEVELS.indexOf(needed);
}

/** No more can be asked for than there is a way to show; `available` are the tiers that are configured. */
export function levelAttainable(available: readonly string[]): ProofLevel {
  return levelReached(available.filter((tier) => tier !== "session" && !proofTier(tier).needsDoubt));
}

/**
 * The tiers to offer next, least intrusive first: what is available, of a factor that has shown nothing yet. Of an address that
 * nobody has confirmed only the mailbox is offered, so that a page about an unknown one looks the same.
 */
export function offeredTiers(from: {
  readonly available: readonly string[];
  readonly proven: readonly string[];
  readonly doubt: { readonly distrusts: readonly string[]; readonly allowsDocument: boolean } | null;
}): readonly ProofTier[] {
  const { available, proven, doubt } = from;
  const shown = new Set(proven.map((tier) => proofTier(tier).factor));
  const open = PROOF_TIERS.filter(
    (one) =>
      one.tier !== "session" &&
      one.tier !== "link" &&
      available.includes(one.tier) &&
      !shown.has(one.factor) &&
      !(doubt?.distrusts ?? []).includes(one.tier) &&
      (!one.needsDoubt || doubt?.allowsDocument === true),
  ).map((one) => one.tier);
  // First the way by which they were written to: the mailbox, or the telephone of whoever asked by text message.
  const first = available.includes("code") ? "code" : "sms";
  return doubt === null && proven.length === 0 ? open.filter((tier) => tier === first) : open;
}

function row<T extends string>(
  tier: T,
  factor: ProofFactor,
  level: ProofLevel,
  more: Partial<Pick<ProofTierRow, "needsDoubt" | "tries" | "isOnce">> & Pick<ProofTierRow, "source">,
): ProofTierRow & { readonly tier: T } {
  return { tier, factor, level, needsDoubt: false, tries: 0, isOnce: false, ...more };
}

function need(
  act: string,
  regime: string,
  risk: ProofNeedRow["risk"],
  level: ProofLevel,
  source: string,
): ProofNeedRow {
  return { act, regime, risk, level, source };
}
