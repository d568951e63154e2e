/** Taking an address off the suppression list, on the wire: with a reason, and by two people where that is configured. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";

/** What operators may take back: what was imported or bounced by mistake. A person's own no ends by their own yes only. */
export const LIFTABLE_REASONS = ["bounced", "imported"] as const;

const LiftSchema = z.object({
  id: z.string(),
  reason: z.enum(LIFTABLE_REASONS),
  purpose: z.string(),
  why: z.string(),
  state: z.enum(["waiting", "lifted", "declined"]),
  askedBy: z.string().meta({ description: "Id of the operator or key" }),
  askedAt: z.iso.datetime(),
  settledBy: z.string().nullable(),
  settledAt: z.iso.datetime().nullable(),
});

const params = z.object({ liftId: z.string() });
const exampleParams = { liftId: "lft_01jd0000000000000000000000" };
const exampleLift: z.infer<typeof LiftSchema> = {
  id: exampleParams.liftId,
  reason: "bounced",
  purpose: "*",
  why: "The mailbox was full in October and takes mail again.",
  state: "waiting",
  askedBy: "opr_01jd0000000000000000000000",
  askedAt: "2026-11-22T10:00:00.000Z",
  settledBy: null,
  settledAt: null,
};
const bodyErrors = ["unsupported_media_type", "invalid_json"] as const;

export const liftSuppression = endpoint({
  id: "suppressions.lift",
  method: "post",
  path: "/api/suppressions/lifts",
  summary: "Take an address off the suppression list",
  description:
    "For what was imported or bounced by mistake. What people said themselves is not an operator's to take back. Where two have to agree it waits for the second.",
  body: z.object({
    address: z.string().min(3).max(320),
    reason: z.enum(LIFTABLE_REASONS),
    why: z.string().trim().min(5).max(500),
  }),
  responses: { 201: LiftSchema },
  errors: [...bodyErrors, "suppression_not_found"],
  access: "choices:act",
  ledger: "suppression.lift-asked",
  example: { body: { address: "ada@example.org", reason: "bounced", why: exampleLift.why }, response: exampleLift },
});

export const listLifts = endpoint({
  id: "suppressions.lifts",
  method: "get",
  path: "/api/suppressions/lifts",
  summary: "Addresses taken, or to be taken, off the suppression list",
  description: "Newest first, those that wait for a second person before the others. No address is in it.",
  responses: { 200: z.object({ lifts: z.array(LiftSchema), twoPeople: z.boolean() }) },
  errors: [],
  access: "messages:read",
  example: { response: { lifts: [exampleLift], twoPeople: true } },
});

export const settleLift = endpoint({
  id: "suppressions.settle-lift",
  method: "post",
  path: "/api/suppressions/lifts/{liftId}/settle",
  summary: "Agree to a lift, or decline it",
  description: "By somebody else than who asked.",
  params,
  body: z.object({ agreed: z.boolean() }),
  responses: { 200: LiftSchema },
  errors: [...bodyErrors, "lift_not_found", "lift_same_person", "lift_settled"],
  access: "choices:act",
  ledger: "suppression.lifted",
  example: {
    params: exampleParams,
    body: { agreed: true },
    response: {
      ...exampleLift,
      state: "lifted",
      settledBy: "opr_01jd0000000000000000000001",
      settledAt: "2026-11-22T11:00:00.000Z",
    },
  },
});

export const liftEndpoints = [liftSuppression, listLifts, settleLift] as const;

const what = { reason: z.string(), purpose: z.string() };

export const liftEntries = defineEntries({
  "suppression.lift-asked": { title: "Address to be taken off the suppression list", data: z.object(what) },
  "suppression.lifted": { title: "Address taken off the suppression list", data: z.object(what) },
  "suppression.lift-declined": { title: "Address stays on the suppression list", data: z.object(what) },
});

export const liftErrors = defineErrors({
  suppression_not_found: {
    status: 404,
    title: "The address does not stand on the list for this reason",
    action: "Look it up first: what people said themselves only they can take back, by a new yes.",
  },
  lift_not_found: { status: 404, title: "There is no such lift", action: "Use an id from the list of lifts." },
  lift_same_person: {
    status: 409,
    title: "Who asked for a lift cannot agree to it",
    action: "Let somebody else look at it: `messages.fourEyes.lifts` wants two people.",
  },
  lift_settled: { status: 409, title: "The lift is settled", action: "Ask for a new one if it is needed again." },
});

export type SuppressionLift = z.infer<typeof LiftSchema>;
