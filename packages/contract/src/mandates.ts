/** Acting for somebody else, on the wire; and what countries say of the dead and of households. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";
import { RELATION_NAMES, type RelationName } from "./relations.ts";
import { exampleRequestId } from "./request-examples.ts";
import { RequestKindSchema } from "./requests.ts";
import { ProofTokenSchema, SubmitRequestSchema } from "./verification.ts";

export interface RepresentationNote {
  readonly relation: RelationName;
  /** "FR", "US-CA". */
  readonly place: string;
  readonly says: string;
  readonly source: string;
}

/** What a person who decides should know. Written from memory: have each confirmed before relying on it. */
export const REPRESENTATION_NOTES: readonly RepresentationNote[] = [
  note(
    "heir",
    "DE",
    "The GDPR does not protect the dead. Heirs step into the contract of an account.",
    "BGH, 12 July 2018, III ZR 183/17",
  ),
  note("heir", "DK", "The rules hold for ten years after the death.", "Databeskyttelsesloven § 2(5)"),
  note(
    "heir",
    "EE",
    "A consent holds ten years after the death (twenty for a minor); then an heir's is needed.",
    "IKS § 9",
  ),
  note(
    "heir",
    "ES",
    "Relatives and heirs may ask for access, rectification and erasure, unless the person forbade it.",
    "LO 3/2018, art. 3",
  ),
  note(
    "heir",
    "FR",
    "By the person's own directives; without them, heirs as far as the estate needs it.",
    "Loi 78-17, art. 84–86",
  ),
  note("heir", "HU", "Within five years: whoever was authorised, else a close relative.", "Infotv. 25. §"),
  note(
    "heir",
    "IT",
    "Whoever has an interest of their own, acts for the person, or has family reasons worth protecting.",
    "Codice privacy, art. 2-terdecies",
  ),
  note(
    "heir",
    "PT",
    "For special categories and private life: whom the person named, else the heirs.",
    "Lei 58/2019, art. 17",
  ),
  note(
    "heir",
    "SK",
    "A close relative may consent, unless another close relative has refused in writing.",
    "Act 18/2018, § 78(7)",
  ),
  note("heir", "GB", "Personal data is of living individuals only.", "DPA 2018, s. 3(2)"),
  note(
    "household",
    "US-CA",
    "Rights to know, delete and correct do not reach household data.",
    "Cal. Civ. Code 1798.145(p)",
  ),
];

const AnswersToSchema = z.enum(["person", "representative"]);
const RelationSchema = z.enum(RELATION_NAMES);

export const MOST_PAPER_BYTES = 5 * 1024 * 1024;

export const SubmitForSchema = SubmitRequestSchema.omit({ details: true, scope: true }).extend({
  email: z.email().max(320).meta({ description: "Of the person whose data it is, as the operator knows it." }),
  relation: RelationSchema,
  representative: z.object({
    name: z.string().trim().min(1).max(80),
    organisation: z.string().trim().max(80).default(""),
    email: z.email().max(320),
  }),
  words: z.string().trim().max(2000).default("").meta({ description: "What shows the authority, in words." }),
  paper: z
    .base64()
    .max(Math.ceil((MOST_PAPER_BYTES * 4) / 3) + 4)
    .optional()
    .meta({
      description: "A picture (JPEG, PNG) of the signed permission or order, in base64.",
    }),
});

export const MandateSchema = z
  .object({
    relation: RelationSchema,
    title: z.string(),
    source: z.string(),
    answersTo: AnswersToSchema,
    representativeConfirmedAt: z.iso.datetime().nullable(),
    person: z.object({ isAsked: z.boolean(), confirmedAt: z.iso.datetime().nullable() }),
    review: z.object({ isNeeded: z.boolean(), decidedAt: z.iso.datetime().nullable() }),
    hasPaper: z.boolean(),
    notes: z.array(z.object({ place: z.string(), says: z.string(), source: z.string() })).meta({
      description: "What the law of the person's place says, for whoever decides; of all places where it is unknown.",
    }),
  })
  .meta({ id: "Mandate" });

