/** The endpoints by which operators find people, and see and set what they chose. */
import * as z from "zod";
import { exampleHistory, examplePersonId, exampleStanding } from "./choice-examples.ts";
import { HistorySchema, RecordChoicesSchema, RecordedSchema, StandingSchema } from "./choices.ts";
import { ReasonStepSchema } from "./decisions.ts";
import { endpoint } from "./endpoint.ts";

const personParams = z.object({ personId: z.string() });

export const PersonChoicesSchema = z.object({
  person: z.string(),
  standing: StandingSchema,
  limits: z.array(z.object({ purpose: z.string(), act: z.string(), at: z.iso.datetime() })),
  reasons: z.record(z.string(), z.array(ReasonStepSchema)),
  history: HistorySchema,
});

export const getPersonChoices = endpoint({
  id: "choices.person",
  method: "get",
  path: "/api/people/{personId}/choices",
  summary: "Choices of a person",
  description: "Where each purpose stands and why, and the record behind it. The look is a ledger entry.",
  params: personParams,
  query: z.object({ before: z.string().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  responses: { 200: PersonChoicesSchema },
  errors: ["person_not_found"],
  access: "people:read",
  ledger: "choice.viewed",
  example: {
    params: { personId: examplePersonId },
    response: {
      person: examplePersonId,
      standing: { ...exampleStanding, whose: "person" },
      limits: [],
      reasons: {},
      history: exampleHistory,
    },
  },
});

export const findPerson = endpoint({
  id: "choices.find-person",
  method: "post",
  path: "/api/people/find",
  summary: "Find a person by an identifier",
  description: "Answers Kept's id of the person. The identifier is compared by keyed hash and is not stored.",
  body: z.object({ kind: z.enum(["id", "email", "phone"]), value: z.string().min(1).max(320) }),
  responses: { 200: z.object({ person: z.string() }) },
  errors: ["person_not_found", "unsupported_media_type", "invalid_json"],
  access: "people:read",
  example: { body: { kind: "email", value: "ada@example.org" }, response: { person: examplePersonId } },
});

export const recordForPerson = endpoint({
  id: "choices.record-for-person",
  method: "post",
  path: "/api/people/{personId}/choices",
  summary: "Record choices on a person's behalf",
  description: "What was said on the phone, on paper or by an authorised agent, or by a parent for a child.",
  params: personParams,
  body: RecordChoicesSchema.omit({ device: true, session: true, gpc: true }).extend({
    byParent: z.boolean().default(false).meta({ description: "A parent whose authority was verified said it" }),
  }),
  responses: { 200: RecordedSchema },
  errors: [
    "person_not_found",
    "purpose_unknown",
    "choice_scope_unknown",
    "choice_not_theirs",
    "choice_time_wrong",
    "notice_unknown",
    "notice_missing",
    "unsupported_media_type",
    "invalid_json",
  ],
  access: "choices:act",
  ledger: "choice.recorded",
  example: {
    params: { personId: examplePersonId },
    body: {
      surface: "phone",
      method: "spoken",
      choices: [{ id: "3d4f1f2e-6b1a-4a53-9d0e-2f60f5a0b7c1", act: "withdrawn", purpose: "newsletter" }],
    },
    response: { receipt: "rec_01jd0000000000000000000000", standing: { ...exampleStanding, whose: "person" } },
  },
});

export const LimitSchema = z.object({
  act: z.enum(["restricted", "restriction-lifted", "frozen", "unfrozen", "notified", "objection-overruled"]),
  purpose: z.string().default("*").meta({ description: "A purpose, or `*` for all" }),
});

export const limitPerson = endpoint({
  id: "choices.limit",
  method: "post",
  path: "/api/people/{personId}/limits",
  summary: "Limit the use of a person's data, or lift a limit",
  description:
    "Restriction (Art. 18 GDPR), a freeze, a notice that was given, an objection that was outweighed. It bites at once, everywhere.",
  params: personParams,
  body: LimitSchema,
  responses: { 200: StandingSchema },
  errors: ["person_not_found", "purpose_unknown", "choice_not_theirs", "unsupported_media_type", "invalid_json"],
  access: "choices:act",
  ledger: "choice.limited",
  example: {
    params: { personId: examplePersonId },
    body: { act: "restricted" },
    response: { ...exampleStanding, whose: "person" },
  },
});

export const setAge = endpoint({
  id: "choices.set-age",
  method: "put",
  path: "/api/people/{personId}/age",
  summary: "Say how old a person is at least",
  description:
    "The latest day on which they can have been born: what an age screen answered, or a birth date where you hold one for another reason. Who is too young to consent alone where they live then needs a parent's yes. `null`: nothing is known any more.",
  params: personParams,
  body: z.object({ bornBy: z.iso.date().nullable() }),
  responses: { 200: StandingSchema },
  errors: ["person_not_found", "unsupported_media_type", "invalid_json"],
  access: "choices:act",
  ledger: "choice.age-set",
  example: {
    params: { personId: examplePersonId },
    body: { bornBy: "2010-11-22" },
    response: { ...exampleStanding, whose: "person" },
  },
});

export const inviteToChoices = endpoint({
  id: "choices.invite",
  method: "post",
  path: "/api/people/link",
  summary: "Make a link to somebody's choices",
  description:
    "For a message's footer or an account page: whoever holds the link sees and changes the choices of this person and nothing else, without signing in, until it expires. The person is made when the identifier is new.",
  body: z.object({
    kind: z.enum(["id", "email", "phone"]),
    value: z.string().min(1).max(320),
    purpose: z.string().optional().meta({ description: "Only this purpose, for instance the newsletter's" }),
    lifetime: z.string().default("P90D").meta({ description: "ISO 8601 duration, at most P400D" }),
  }),
  responses: { 201: z.object({ person: z.string(), url: z.string(), expiresAt: z.iso.datetime() }) },
  errors: ["purpose_unknown", "unsupported_media_type", "invalid_json"],
  access: "choices:act",
  example: {
    body: { kind: "email", value: "ada@example.org" },
    response: {
      person: examplePersonId,
      url: "https://privacy.example.org/privacy/choices/AbCd",
      expiresAt: "2027-02-20T10:00:00.000Z",
    },
  },
});

export const personEndpoints = [
  findPerson,
  inviteToChoices,
  getPersonChoices,
  recordForPerson,
  limitPerson,
  setAge,
] as const;

export type PersonChoices = z.infer<typeof PersonChoicesSchema>;
export type Limit = z.infer<typeof LimitSchema>;
