/** The endpoints of choices: what surfaces ask and send, what operators see. */
import * as z from "zod";
import {
  type ChoiceEventSchema,
  type ChoiceHistory,
  HistorySchema,
  LinkDeviceSchema,
  ReadStandingSchema,
  RecordChoicesSchema,
  RecordedSchema,
  RegimeSchema,
  type RegionEvidenceSchema,
  type Standing,
  StandingSchema,
} from "./choices.ts";
import { ChoicesConfigSchema } from "./choices-config.ts";
import { ReasonStepSchema } from "./decisions.ts";
import { endpoint } from "./endpoint.ts";
import { type PersonMerge, PersonMergeSchema, PersonSeparationSchema, SeparateSchema } from "./separations.ts";

const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const device = "dev_4k2m8q0z7h1x5c9v3b6n2a8s4d";
const personId = "per_01jd0000000000000000000000";
const exampleStanding: Standing = {
  policyVersion: hash,
  regime: "eea",
  whose: "device",
  purposes: [
    {
      purpose: "analytics",
      allowed: false,
      reason: "consent_refused",
      act: "refused",
      at: "2026-11-22T10:00:00.000Z",
      until: null,
      channels: {},
      topics: {},
    },
  ],
  gpc: { seen: false, honoured: false },
  ask: { needed: false, why: "too-soon", notBefore: "2027-05-22T10:00:00.000Z" },
};
const exampleHistory: ChoiceHistory = {
  events: [
    {
      id: "3d4f1f2e-6b1a-4a53-9d0e-2f60f5a0b7c1",
      receipt: "rec_01jd0000000000000000000000",
      at: "2026-11-22T10:00:00.000Z",
      act: "refused",
      purpose: "analytics",
      channel: null,
      topic: null,
      surface: "banner",
      method: "reject-all",
      language: "en",
      noticeHash: hash,
      policyVersion: hash,
      regime: "eea",
      gpc: false,
    },
  ],
  next: null,
};

export const getChoicesConfig = endpoint({
  id: "choices.config",
  method: "get",
  path: "/api/choices/config",
  summary: "What a surface that asks needs",
  description:
    "Purposes, notice and rules for a language and a place. May be cached; answers with `Vary: Accept-Language`. Ask for `regime` or a place, else the most protective regime is meant.",
  query: z.object({
    language: z.string().max(35).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    subdivision: z
      .string()
      .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
      .optional(),
    regime: RegimeSchema.optional(),
  }),
  responses: { 200: ChoicesConfigSchema },
  errors: [],
  access: "public",
  crossOrigin: true,
  example: {
    query: { language: "en", country: "DE" },
    response: {
      policyVersion: hash,
      controller: { name: "Example GmbH", email: "privacy@example.org", policyUrl: null },
      language: "en",
      languages: ["en", "de"],
      rules: {
        regime: "eea",
        gpc: "refusal",
        consentLifetime: "P12M",
        reaskAfter: "P6M",
        consentAge: 16,
        sources: ["GDPR Art. 7"],
      },
      regimes: { DE: "eea" },
      notice: { hash, language: "en", title: "Your choices", text: "Example GmbH asks …" },
      purposes: [
        {
          purpose: "analytics",
          title: "See how the site is used",
          description: null,
          consequence: "Nothing stops working.",
          basis: "consent",
          necessary: false,
          sale: false,
          directMarketing: false,
          dependsOn: [],
          categories: ["online.device"],
          recipients: [],
          retention: "14 months",
          channels: [],
          topics: [],
          askedIn: ["banner", "centre"],
        },
      ],
      preferencesUrl: "https://privacy.example.org/privacy/choices",
    },
  },
});

export const recordChoices = endpoint({
  id: "choices.record",
  method: "post",
  path: "/api/choices/events",
  summary: "Record choices",
  description:
    "What a person chose, with the notice they saw. Each choice is one event: sending it again changes nothing, and the order in which events arrive does not matter. Other sites may call it when the configuration lists their origin. `Sec-GPC: 1` is honoured and recorded when it is new.",
  body: RecordChoicesSchema,
  responses: { 200: RecordedSchema },
  errors: [
    "purpose_unknown",
    "choice_scope_unknown",
    "choice_not_theirs",
    "choice_nobodys",
    "choice_time_wrong",
    "notice_unknown",
    "notice_missing",
    "session_invalid",
    "unsupported_media_type",
    "invalid_json",
  ],
  access: "public",
  crossOrigin: true,
  ledger: "choice.recorded",
  example: {
    body: {
      device,
      surface: "banner",
      method: "reject-all",
      notice: { hash, language: "en" },
      choices: [{ id: "3d4f1f2e-6b1a-4a53-9d0e-2f60f5a0b7c1", act: "refused", purpose: "analytics" }],
    },
    response: { receipt: "rec_01jd0000000000000000000000", standing: exampleStanding },
  },
});