export const WaitingMandateSchema = z.object({
  requestId: z.string(),
  reference: z.string(),
  kind: RequestKindSchema,
  person: z.string().meta({ description: "Masked." }),
  relation: RelationSchema,
  title: z.string(),
  waitsFor: z.enum(["operator", "representative", "person", "proof"]).meta({
    description:
      "`operator`: somebody has to look at the mandate. `representative`: their own address. `person`: their yes. `proof`: more that shows who the person is.",
  }),
  since: z.iso.datetime(),
  arrivedAt: z.iso.datetime().meta({ description: "From then on the clocks run." }),
});
export type WaitingMandate = z.infer<typeof WaitingMandateSchema>;

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };
const token = "qK3uYpFIXESt36RvJU3o_FdLNGA_PspNe_G4xlumHaA";
const exampleMandate: z.infer<typeof MandateSchema> = {
  relation: "agent",
  title: "Authorised agent",
  source: "11 CCR 7063(a)",
  answersTo: "person",
  representativeConfirmedAt: "2026-11-22T10:05:00.000Z",
  person: { isAsked: true, confirmedAt: null },
  review: { isNeeded: false, decidedAt: null },
  hasPaper: false,
  notes: [],
};

export const submitFor = endpoint({
  id: "mandates.submit",
  method: "post",
  path: "/api/mandates",
  summary: "Ask for a right for somebody else",
  description:
    "The representative confirms their own address, and the person says whether it is so; or, where the law asks it of no person, somebody looks at the mandate. The answer is the same whether anybody is known.",
  body: SubmitForSchema,
  responses: { 202: z.object({ received: z.literal(true) }) },
  errors: ["document_not_a_picture", "mandate_paper_missing"],
  access: "public",
  crossOrigin: true,
  maxBytes: 7_340_032,
  example: {
    body: {
      kind: "access",
      email: "ada@example.org",
      relation: "agent",
      representative: { name: "Grace Canary", email: "grace@agents.example.org" },
    },
    response: { received: true },
  },
});

export const confirmRepresentative = endpoint({
  id: "mandates.confirm",
  method: "post",
  path: "/api/mandates/confirm",
  summary: "Confirm the representative's own address",
  description: "With the token of the message that they got.",
  body: z.object({ token: ProofTokenSchema }),
  responses: { 200: z.object({ confirmed: z.literal(true) }) },
  errors: ["link_invalid"],
  access: "public",
  crossOrigin: true,
  ledger: "request.mandate-confirmed",
  example: { body: { token }, response: { confirmed: true } },
});

export const permitRepresentative = endpoint({
  id: "mandates.permit",
  method: "post",
  path: "/api/mandates/permit",
  summary: "Say whether somebody acts for me",
  description:
    "With the token of the message that the person got. A no ends the request. Answers go to the person unless they say otherwise.",
  body: z.object({ token: ProofTokenSchema, permitted: z.boolean(), answersTo: AnswersToSchema.default("person") }),
  responses: { 200: z.object({ permitted: z.boolean() }) },
  errors: ["link_invalid"],
  access: "public",
  crossOrigin: true,
  ledger: "request.mandate-answered",
  example: { body: { token, permitted: true }, response: { permitted: true } },
});

export const listWaitingMandates = endpoint({
  id: "mandates.list",
  method: "get",
  path: "/api/mandates",
  summary: "List who asks for somebody else and waits",
  description: "What is missing, from whom, and since when; what waits for an operator first. No names.",
  responses: { 200: z.object({ mandates: z.array(WaitingMandateSchema) }) },
  errors: [],
  access: "requests:read",
  example: {
    response: {
      mandates: [
        {
          requestId: exampleRequestId,
          reference: "K7QM-3F2X",
          kind: "access",
          person: "a•••@example.org",
          relation: "attorney",
          title: "Holds a power of attorney",
          waitsFor: "operator",
          since: "2026-11-22T10:05:00.000Z",
          arrivedAt: "2026-11-22T10:00:00.000Z",
        },
      ],
    },
  },
});

export const getMandate = endpoint({
  id: "mandates.get",
  method: "get",
  path: "/api/requests/{requestId}/mandate",
  summary: "See by what right somebody acts for the person",
  description: "The relation, what has been shown of it, and notes of law. No names.",
  params,
  responses: { 200: MandateSchema },
  errors: ["request_not_found", "mandate_missing"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleMandate },
});

