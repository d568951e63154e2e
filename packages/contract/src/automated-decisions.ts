/** Decisions made by automated means alone, and people who look at them again (Art. 22(3) GDPR, Art. 22C UK GDPR). */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";

/** What a decision rests on (Art. 22(2) GDPR). */
export const AUTOMATED_GROUNDS = ["contract", "consent", "law"] as const;

export const REVIEW_OUTCOMES = ["upheld", "changed"] as const;

/** What went into a decision, in words that its person understands. */
export const FactorSchema = z.object({
  name: z.string().trim().min(1).max(200).meta({ example: "Payments late in the last year" }),
  value: z.string().trim().max(500).meta({ example: "3" }),
  effect: z.enum(["for", "against", "neutral"]).default("neutral"),
});

const identifier = z.object({ kind: z.enum(["id", "email", "phone"]), value: z.string().min(1).max(320) });

export const RecordAutomatedDecisionSchema = z
  .object({
    id: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: "The app's own id of it; sent again, it is the same decision." }),
    decision: z.string().min(1).max(64).meta({ description: "A name of `automatedDecisions` in the configuration." }),
    person: identifier,
    outcome: z.string().trim().min(1).max(500).meta({ example: "No payment on account" }),
    factors: z.array(FactorSchema).min(1).max(50),
    by: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: "The system that decided.", example: "credit-model 3.2" }),
    involved: z.array(z.email().max(320)).max(20).default([]).meta({
      description: "Operators who had a part in it: they cannot review it.",
    }),
    at: z.iso.datetime({ offset: true }),
  })
  .strict();

export const RecordedDecisionSchema = z.object({
  id: z.string(),
  decision: z.string(),
  person: z.string(),
  at: z.iso.datetime(),
});

export const ReviewSchema = z
  .object({
    decisionId: z.string(),
    decision: z.string(),
    title: z.string(),
    at: z.iso.datetime(),
    outcome: z.string(),
    factors: z.array(FactorSchema),
    by: z.string(),
    view: z.string().nullable().meta({ description: "What the person says about this one, if they wrote anything." }),
    isContested: z.boolean().meta({ description: "They named this one." }),
    review: z
      .object({
        outcome: z.enum(REVIEW_OUTCOMES),
        reasons: z.string(),
        newOutcome: z.string().nullable(),
        reviewer: z.string(),
        at: z.iso.datetime(),
      })
      .nullable(),
  })
  .meta({ id: "Review" });

export const ReviewsSchema = z.object({
  view: z.string().nullable().meta({ description: "What the person wrote when they asked." }),
  reviews: z.array(ReviewSchema),
});

export const SettleReviewSchema = z
  .object({
    outcome: z.enum(REVIEW_OUTCOMES),
    reasons: z.string().trim().min(1).max(4000).meta({ description: "For the person, in their language." }),
    newOutcome: z.string().trim().min(1).max(500).nullable().default(null).meta({
      description: "What holds instead, when it is changed.",
    }),
  })
  .strict()
  .refine(({ outcome, newOutcome }) => (outcome === "changed") === (newOutcome !== null), {
    message: "What holds instead is said when it is changed, and only then.",
    path: ["newOutcome"],
  });

/** Why an erasure leaves a decision for now. `under_review`: a person is to look at it, or the app is still told what came of that; `undo_window`: the erasure can be taken back. */
export const RetainedDecisionSchema = z.enum(["under_review", "undo_window"]);
export type RetainedDecision = z.infer<typeof RetainedDecisionSchema>;

export const automatedDecisionEntries = defineEntries({
  "automated-decision.recorded": {
    title: "Automated decision recorded",
    data: z.object({ decision: z.string(), by: z.string(), factors: z.int() }),
  },
  "automated-decision.told": {
    title: "App told how the review of a decision ended",
    data: z.object({ outcome: z.string() }),
  },
  "automated-decision.not-told": {
    title: "App not told how the review of a decision ended",
    data: z.object({ code: z.string() }),
  },
  "automated-decision.erased": { title: "Automated decision erased with its person's data", data: z.object({}) },
  "automated-decision.retained": {
    title: "Automated decision kept for now by an erasure",
    data: z.object({ why: RetainedDecisionSchema }),
  },
  "automated-decision.forgotten": { title: "Automated decision removed after its time", data: z.object({}) },
});

