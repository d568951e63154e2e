/** The endpoints of choices: what surfaces ask and send, the receipts and the figures. */
import * as z from "zod";
import { exampleDevice, exampleHash, examplePersonId, exampleStanding } from "./choice-examples.ts";
import {
  type ChoiceEventSchema,
  LinkDeviceSchema,
  ReadStandingSchema,
  RecordChoicesSchema,
  RecordedSchema,
  RegimeSchema,
  type RegionEvidenceSchema,
  StandingSchema,
} from "./choices.ts";
import { ChoicesConfigSchema } from "./choices-config.ts";
import { endpoint } from "./endpoint.ts";

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
      policyVersion: exampleHash,
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
      notice: { hash: exampleHash, language: "en", title: "Your choices", text: "Example GmbH asks …" },
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
      device: exampleDevice,
      surface: "banner",
      method: "reject-all",
      notice: { hash: exampleHash, language: "en" },
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
  example: { body: { device: exampleDevice }, response: exampleStanding },
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
  example: {
    body: { device: exampleDevice, session: "eyJhbGciOiJFZERTQSJ9…" },
    response: { ...exampleStanding, whose: "person" },
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
  example: { params: { personId: examplePersonId, receiptId: "rec_01jd0000000000000000000000" } },
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
  getChoiceReceipt,
  getChoiceFigures,
  getGpcSupport,
] as const;

export type ChoiceFigures = z.infer<typeof FiguresSchema>;
export type RecordedEvent = z.infer<typeof ChoiceEventSchema>;
export type Region = z.infer<typeof RegionEvidenceSchema>;