export const readStanding = endpoint({
  id: "choices.standing",
  method: "post",
  path: "/api/choices/standing",
  summary: "Where somebody's choices stand",
  description:
    "For a device, for the person of a session, or for nobody yet (what holds before any choice). It is a POST so that no identifier stands in an address. A new `Sec-GPC: 1` is recorded.",
  body: ReadStandingSchema,
  responses: { 200: StandingSchema },
  errors: ["session_invalid", "unsupported_media_type", "invalid_json"],
  access: "public",
  crossOrigin: true,
  example: { body: { device }, response: exampleStanding },
});

export const linkDevice = endpoint({
  id: "choices.link",
  method: "post",
  path: "/api/choices/link",
  summary: "Say whose device it is",
  description:
    "After a sign-in. What the device refused, withdrew or signalled holds for the person from now on; what it allowed does only where the person has never said anything about that purpose.",
  body: LinkDeviceSchema,
  responses: { 200: StandingSchema },
  errors: ["session_invalid", "unsupported_media_type", "invalid_json"],
  access: "public",
  crossOrigin: true,
  ledger: "choice.device-linked",
  example: { body: { device, session: "eyJhbGciOiJFZERTQSJ9…" }, response: { ...exampleStanding, whose: "person" } },
});

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
    params: { personId },
    response: {
      person: personId,
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
  example: { body: { kind: "email", value: "ada@example.org" }, response: { person: personId } },
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
    params: { personId },
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
    params: { personId },
    body: { act: "restricted" },
    response: { ...exampleStanding, whose: "person" },
  },
});

const exampleMerge: PersonMerge = {
  id: "mrg_01jd0000000000000000000000",
  person: personId,
  other: "per_01jd0000000000000000000001",
  at: "2026-11-22T10:00:00.000Z",
  verifiedHow: "session",
  identifiers: 1,
  devices: 1,
  separatedAt: null,
  proposed: null,
};
const mergeParams = z.object({ personId: z.string(), mergeId: z.string() });
const exampleMergeParams = { personId, mergeId: exampleMerge.id };

export const listPersonMerges = endpoint({
  id: "choices.merges",
  method: "get",
  path: "/api/people/{personId}/merges",
  summary: "Merges of a person",
  description:
    "When verified identifiers named two people, and one of them became this one, or this one became another.",
  params: personParams,
  responses: { 200: z.object({ merges: z.array(PersonMergeSchema) }) },
  errors: [],
  access: "people:read",
  example: { params: { personId }, response: { merges: [exampleMerge] } },
});

export const previewPersonSeparation = endpoint({
  id: "choices.separate.preview",
  method: "get",
  path: "/api/people/{personId}/merges/{mergeId}/separate",
  summary: "See what taking a merge of people back would come to",
  description: "A dry run: what leads to whom again, and which choices count for whom.",
  params: mergeParams,
  responses: { 200: PersonSeparationSchema },
  errors: ["merge_not_found", "separation_not_possible"],
  access: "choices:act",
  example: {
    params: exampleMergeParams,
    response: {
      merge: exampleMerge,
      identifiers: 1,
      devices: 1,
      copies: 2,
      shared: 1,
      stays: 0,
      needsSecond: false,
    },
  },
});

export const separatePeople = endpoint({
  id: "choices.separate",
  method: "post",
  path: "/api/people/{personId}/merges/{mergeId}/separate",
  summary: "Take a merge of people back",
  description:
    "Two people were taken for one: identifiers and devices lead to each again, and what one had said does not count for the other any more. A refusal since the merge holds for both. With four eyes the first call proposes it and another person's does it.",
  params: mergeParams,
  body: SeparateSchema,
  responses: { 200: PersonMergeSchema },
  errors: ["merge_not_found", "separation_not_possible", "separation_same_person"],
  access: "choices:act",
  ledger: "choice.people-separated",
  example: {
    params: exampleMergeParams,
    body: { reason: "Two people share an address." },
    response: { ...exampleMerge, separatedAt: "2026-11-23T10:00:00.000Z" },
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
    params: { personId },
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
      person: personId,
      url: "https://privacy.example.org/privacy/choices/AbCd",
      expiresAt: "2027-02-20T10:00:00.000Z",
    },
  },
});

