/**
 * When a fee may be asked for, as rows: the ground under each regime, what has to be proven, and the most that a law names.
 * Answers are free; where one of a request's regimes has no ground for a fee, none can be asked for.
 */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";

type Regime = "eea" | "uk" | "ch" | "us-ca" | "default";

export interface FeeGround {
  readonly code: string;
  /** The provision under each regime; null: no fee on this ground there. */
  readonly grounds: Readonly<Record<Regime, string | null>>;
  readonly proof: readonly { readonly name: string; readonly asks: string }[];
  /** The only kinds of request that it can be asked for; null: every kind. */
  readonly kinds: readonly string[] | null;
  /** The most that may be asked, in the smallest unit of the currency; null: what it really costs. */
  readonly most: { readonly amount: number; readonly currency: string } | null;
  /** When the sources were last compared with this row. */
  readonly checked: string;
}

const costs = { name: "costs", asks: "Which administrative costs make up the amount?" };

export const FEE_GROUNDS = [
  row(
    "unfounded_excessive",
    {
      eea: "Art. 12(5)(a) GDPR",
      uk: "Art. 12(5)(a) UK GDPR",
      ch: null,
      "us-ca": "Cal. Civ. Code 1798.145(h)(3)",
      default: "manifestly unfounded or excessive",
    },
    [
      { name: "manifest", asks: "What makes it manifest? The burden of proof is the controller's." },
      { name: "earlier", asks: "Which earlier requests (references), and what has changed since?" },
      costs,
    ],
  ),
  row(
    "further_copies",
    {
      eea: "Art. 15(3) GDPR",
      uk: "Art. 15(3) UK GDPR",
      ch: null,
      "us-ca": null,
      default: "a further copy of the same",
    },
    [{ name: "copy", asks: "Which copy did the person get already, and when?" }, costs],
    { kinds: ["access"] },
  ),
  row(
    "disproportionate_effort",
    {
      eea: null,
      uk: null,
      ch: "Art. 25(6) FADP; Art. 19 DPO",
      "us-ca": null,
      default: null,
    },
    [{ name: "effort", asks: "What would it take, beyond what every request takes?" }, costs],
    { kinds: ["access"], most: { amount: 30_000, currency: "CHF" } },
  ),
] as const;

export type FeeGroundCode = (typeof FEE_GROUNDS)[number]["code"];
export const FeeGroundSchema = z.enum(FEE_GROUNDS.map((one) => one.code));

/** The row of a ground; throws for a code that no row has. */
export function feeGround(code: string): FeeGround & { readonly code: FeeGroundCode } {
  const found = FEE_GROUNDS.find((one) => one.code === code);
  if (found === undefined) throw new Error(`There is no ground of a fee named ${code}.`);
  return found;
}

/** The grounds that exist for this kind under every one of these regimes. */
export function lawfulFees(
  regimes: readonly string[],
  kind: string,
): readonly (FeeGround & { readonly code: FeeGroundCode })[] {
  return FEE_GROUNDS.filter(
    (one: FeeGround) =>
      (one.kinds === null || one.kinds.includes(kind)) &&
      regimes.every((regime) => one.grounds[regime as Regime] !== null),
  );
}

const reasonOfFee = z.string().trim().min(1).max(4000);

export const ProposeFeeSchema = z.object({
  ground: FeeGroundSchema,
  amount: z.int().positive().max(100_000_000).meta({ description: "In the smallest unit: 2500 are 25.00." }),
  currency: z.string().regex(/^[A-Z]{3}$/),
  text: reasonOfFee.meta({ description: "Why, as the person is told in their language." }),
  proof: z
    .record(z.string().max(40), z.string().trim().max(4000))
    .default({})
    .meta({ description: "What the ground demands, by the names of its fields (GET /api/fee-grounds)." }),
});
export const AnswerFeeSchema = z.object({ accepts: z.boolean() });
export const FeePaidSchema = z.object({
  reference: z.string().trim().min(1).max(80).meta({
    description: "Where the payment is found in the books. No account, no card, no name.",
    example: "2026-11-0042",
  }),
});

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };

