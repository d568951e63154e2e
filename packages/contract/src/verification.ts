/** Showing who one is, on the wire: what a person's app sends, and what operators see of it. */
import * as z from "zod";
import { DoubtGroundSchema } from "./doubts.ts";
import { PROOF_TIER_NAMES } from "./proof-tiers.ts";
import { CreateRequestSchema } from "./requests.ts";

export const ProofTierSchema = z.enum(PROOF_TIER_NAMES);
export const ProofLevelSchema = z.enum(["none", "reasonable", "high"]);

/** A right, asked for by somebody who has shown nothing yet. */
export const SubmitRequestSchema = CreateRequestSchema.pick({
  kind: true,
  scope: true,
  language: true,
  country: true,
  details: true,
}).extend({ email: z.email().max(320) });

export const ProofTokenSchema = z.string().min(20).max(200).meta({
  description: "What `requests.submit` answered, or the last part of a link to a request's page.",
});

export const ProofStateSchema = z.object({
  state: z.enum(["open", "over"]).meta({
    description: "`over`: it was shown, withdrawn or decided; the request's own page says what becomes of it.",
  }),
  offers: z.array(ProofTierSchema).meta({ description: "Ways that are open now, the least intrusive first." }),
  doubt: z
    .object({ text: z.string(), closesAt: z.iso.datetime().nullable() })
    .nullable()
    .meta({ description: "Why more is asked for, in the operator's words to the person." }),
  documentPending: z.boolean().meta({ description: "A document was sent and waits for somebody to look." }),
});

export const ProofOutcomeSchema = z.object({
  outcome: z.enum(["proven", "more", "not_accepted"]).meta({
    description:
      "`proven`: the request goes on. `more`: accepted, and something else is needed. `not_accepted`: wrong, too old, tried too often, or nothing is known under it; which of these is not told.",
  }),
});

export const KnowledgeQuestionSchema = z.object({
  id: z.string(),
  title: z.string(),
  form: z.enum(["month", "year", "day", "amount", "last-four", "word"]),
});

export const KnowledgeAnswersSchema = z.object({
  token: ProofTokenSchema,
  answers: z.record(z.string().max(80), z.string().max(200)),
  declared: z.boolean().default(false).meta({
    description: "The person declares to be who they say. Needed in California (11 CCR 7062(c)).",
  }),
});

/** About 5 MB of picture. */
export const MOST_DOCUMENT_BYTES = 5 * 1024 * 1024;

export const SendDocumentSchema = z.object({
  token: ProofTokenSchema,
  content: z
    .base64()
    .max(Math.ceil((MOST_DOCUMENT_BYTES * 4) / 3) + 4)
    .meta({
      description: "A picture, JPEG or PNG, in base64. What is not needed may be blacked out.",
    }),
});

export const DoubtSchema = z.object({
  ground: DoubtGroundSchema,
  evidence: z.string().trim().min(1).max(4000).meta({
    description: "What shows the doubt, for the record. Without it nothing more may be asked for (Art. 12(6) GDPR).",
  }),
  text: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .meta({ description: "What the person is told, in their language: what and why." }),
  document: z
    .object({ whyNotLess: z.string().trim().min(1).max(4000) })
    .optional()
    .meta({ description: "Also allow a document, the last resort; why every lesser way does not suffice." }),
});

export const ProofSchema = z.object({
  id: z.string(),
  tier: ProofTierSchema,
  state: z.enum(["open", "proven", "failed"]),
  tries: z.int().nonnegative(),
  at: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
  document: z
    .object({
      bytes: z.int(),
      sealedHash: z.string(),
      destroyBy: z.iso.datetime(),
      destroyedAt: z.iso.datetime().nullable(),
    })
    .nullable(),
});

export const IdentitySchema = z
  .object({
    needed: ProofLevelSchema,
    reached: ProofLevelSchema,
    available: z.array(ProofTierSchema),
    offers: z.array(ProofTierSchema),
    proofs: z.array(ProofSchema),
    doubts: z.array(
      z.object({
        ground: DoubtGroundSchema,
        at: z.iso.datetime(),
        isOpen: z.boolean(),
        allowsDocument: z.boolean(),
      }),
    ),
  })
  .meta({ id: "Identity" });

export const DecideDocumentSchema = z.object({
  accepted: z.boolean(),
  checked: z
    .array(z.enum(["name", "birth-date", "address", "picture", "validity"]))
    .min(1)
    .meta({
      description: "What was compared with what is held. The document is destroyed with the decision.",
    }),
});

export type SubmitRequest = z.infer<typeof SubmitRequestSchema>;
export type ProofState = z.infer<typeof ProofStateSchema>;
export type ProofOutcome = z.infer<typeof ProofOutcomeSchema>["outcome"];
export type Doubt = z.infer<typeof DoubtSchema>;
export type Identity = z.infer<typeof IdentitySchema>;
export type KnowledgeQuestion = z.infer<typeof KnowledgeQuestionSchema>;
export type DecideDocument = z.infer<typeof DecideDocumentSchema>;