export const automatedDecisionErrors = defineErrors({
  automated_decision_unknown: {
    status: 422,
    title: "There is no such automated decision in the configuration",
    action: "Use a name of `automatedDecisions`, or add it there with its logic.",
  },
  automated_decision_taken: {
    status: 409,
    title: "A decision with this id is recorded, and says something else",
    action: "Give each decision an id of its own; what was decided is not changed afterwards.",
  },
  review_not_found: {
    status: 404,
    title: "The request asks for no review of this decision",
    action: "List the reviews of the request to see which it asks for.",
  },
  review_settled: {
    status: 409,
    title: "The decision has been reviewed already",
    action: "Nothing to do. A person who is still not content may complain.",
  },
  review_open: {
    status: 409,
    title: "Not every decision has been reviewed yet",
    action: "Review each decision that the person contests, or all when they name none; then approve.",
  },
  reviewer_not_independent: {
    status: 409,
    title: "Whoever had a part in a decision cannot review it",
    action: "Have somebody else look at it: a person, who neither recorded it nor is named among those involved.",
  },
});

export const automatedDecisionJobs = {
  /** Tells the operator's app how a review ended. */
  "automated-decisions.tell": z.object({ requestId: z.string(), decisionId: z.string() }),
} as const;

const requestParams = z.object({ requestId: z.string() });
const exampleRequest = { requestId: "req_01jd0000000000000000000000" };
const exampleDecision = "adc_01jd0000000000000000000000";
const exampleReviews: z.input<typeof ReviewsSchema> = {
  view: "I paid late because your invoice came late.",
  reviews: [
    {
      decisionId: exampleDecision,
      decision: "payment-terms",
      title: "Payment on account",
      at: "2026-11-20T10:00:00.000Z",
      outcome: "No payment on account",
      factors: [{ name: "Payments late in the last year", value: "3", effect: "against" }],
      by: "credit-model 3.2",
      view: null,
      isContested: false,
      review: null,
    },
  ],
};

export const recordAutomatedDecision = endpoint({
  id: "automated-decisions.record",
  method: "post",
  path: "/api/automated-decisions",
  summary: "Record an automated decision",
  description:
    "For the operator's app, at the moment when it decides about somebody by automated means alone, with legal or similarly significant effect. Its person sees it with what went into it, and may have a person look at it again.",
  body: RecordAutomatedDecisionSchema,
  responses: { 201: RecordedDecisionSchema },
  errors: ["automated_decision_unknown", "automated_decision_taken"],
  access: "automated-decisions:record",
  ledger: "automated-decision.recorded",
  example: {
    body: {
      id: "order-1042",
      decision: "payment-terms",
      person: { kind: "id", value: "42" },
      outcome: "No payment on account",
      factors: [{ name: "Payments late in the last year", value: "3", effect: "against" }],
      by: "credit-model 3.2",
      at: "2026-11-20T10:00:00Z",
    },
    response: {
      id: exampleDecision,
      decision: "payment-terms",
      person: "per_01jd0000000000000000000000",
      at: "2026-11-20T10:00:00.000Z",
    },
  },
});

export const readReviews = endpoint({
  id: "reviews.list",
  method: "get",
  path: "/api/requests/{requestId}/reviews",
  summary: "Look at the decisions that a request wants reviewed",
  description: "With what went into each, what the person says, and what came of it. Every look is a ledger entry.",
  params: requestParams,
  responses: { 200: ReviewsSchema },
  errors: ["request_not_found"],
  access: "people:read",
  ledger: "request.reviews-viewed",
  example: { params: exampleRequest, response: exampleReviews },
});

export const settleReview = endpoint({
  id: "reviews.settle",
  method: "post",
  path: "/api/requests/{requestId}/reviews/{decisionId}",
  summary: "Say what came of a review",
  description:
    "By a person who had no part in the decision: not by an API key, not by whoever recorded it, nor by anybody named as involved. The person gets the reasons when the request is approved, and the app hears of the outcome by a signed webhook.",
  params: requestParams.extend({ decisionId: z.string() }),
  body: SettleReviewSchema,
  responses: { 200: ReviewsSchema },
  errors: [
    "request_not_found",
    "request_state_wrong",
    "review_not_found",
    "review_settled",
    "reviewer_not_independent",
  ],
  access: "requests:act",
  ledger: "request.reviewed",
  example: {
    params: { ...exampleRequest, decisionId: exampleDecision },
    body: { outcome: "changed", reasons: "The invoices were late.", newOutcome: "Payment on account" },
    response: exampleReviews,
  },
});

export const automatedDecisionEndpoints = [recordAutomatedDecision, readReviews, settleReview] as const;

export type RecordAutomatedDecision = z.output<typeof RecordAutomatedDecisionSchema>;
export type Factor = z.output<typeof FactorSchema>;
export type Review = z.output<typeof ReviewSchema>;
export type Reviews = z.output<typeof ReviewsSchema>;
export type SettleReview = z.output<typeof SettleReviewSchema>;