export const readMandate = endpoint({
  id: "mandates.read",
  method: "get",
  path: "/api/requests/{requestId}/mandate/words",
  summary: "See who acts for the person",
  description: "Every look is a ledger entry.",
  params,
  responses: {
    200: z.object({ name: z.string(), organisation: z.string(), email: z.string(), words: z.string() }),
  },
  errors: ["request_not_found", "mandate_missing"],
  access: "people:read",
  ledger: "request.mandate-viewed",
  example: {
    params: exampleParams,
    response: { name: "Grace Canary", organisation: "", email: "grace@agents.example.org", words: "" },
  },
});

export const getMandatePaper = endpoint({
  id: "mandates.paper",
  method: "get",
  path: "/api/requests/{requestId}/mandate/paper",
  summary: "Look at the signed mandate",
  description: "Every look is a ledger entry. Forgotten with who asked.",
  params,
  responses: { 200: z.string() },
  errors: ["request_not_found", "mandate_missing", "document_missing"],
  access: "people:read",
  ledger: "request.mandate-viewed",
  file: "image/*",
  example: { params: exampleParams },
});

export const reviewMandate = endpoint({
  id: "mandates.review",
  method: "post",
  path: "/api/requests/{requestId}/mandate/review",
  summary: "Decide whether a mandate holds",
  description:
    "For relations that a person decides on. Accepted, the request goes on; otherwise it ends, and the representative is told why.",
  params,
  body: z.object({
    accepted: z.boolean(),
    answersTo: AnswersToSchema.default("person"),
    text: z
      .string()
      .trim()
      .max(2000)
      .default("")
      .meta({ description: "For the representative; needed where it is not accepted." }),
  }),
  responses: { 200: MandateSchema },
  errors: ["request_not_found", "mandate_missing", "mandate_settled"],
  access: "requests:act",
  ledger: "request.mandate-decided",
  example: {
    params: exampleParams,
    body: { accepted: true, answersTo: "representative" },
    response: { ...exampleMandate, relation: "attorney", answersTo: "representative" },
  },
});

export const mandateEndpoints = [
  submitFor,
  confirmRepresentative,
  permitRepresentative,
  listWaitingMandates,
  getMandate,
  readMandate,
  getMandatePaper,
  reviewMandate,
] as const;

export const mandateEntries = defineEntries({
  "request.mandate-named": {
    title: "Asked for by somebody else",
    data: z.object({ relation: z.string(), paperHash: z.string().nullable() }),
  },
  "request.mandate-confirmed": { title: "The representative's address confirmed", data: z.object({}) },
  "request.mandate-answered": {
    title: "The person said whether somebody acts for them",
    data: z.object({ permitted: z.boolean(), answersTo: z.string() }),
  },
  "request.mandate-decided": {
    title: "Mandate decided on",
    data: z.object({ accepted: z.boolean(), answersTo: z.string() }),
  },
  "request.mandate-reminded": { title: "Operators reminded of a mandate that waits", data: z.object({}) },
  "request.mandate-viewed": { title: "Mandate looked at", data: z.object({ paper: z.boolean() }) },
});

export const mandateErrors = defineErrors({
  mandate_missing: {
    status: 404,
    title: "Nobody acts for the person in this request",
    action: "Read the request: it was made by the person themselves, or who asked is forgotten.",
  },
  mandate_paper_missing: {
    status: 422,
    title: "The signed mandate is missing",
    action: "Send a picture of it as `paper`: this relation is shown by a document.",
  },
  mandate_settled: {
    status: 409,
    title: "There is nothing to decide here",
    action: "Read the mandate again: it was decided on, waits for an address to be confirmed, or needs no decision.",
  },
});

export const mandateJobs = {
  /** Reminds operators of mandates that wait for them. */
  "requests.mandates-remind": z.object({ digestId: z.string(), requestIds: z.array(z.string()).max(200) }),
  /** Writes to the representative, or to the person whom they name. */
  "requests.mandate-mail": z.object({
    requestId: z.string(),
    message: z.enum(["representative", "person", "rejected"]),
    messageId: z.string(),
  }),
} as const;

export type SubmitFor = z.infer<typeof SubmitForSchema>;
export type Mandate = z.infer<typeof MandateSchema>;
export type AnswersTo = z.infer<typeof AnswersToSchema>;

function note(relation: RelationName, place: string, says: string, source: string): RepresentationNote {
  return { relation, place, says, source };
}
