/** The endpoints of children: the neutral age screen, parents, and the case that begins when a child is discovered. */
import * as z from "zod";
import {
  type ChildCase,
  ChildCaseSchema,
  ChildContentSchema,
  ClaimChildSchema,
  ConfirmChildSchema,
  EndChildCaseSchema,
  OpenChildCaseSchema,
  VerifyParentSchema,
} from "./children.ts";
import { DeviceIdSchema } from "./choices.ts";
import { endpoint } from "./endpoint.ts";

const params = z.object({ caseId: z.string() });
const exampleParams = { caseId: "chd_01jd0000000000000000000000" };
const exampleCase: ChildCase = {
  id: exampleParams.caseId,
  reference: "K7QM-3F2X",
  state: "frozen",
  source: "support",
  knownAt: "2026-11-22T10:00:00.000Z",
  dueOn: "2026-12-22",
  windowEndsAt: "2026-12-06T10:00:00.000Z",
  wish: null,
  parentConfirmedAt: null,
  consentSaidAt: null,
  isKnown: true,
  parentVerifiedAt: null,
  accessRequest: null,
  erasureRequest: null,
  erasureEnded: null,
  outcome: null,
  closedAt: null,
  hasContent: true,
  clocks: [],
};

export const screenAge = endpoint({
  id: "children.screen",
  method: "post",
  path: "/api/children/age-screen",
  summary: "Ask whether somebody is old enough",
  description:
    "Before anything is collected. Ask for the whole birth date, with nothing filled in and without naming an age. The date is kept nowhere. A device that was turned away stays so until `retryAfter`, whatever it says meanwhile. `proof` is for the operator's app to redeem, once.",
  body: z.object({
    device: DeviceIdSchema,
    born: z.iso.date(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .meta({ description: "Decides from which age a person consents alone; unknown: the highest." }),
  }),
  responses: {
    200: z.object({
      outcome: z.enum(["passed", "not_now"]),
      proof: z.string().nullable(),
      retryAfter: z.iso.datetime().nullable(),
    }),
  },
  errors: [],
  access: "public",
  crossOrigin: true,
  example: {
    body: { device: "dev_4k2m8q0z7h1x5c9v3b6n2a8s4d", born: "1990-05-17" },
    response: { outcome: "passed", proof: "9Jx2", retryAfter: null },
  },
});

export const redeemAgeProof = endpoint({
  id: "children.redeem",
  method: "post",
  path: "/api/children/age-proofs",
  summary: "Redeem the proof of an age screen",
  description: "By the operator's server, before it makes an account. A proof works once, for half an hour.",
  body: z.object({ proof: z.string().min(1).max(200) }),
  responses: {
    200: z.object({
      needsParent: z
        .boolean()
        .meta({ description: "Old enough to be here, and too young to consent alone (Art. 8 GDPR)." }),
      bornBy: z.iso.date().meta({
        description:
          "The latest day on which they can have been born, from the line that they crossed: for `PUT /api/people/{personId}/age` once they have an account.",
      }),
    }),
  },
  errors: ["age_proof_invalid"],
  access: "decisions:read",
  example: { body: { proof: "9Jx2" }, response: { needsParent: false, bornBy: "2010-11-22" } },
});

export const claimChild = endpoint({
  id: "children.claim",
  method: "post",
  path: "/api/children/claims",
  summary: "Tell of a child, as a parent",
  description:
    "From a form or an app. What is said is a claim: an operator looks at it first, within a day. The address gets a link by which the parent confirms that it is theirs and goes on; the answer is the same whether the child is known or not.",
  body: ClaimChildSchema,
  responses: { 202: z.object({ received: z.literal(true) }) },
  errors: [],
  access: "public",
  crossOrigin: true,
  ledger: "child.claimed",
  example: {
    body: { email: "ada@example.org", child: { kind: "id", value: "42" }, wish: "delete" },
    response: { received: true },
  },
});

export const openChildCase = endpoint({
  id: "children.open",
  method: "post",
  path: "/api/children/cases",
  summary: "Tell that a person is a child",
  description:
    "From that moment no purpose may use their data but those that a law demands, and everybody who must know is told. A parent may consent until the window ends; then everything is erased.",
  body: OpenChildCaseSchema,
  responses: { 200: ChildCaseSchema },
  errors: [],
  access: "requests:act",
  ledger: "child.discovered",
  example: {
    body: { person: { kind: "id", value: "42" }, source: "support", evidence: "Says so in a chat." },
    response: exampleCase,
  },
});

export const listChildCases = endpoint({
  id: "children.list",
  method: "get",
  path: "/api/children/cases",
  summary: "List cases of children",
  description: "Open ones by the most urgent date first; with `open=false` all of them, the newest first.",
  query: z.object({ open: z.enum(["true", "false"]).default("true") }),
  responses: { 200: z.object({ cases: z.array(ChildCaseSchema) }) },
  errors: [],
  access: "requests:read",
  example: { response: { cases: [exampleCase] } },
});

export const getChildCase = endpoint({
  id: "children.get",
  method: "get",
  path: "/api/children/cases/{caseId}",
  summary: "Get a case of a child",
  description: "Where it stands and by when what has to happen.",
  params,
  responses: { 200: ChildCaseSchema },
  errors: ["child_case_not_found"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleCase },
});

export const readChildCase = endpoint({
  id: "children.read",
  method: "get",
  path: "/api/children/cases/{caseId}/content",
  summary: "Read who a case is about",
  description: "The child, who wrote, and what showed it. Every look is a ledger entry.",
  params,
  responses: { 200: ChildContentSchema },
  errors: ["child_case_not_found", "child_case_over"],
  access: "people:read",
  ledger: "child.viewed",
  example: {
    params: exampleParams,
    response: {
      person: { kind: "id", value: "42" },
      parent: null,
      wish: null,
      evidence: "Says so in a chat.",
      signature: null,
    },
  },
});

export const confirmChildCase = endpoint({
  id: "children.confirm",
  method: "post",
  path: "/api/children/cases/{caseId}/confirm",
  summary: "Take a parent's claim up",
  description:
    "Freezes as if the child had been discovered; the clocks have run since the claim. The parent is told, and until when they may allow it.",
  params,
  body: ConfirmChildSchema,
  responses: { 200: ChildCaseSchema },
  errors: ["child_case_not_found", "child_case_state_wrong", "child_unknown"],
  access: "requests:act",
  ledger: "child.discovered",
  example: { params: exampleParams, body: {}, response: exampleCase },
});

export const verifyParent = endpoint({
  id: "children.verify-parent",
  method: "post",
  path: "/api/children/cases/{caseId}/parent",
  summary: "Say that the parent was verified",
  description:
    "By something more than the link in their mailbox. From then on they may open, on their page, a request of access to what is held of the child, whose answer goes to them. Whether it is approved is decided as for any other.",
  params,
  body: VerifyParentSchema,
  responses: { 200: ChildCaseSchema },
  errors: ["child_case_not_found", "child_case_state_wrong", "child_unknown"],
  access: "requests:act",
  ledger: "child.parent-verified",
  example: {
    params: exampleParams,
    body: { how: "call" },
    response: { ...exampleCase, wish: "review", parentVerifiedAt: "2026-11-23T10:00:00.000Z" },
  },
});

export const eraseChild = endpoint({
  id: "children.erase",
  method: "post",
  path: "/api/children/cases/{caseId}/erase",
  summary: "Erase without waiting for the window",
  description:
    "Opens the request that erases everywhere; at the window's end that happens by itself. Also after an erasure that was refused.",
  params,
  responses: { 200: ChildCaseSchema },
  errors: ["child_case_not_found", "child_case_state_wrong"],
  access: "requests:act",
  ledger: "child.erasure-begun",
  example: { params: exampleParams, response: { ...exampleCase, state: "erasing" } },
});

export const endChildCase = endpoint({
  id: "children.end",
  method: "post",
  path: "/api/children/cases/{caseId}/end",
  summary: "End a case without erasing",
  description:
    "A parent consented, in a way that was checked; or it is no child. The freeze is lifted, and a parent who wrote is told. What proves a consent is kept until it is withdrawn.",
  params,
  body: EndChildCaseSchema,
  responses: { 200: ChildCaseSchema },
  errors: ["child_case_not_found", "child_case_state_wrong"],
  access: "requests:act",
  ledger: "child.case-ended",
  example: {
    params: exampleParams,
    body: { outcome: "consented", how: "signed-form" },
    response: { ...exampleCase, state: "closed", outcome: "consented" },
  },
});

export const withdrawParentConsent = endpoint({
  id: "children.withdraw",
  method: "post",
  path: "/api/children/cases/{caseId}/withdraw",
  summary: "Take a parent's consent back",
  description:
    "For a parent who calls or writes; by the link in their mailbox they do it themselves. A new case begins, frozen, and its erasure with it.",
  params,
  responses: { 200: ChildCaseSchema },
  errors: ["child_case_not_found", "child_case_over", "child_case_state_wrong"],
  access: "requests:act",
  ledger: "child.consent-withdrawn",
  example: { params: exampleParams, response: { ...exampleCase, state: "erasing" } },
});

export const childEndpoints = [
  screenAge,
  redeemAgeProof,
  claimChild,
  openChildCase,
  listChildCases,
  getChildCase,
  readChildCase,
  confirmChildCase,
  verifyParent,
  eraseChild,
  endChildCase,
  withdrawParentConsent,
] as const;
