/**
 * Why a right may be refused, as rows: under which regimes each reason exists and on what ground, what has to be proven for
 * it, and what it is called in other protocols. A reason without a ground under a regime cannot be given there: that "we
 * cannot afford it" is no reason in the EEA, the UK or Switzerland is the absence of a text, not a rule in code.
 */
import * as z from "zod";

type Regime = "eea" | "uk" | "ch" | "us-ca" | "default";

export interface RefusalRow {
  readonly code: string;
  /** The provision under each regime; null: no such reason there. */
  readonly grounds: Readonly<Record<Regime, string | null>>;
  /** What has to be written down before it may be given. */
  readonly proof: readonly { readonly name: string; readonly asks: string }[];
  /** Another person has to agree, whatever the configuration says. */
  readonly alwaysTwo: boolean;
  /** The only kinds of request that it can refuse; null: every kind. */
  readonly kinds: readonly string[] | null;
  /** Data Rights Protocol 1.0, reason of a denial. */
  readonly drp: string;
  /** W3C Data Privacy Vocabulary 2.3, justification. */
  readonly dpv: string;
}

export const REFUSAL_REASONS = [
  row(
    "no_match",
    {
      eea: "Art. 11(2), 12(2) GDPR",
      uk: "Art. 11(2), 12(2) UK GDPR",
      ch: "Art. 25(1) FADP",
      "us-ca": "11 CCR 7024(a)",
      default: "nothing is held",
    },
    [{ name: "searched", asks: "Where was looked, and by which identifiers?" }],
    { drp: "no_match", dpv: "justifications:FulfilmentImpossible" },
  ),
  row(
    "identity_unproven",
    {
      eea: "Art. 12(6) GDPR",
      uk: "Art. 12(6) UK GDPR",
      ch: "Art. 16(5) DPO",
      "us-ca": "11 CCR 7022(a), 7024(a)",
      default: "the person's own protection",
    },
    [
      { name: "doubt", asks: "Why is there reasonable doubt?" },
      { name: "offered", asks: "What was asked and offered to prove it, and when?" },
    ],
    { drp: "insuf_verification", dpv: "eu-gdpr:JustificationA12IdentityFailure" },
  ),
  row(
    "fraud",
    {
      eea: "abuse of rights (Art. 12(5) GDPR; C-526/24)",
      uk: "Art. 12A UK GDPR: vexatious requests",
      ch: "Art. 26(1)(c) FADP",
      "us-ca": "11 CCR 7060(f)",
      default: "abuse",
    },
    [{ name: "facts", asks: "Which facts show the abuse? Motive alone shows none." }],
    { drp: "suspected_fraud", dpv: "eu-gdpr:JustificationA12MaliciousIntent" },
  ),
  row(
    "law_forbids",
    {
      eea: "Art. 23 GDPR and national law",
      uk: "DPA 2018 schedules 2 to 4",
      ch: "Art. 26(1)(a) FADP",
      "us-ca": "Cal. Civ. Code 1798.145(a)",
      default: "a law that binds the operator",
    },
    [{ name: "law", asks: "Which law, which section, and for which part of the data?" }],
    { drp: "claim_not_covered", dpv: "justifications:LegallyExempted" },
  ),
  row(
    "legal_claims",
    {
      eea: "Art. 17(3)(e), 18(2), 21(1) GDPR",
      uk: "Art. 17(3)(e), 18(2), 21(1) UK GDPR",
      ch: "Art. 26(2)(a) FADP",
      "us-ca": "Cal. Civ. Code 1798.105(d), 1798.145(a)(5)",
      default: "legal claims",
    },
    [
      { name: "claim", asks: "Which claim, by or against whom, and since when?" },
      { name: "necessity", asks: "Why is this data needed for it, and until when?" },
    ],
    { drp: "claim_not_covered", dpv: "eu-gdpr:JustificationA17LegalClaims" },
  ),
  row(
    "compelling_grounds",
    {
      eea: "Art. 21(1) GDPR",
      uk: "Art. 21(1) UK GDPR",
      ch: "Art. 31(1) FADP: overriding private or public interest",
      "us-ca": null,
      default: "compelling legitimate grounds",
    },
    [
      { name: "grounds", asks: "Which compelling grounds, and for whom? The burden of proof is the controller's." },
      { name: "balance", asks: "What does it mean for this person, in their situation, and why does it weigh less?" },
    ],
    {
      drp: "claim_not_covered",
      dpv: "justifications:LegallyExempted",
      kinds: ["objection"],
    },
  ),
  row(
    "others_rights",
    {
      eea: "Art. 15(4), 20(4) GDPR",
      uk: "Art. 15(4), 20(4) UK GDPR; DPA 2018 sch. 2 para. 16",
      ch: "Art. 26(1)(b) FADP",
      "us-ca": "Cal. Civ. Code 1798.145(k)",
      default: "the rights of others",
    },
    [
      { name: "whose", asks: "Whose rights, and how would they be harmed? No names." },
      { name: "partial", asks: "Why is leaving out or blanking that part not enough?" },
    ],
    { drp: "claim_not_covered", dpv: "justifications:ThirdPartyRightsImpaired" },
  ),
  row(
    "unfounded_excessive",
    {
      eea: "Art. 12(5) GDPR",
      uk: "Art. 12(5) UK GDPR",
      ch: "Art. 26(1)(c) FADP",
      "us-ca": "Cal. Civ. Code 1798.145(h)(3)",
      default: "manifestly unfounded or excessive",
    },
    [
      { name: "manifest", asks: "What makes it manifest? The burden of proof is the controller's." },
      { name: "earlier", asks: "Which earlier requests (references), and what has changed since?" },
    ],
    { drp: "too_many_requests", dpv: "eu-gdpr:JustificationA12ManifestlyUnfounded" },
  ),
  row(
    "out_of_scope",
    {
      eea: "Art. 3 GDPR",
      uk: "Art. 3 UK GDPR",
      ch: "Art. 3 FADP",
      "us-ca": "Cal. Civ. Code 1798.140(i): not a resident",
      default: "outside the policy's promise",
    },
    [{ name: "residence", asks: "What shows where the person lives, beside any internet address?" }],
    // An address that may pretend denies nobody their rights by itself: a second person looks (PROMISES .c).
    { drp: "outside_jurisdiction", dpv: "justifications:NotRequiredJustification", alwaysTwo: true },
  ),
  row(
    "unaffordable",
    {
      eea: null,
      uk: null,
      ch: null,
      "us-ca": "disproportionate effort, 11 CCR 7001(i), only where the text names it",
      default: null,
    },
    [
      { name: "provision", asks: "Which section names disproportionate effort for this right?" },
      { name: "facts", asks: "Detailed facts: what it would take, and what it would bring the person." },
    ],
    { drp: "other", dpv: "justifications:DisproportionateEffortRequired", alwaysTwo: true },
  ),
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number]["code"];
export const RefusalReasonSchema = z.enum(REFUSAL_REASONS.map((reason) => reason.code));

