/** Children on the wire: the neutral age screen, and the case that begins when a child is discovered. */
import * as z from "zod";
import { DeviceIdSchema } from "./choices.ts";
import { CaseClockSchema } from "./complaints.ts";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";
import { LanguageSchema } from "./requests.ts";

/** How somebody learnt that a person is a child. */
export const CHILD_SOURCES = ["birth-date-edit", "support", "parent", "teacher", "content", "other"] as const;
export const CHILD_OUTCOMES = ["erased", "consented", "not_a_child"] as const;

const PersonSchema = z.object({ kind: z.enum(["id", "email", "phone"]), value: z.string().trim().min(1).max(320) });

const CaseSchema = z.object({
  id: z.string(),
  reference: z.string(),
  state: z
    .enum(["claimed", "frozen", "erasing", "closed"])
    .meta({ description: "`claimed`: a parent wrote, and an operator has not looked yet." }),
  source: z.enum(CHILD_SOURCES),
  knownAt: z.iso.datetime(),
  windowEndsAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: "Until then a parent may consent; then it is erased." }),
  erasureRequest: z.string().nullable().meta({ description: "The request that erases, like any other." }),
  outcome: z.enum(CHILD_OUTCOMES).nullable(),
  closedAt: z.iso.datetime().nullable(),
  clocks: z.array(CaseClockSchema),
});

const params = z.object({ caseId: z.string() });
const exampleParams = { caseId: "chd_01jd0000000000000000000000" };
const exampleCase: z.infer<typeof CaseSchema> = {
  id: exampleParams.caseId,
  reference: "K7QM-3F2X",
  state: "frozen",
  source: "support",
  knownAt: "2026-11-22T10:00:00.000Z",
  windowEndsAt: "2026-12-06T10:00:00.000Z",
  erasureRequest: null,
  outcome: null,
  closedAt: null,
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
    "From a form or an app. What is said is a claim: an operator looks at it first, within a day. The answer is the same whether the child is known or not.",
  body: z.object({
    email: z.email().max(320).meta({ description: "Of the parent: where the answer goes." }),
    child: PersonSchema,
    wish: z.enum(["review", "delete", "refuse"]).meta({ description: "What 16 CFR 312.6 lets parents ask." }),
    text: z.string().trim().max(4000).default(""),
    language: LanguageSchema.default("en"),
  }),
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
  body: z.object({
    person: PersonSchema,
    source: z.enum(CHILD_SOURCES),
    knownAt: z.iso.datetime({ offset: true }).optional().meta({ description: "Clocks begin here; default: now." }),
    evidence: z.string().trim().min(1).max(2000).meta({ description: "What showed it. Kept sealed until the end." }),
    language: LanguageSchema.default("en"),
  }),
  responses: { 200: CaseSchema },
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
  description: "The newest first; `open` leaves out those that are over.",
  query: z.object({ open: z.enum(["true", "false"]).default("true") }),
  responses: { 200: z.object({ cases: z.array(CaseSchema) }) },
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
  responses: { 200: CaseSchema },
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
  responses: {
    200: z.object({
      person: PersonSchema,
      parent: z.string().nullable(),
      wish: z.string().nullable(),
      evidence: z.string(),
    }),
  },
  errors: ["child_case_not_found", "child_case_over"],
  access: "people:read",
  ledger: "child.viewed",
  example: {
    params: exampleParams,
    response: { person: { kind: "id", value: "42" }, parent: null, wish: null, evidence: "Says so in a chat." },
  },
});

export const confirmChildCase = endpoint({
  id: "children.confirm",
  method: "post",
  path: "/api/children/cases/{caseId}/confirm",
  summary: "Take a parent's claim up",
  description: "Freezes as if the child had been discovered; the clocks have run since the claim.",
  params,
  responses: { 200: CaseSchema },
  errors: ["child_case_not_found", "child_case_state_wrong"],
  access: "requests:act",
  ledger: "child.discovered",
  example: { params: exampleParams, response: exampleCase },
});

export const eraseChild = endpoint({
  id: "children.erase",
  method: "post",
  path: "/api/children/cases/{caseId}/erase",
  summary: "Erase without waiting for the window",
  description: "Opens the request that erases everywhere; at the window's end that happens by itself.",
  params,
  responses: { 200: CaseSchema },
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
  description: "A parent consented, in a way that was checked; or it is no child. The freeze is lifted.",
  params,
  body: z.object({
    outcome: z.enum(["consented", "not_a_child"]),
    how: z
      .enum(["signed-form", "payment-card", "call", "government-id", "account", "other"])
      .meta({ description: "By what it was checked (16 CFR 312.5(b) for consent)." }),
  }),
  responses: { 200: CaseSchema },
  errors: ["child_case_not_found", "child_case_state_wrong"],
  access: "requests:act",
  ledger: "child.case-ended",
  example: {
    params: exampleParams,
    body: { outcome: "consented", how: "signed-form" },
    response: { ...exampleCase, state: "closed", outcome: "consented" },
  },
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
  eraseChild,
  endChildCase,
] as const;

export const childEntries = defineEntries({
  "child.claimed": { title: "A parent told of a child", data: z.object({ wish: z.string() }) },
  "child.discovered": {
    title: "Child discovered: the use of their data frozen",
    data: z.object({ source: z.string(), knownAt: z.string(), windowEndsAt: z.string() }),
  },
  "child.viewed": { title: "Case of a child looked at", data: z.object({}) },
  "child.erasure-begun": { title: "Erasure of a child's data begun", data: z.object({ request: z.string() }) },
  "child.case-ended": {
    title: "Case of a child ended",
    data: z.object({ outcome: z.string(), how: z.string() }),
  },
});

export const childErrors = defineErrors({
  age_proof_invalid: {
    status: 404,
    title: "The proof is not valid",
    action: "Ask for the age again: a proof works once, for half an hour.",
  },
  child_case_not_found: { status: 404, title: "There is no such case", action: "List cases to see their ids." },
  child_case_over: {
    status: 404,
    title: "Who this case was about is forgotten",
    action: "Nothing to do: the ledger tells what became of it.",
  },
  child_case_state_wrong: {
    status: 409,
    title: "The case is not where this can be done",
    action: "Read the case again: somebody may have gone on with it.",
  },
});

export type ChildCase = z.infer<typeof CaseSchema>;
export type ChildPerson = z.infer<typeof PersonSchema>;