export const openChoices = endpoint({
  id: "choices.open",
  method: "post",
  path: "/api/choices/open",
  summary: "Lead somebody who is signed in to their choices",
  description:
    "For the operator's app: a link of one hour to the preference centre of the session's person. The session token itself never stands in an address.",
  body: z.object({ session: z.string().max(4096) }),
  responses: { 201: z.object({ url: z.string(), expiresAt: z.iso.datetime() }) },
  errors: ["session_invalid", "unsupported_media_type", "invalid_json"],
  access: "public",
  crossOrigin: true,
  example: {
    body: { session: "eyJhbGciOiJFZERTQSJ9…" },
    response: { url: "https://privacy.example.org/privacy/choices/AbCd", expiresAt: "2026-11-22T11:00:00.000Z" },
  },
});

export const getChoiceReceipt = endpoint({
  id: "choices.receipt",
  method: "get",
  path: "/api/people/{personId}/receipts/{receiptId}",
  summary: "Receipt of choices",
  description:
    "Signed: ISO/IEC TS 27560 as JSON-LD with the Data Privacy Vocabulary, Kantara 1.1 inside, and the ledger's proof once there is a checkpoint. `kept receipt verify` checks it without a server.",
  params: z.object({ personId: z.string(), receiptId: z.string() }),
  responses: { 200: z.string() },
  errors: ["person_not_found", "choice_receipt_not_found"],
  access: "people:read",
  file: "application/ld+json",
  example: { params: { personId, receiptId: "rec_01jd0000000000000000000000" } },
});

export const FiguresSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  purposes: z.array(
    z.object({
      purpose: z.string(),
      title: z.string(),
      shown: z.int(),
      given: z.int(),
      refused: z.int(),
      deferred: z.int(),
      withdrawn: z.int(),
      objected: z.int(),
      optedOut: z.int(),
      signalled: z.int(),
    }),
  ),
  days: z.array(z.object({ day: z.iso.date(), given: z.int(), refused: z.int() })),
});

export const getChoiceFigures = endpoint({
  id: "choices.figures",
  method: "get",
  path: "/api/choices/figures",
  summary: "How people choose",
  description: "Counts of acts by purpose and day, from the record alone: nobody is followed to make them.",
  query: z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
  responses: { 200: FiguresSchema },
  errors: [],
  access: "choices:read",
  example: {
    query: { from: "2026-11-01", to: "2026-11-30" },
    response: { from: "2026-11-01", to: "2026-11-30", purposes: [], days: [] },
  },
});

export const GpcSupportSchema = z.object({ gpc: z.boolean(), lastUpdate: z.iso.date() });

export const getGpcSupport = endpoint({
  id: "choices.gpc",
  method: "get",
  path: "/.well-known/gpc.json",
  summary: "Support of Global Privacy Control",
  description: "Says that this site acts on `Sec-GPC: 1`. Serve the same file on your own site.",
  responses: { 200: GpcSupportSchema },
  errors: [],
  access: "public",
  example: { response: { gpc: true, lastUpdate: "2026-11-22" } },
});

export const choiceEndpoints = [
  getChoicesConfig,
  recordChoices,
  readStanding,
  linkDevice,
  openChoices,
  findPerson,
  inviteToChoices,
  getPersonChoices,
  recordForPerson,
  limitPerson,
  listPersonMerges,
  previewPersonSeparation,
  separatePeople,
  setAge,
  getChoiceReceipt,
  getChoiceFigures,
  getGpcSupport,
] as const;

export type PersonChoices = z.infer<typeof PersonChoicesSchema>;
export type ChoiceFigures = z.infer<typeof FiguresSchema>;
export type Limit = z.infer<typeof LimitSchema>;
export type RecordedEvent = z.infer<typeof ChoiceEventSchema>;
export type Region = z.infer<typeof RegionEvidenceSchema>;