export const listFeeGrounds = endpoint({
  id: "requests.fee.grounds",
  method: "get",
  path: "/api/fee-grounds",
  summary: "List when a fee may be asked for",
  description:
    "Each ground with its provision under each regime, the proof that it demands and the most that a law names.",
  responses: {
    200: z.object({
      grounds: z.array(
        z.object({
          code: FeeGroundSchema,
          grounds: z.record(z.string(), z.string().nullable()),
          proof: z.array(z.object({ name: z.string(), asks: z.string() })),
          kinds: z.array(z.string()).nullable(),
          most: z.object({ amount: z.int(), currency: z.string() }).nullable(),
          checked: z.iso.date(),
        }),
      ),
    }),
  },
  errors: [],
  access: "requests:read",
  example: { response: { grounds: [] } },
});

export const proposeFee = endpoint({
  id: "requests.fee.propose",
  method: "post",
  path: "/api/requests/{requestId}/fee",
  summary: "Propose to ask for a fee",
  description:
    "Nobody is written to before another operator has agreed. Refused where one of the request's regimes has no ground for it.",
  params,
  body: ProposeFeeSchema,
  responses: { 200: RequestDetailSchema },
  errors: [
    "request_not_found",
    "request_state_wrong",
    "request_no_address",
    "fee_not_lawful",
    "fee_too_high",
    "fee_proof_missing",
  ],
  access: "requests:act",
  ledger: "request.fee-proposed",
  example: {
    params: exampleParams,
    body: {
      ground: "unfounded_excessive",
      amount: 2500,
      currency: "EUR",
      text: "This is the ninth request of the same kind within four weeks.",
      proof: {
        manifest: "Nine in four weeks.",
        earlier: "K7QM-3F2X and eight others.",
        costs: "Half an hour of work.",
      },
    },
    response: exampleRequest,
  },
});

export const confirmFee = endpoint({
  id: "requests.fee.confirm",
  method: "post",
  path: "/api/requests/{requestId}/fee/confirm",
  summary: "Agree to ask for the fee",
  description:
    "By somebody else than who proposed it. The person is told the amount, the ground and where to complain, and decides on their page; what waiting does to each clock is its regime's rule.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "fee_not_open", "fee_same_person", "fee_not_lawful"],
  access: "requests:act",
  ledger: "request.fee-quoted",
  example: { params: exampleParams, response: exampleRequest },
});

export const answerFee = endpoint({
  id: "requests.fee.answer",
  method: "post",
  path: "/api/requests/{requestId}/fee/answer",
  summary: "Record the person's answer to the fee",
  description: "For an answer by letter or telephone. Who declines withdraws the request.",
  params,
  body: AnswerFeeSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "fee_not_open"],
  access: "requests:act",
  ledger: "request.fee-answered",
  example: { params: exampleParams, body: { accepts: true }, response: exampleRequest },
});

export const recordFeePaid = endpoint({
  id: "requests.fee.paid",
  method: "post",
  path: "/api/requests/{requestId}/fee/paid",
  summary: "Record that the fee was paid",
  description: "The request goes on. Only a reference into the books is kept.",
  params,
  body: FeePaidSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "fee_not_open"],
  access: "requests:act",
  ledger: "request.fee-paid",
  example: { params: exampleParams, body: { reference: "2026-11-0042" }, response: exampleRequest },
});

export const dropFee = endpoint({
  id: "requests.fee.drop",
  method: "post",
  path: "/api/requests/{requestId}/fee/drop",
  summary: "Ask for no fee after all",
  description: "The request goes on without one.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "fee_not_open"],
  access: "requests:act",
  ledger: "request.fee-dropped",
  example: { params: exampleParams, response: exampleRequest },
});

export const feeEndpoints = [listFeeGrounds, proposeFee, confirmFee, answerFee, recordFeePaid, dropFee] as const;

export type ProposeFee = z.infer<typeof ProposeFeeSchema>;

function row<C extends string>(
  code: C,
  grounds: FeeGround["grounds"],
  proof: FeeGround["proof"],
  rest: Partial<Pick<FeeGround, "kinds" | "most">> = {},
): FeeGround & { readonly code: C } {
  return { code, grounds, proof, kinds: null, most: null, checked: "2026-11-26", ...rest };
}