/** The row of a reason; throws for a code that no row has. */
export function refusalRow(code: string): RefusalRow & { readonly code: RefusalReason } {
  const found = REFUSAL_REASONS.find((one) => one.code === code);
  if (found === undefined) throw new Error(`There is no reason of refusal named ${code}.`);
  return found;
}

/**
 * The reasons that exist for this kind of request under every one of these regimes: what one of them does not know cannot be
 * given.
 */
export function lawfulReasons(
  regimes: readonly string[],
  kind: string,
): readonly (RefusalRow & { readonly code: RefusalReason })[] {
  return REFUSAL_REASONS.filter(
    (one) =>
      (one.kinds === null || one.kinds.includes(kind)) &&
      regimes.every((regime) => one.grounds[regime as Regime] !== null),
  );
}

export const RefuseRequestSchema = z.object({
  reason: RefusalReasonSchema,
  text: z.string().trim().min(1).max(4000).meta({ description: "What the person is told, in their language." }),
  proof: z
    .record(z.string().max(40), z.string().trim().max(4000))
    .default({})
    .meta({ description: "What the reason demands, by the names of its fields (GET /api/refusal-reasons)." }),
});

/** A part of an answer that is left out, so that the rest can be given. */
export const WithholdSchema = RefuseRequestSchema.extend({
  system: z.string().min(1).max(80),
  table: z.string().min(1).max(200),
  columns: z.array(z.string().min(1).max(200)).max(100).default([]).meta({ description: "Empty: the whole table." }),
});

export const WithheldSchema = z.object({
  id: z.string(),
  system: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
  reason: RefusalReasonSchema,
  text: z.string(),
});

export const ProposedRefusalSchema = z.object({
  reason: RefusalReasonSchema,
  text: z.string(),
  proposedAt: z.iso.datetime(),
  by: z.string().meta({ description: "Who proposed it; another one has to confirm." }),
  isMine: z.boolean(),
});

export const LetterPreviewSchema = z.object({ subject: z.string(), text: z.string(), html: z.string() });

export const RefusalReasonRowSchema = z.object({
  code: RefusalReasonSchema,
  grounds: z.record(z.string(), z.string().nullable()),
  proof: z.array(z.object({ name: z.string(), asks: z.string() })),
  alwaysTwo: z.boolean(),
  kinds: z.array(z.string()).nullable(),
  drp: z.string(),
  dpv: z.string(),
});

export type RefuseRequest = z.infer<typeof RefuseRequestSchema>;
export type Withhold = z.infer<typeof WithholdSchema>;
export type Withheld = z.infer<typeof WithheldSchema>;
export type ProposedRefusal = z.infer<typeof ProposedRefusalSchema>;

function row<C extends string>(
  code: C,
  grounds: RefusalRow["grounds"],
  proof: RefusalRow["proof"],
  rest: Pick<RefusalRow, "drp" | "dpv"> & Partial<Pick<RefusalRow, "alwaysTwo" | "kinds">>,
): RefusalRow & { readonly code: C } {
  return { code, grounds, proof, alwaysTwo: false, kinds: null, ...rest };
}
