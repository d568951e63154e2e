/** Choices on the wire: what a person said, about which purpose, where and how, and what follows from it. */
import * as z from "zod";
import { CHOICE_ACT_NAMES, SAYABLE_ACT_NAMES } from "./choice-acts.ts";

/** The sets of rules that follow from where a person is. */
export const RegimeSchema = z.enum(["eea", "uk", "ch", "us-ca", "default"]);

export const BasisSchema = z.enum([
  "consent",
  "contract",
  "legal-obligation",
  "vital-interests",
  "public-task",
  "legitimate-interests",
  "none-required",
]);

/** Where a choice was made. */
export const SurfaceSchema = z.enum([
  "banner",
  "preferences",
  "centre",
  "app",
  "form",
  "mail",
  "sms",
  "phone",
  "paper",
  "api",
]);

/** What the person did there. */
export const MethodSchema = z
  .enum([
    "accept-all",
    "reject-all",
    "save",
    "toggle",
    "dismiss",
    "shown",
    "signal",
    "one-click",
    "reply",
    "spoken",
    "written",
    "linked",
    "lapse",
  ])
  .meta({
    description:
      "`signal`: Global Privacy Control; `one-click`: RFC 8058; `linked`: carried over from a device that proved to be theirs; `lapse`: time alone.",
  });

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: "SHA-256, hexadecimal" });
const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);

/** A device names itself with random bits that nothing else is made of. */
export const DeviceIdSchema = z
  .string()
  .regex(/^dev_[0-9a-z]{26}$/)
  .meta({
    description: "`dev_` and 26 random characters of 0-9a-z, made in the browser or app",
    example: "dev_4k2m8q0z7h1x5c9v3b6n2a8s4d",
  });

/** Evidence of where the person is. Declared beats inferred; unknown counts as the most protective regime. */
export const RegionEvidenceSchema = z.object({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .meta({ description: "ISO 3166-1 alpha-2" }),
  subdivision: z
    .string()
    .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
    .optional()
    .meta({ description: "ISO 3166-2", example: "US-CA" }),
  method: z.enum(["declared", "billing", "ip", "locale"]),
});

/** One thing that was said. The id makes it one event however often it is sent. */
export const ChoiceInputSchema = z.object({
  id: z.uuid().meta({ description: "Made by the caller; sending it again changes nothing" }),
  act: z.enum(SAYABLE_ACT_NAMES),
  purpose: name.meta({ description: "A purpose of the configuration; any other is refused" }),
  channel: name.optional(),
  topic: name.optional(),
});

export const RecordChoicesSchema = z.object({
  device: DeviceIdSchema.optional(),
  session: z.string().max(4096).optional().meta({
    description: "The operator's signed session token: whose choice it is. Without it, it is the device's.",
  }),
  choices: z.array(ChoiceInputSchema).min(1).max(100),
  surface: SurfaceSchema,
  method: MethodSchema.exclude(["linked", "lapse"]),
  notice: z
    .object({
      hash: sha256.meta({ description: "Of the notice of the configuration, as `GET /api/choices/config` gave it" }),
      language: z.string().min(2).max(35),
      rendered: sha256.optional().meta({
        description: "Of everything that was on the screen, labels of buttons included; the surface keeps the text",
      }),
    })
    .optional()
    .meta({ description: "Required where consent is given or refused" }),
  region: RegionEvidenceSchema.optional(),
  gpc: z.boolean().optional().meta({
    description: "`navigator.globalPrivacyControl`; the header `Sec-GPC: 1` counts as well",
  }),
  toldOfConflict: z.boolean().default(false).meta({
    description: "The person was told that their standing signal says otherwise (11 CCR 7025(c)(3))",
  }),
  at: z.iso.datetime().optional().meta({
    description: "When it was said, for what was queued offline: at most 30 days ago and never later than now",
  }),
});

/** Where a purpose stands for this device or person, now. */
export const PurposeStandingSchema = z.object({
  purpose: z.string(),
  allowed: z.boolean(),
  reason: z.string().meta({ description: "Code of the check that settled it", example: "consent_given" }),
  act: z.enum(CHOICE_ACT_NAMES).nullable().meta({ description: "The latest explicit act, null when there is none" }),
  at: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable().meta({ description: "When the answer changes by time alone" }),
  channels: z.record(z.string(), z.boolean()),
  topics: z.record(z.string(), z.boolean()),
});

export const StandingSchema = z
  .object({
    policyVersion: sha256,
    regime: RegimeSchema,
    whose: z.enum(["person", "device", "nobody"]),
    purposes: z.array(PurposeStandingSchema),
    gpc: z.object({
      seen: z.boolean(),
      honoured: z
        .boolean()
        .meta({ description: "It denies something that was allowed otherwise: show it as processed" }),
    }),
    ask: z.object({
      needed: z.boolean().meta({ description: "False: do not ask now" }),
      why: z.enum([
        "never-asked",
        "notice-changed",
        "expired",
        "interval-over",
        "answered",
        "too-soon",
        "nothing-to-ask",
      ]),
      notBefore: z.iso.datetime().nullable(),
    }),
  })
  .meta({ id: "Standing", description: "What somebody has chosen and what follows from it" });

export const RecordedSchema = z.object({
  receipt: z.string().nullable().meta({
    description: "Id of the receipt; null when everything had been recorded before",
    example: "rec_01jd0000000000000000000000",
  }),
  standing: StandingSchema,
});

export const ReadStandingSchema = z.object({
  device: DeviceIdSchema.optional(),
  session: z.string().max(4096).optional(),
  region: RegionEvidenceSchema.optional(),
  gpc: z.boolean().optional(),
  notice: sha256.optional().meta({ description: "The notice that would be shown: tells whether it is a new one" }),
});

export const LinkDeviceSchema = z.object({
  device: DeviceIdSchema,
  session: z.string().max(4096).meta({ description: "Proves whose device it is" }),
});

/** One line of the record. */
export const ChoiceEventSchema = z.object({
  id: z.string(),
  receipt: z.string(),
  at: z.iso.datetime(),
  act: z.enum(CHOICE_ACT_NAMES),
  purpose: z.string(),
  channel: z.string().nullable(),
  topic: z.string().nullable(),
  surface: SurfaceSchema,
  method: MethodSchema,
  language: z.string().nullable(),
  noticeHash: z.string().nullable(),
  policyVersion: z.string(),
  regime: RegimeSchema,
  gpc: z.boolean(),
});

export const HistorySchema = z.object({
  events: z.array(ChoiceEventSchema),
  next: z.string().nullable().meta({ description: "Pass it as `before`; null at the end" }),
});

export type Regime = z.infer<typeof RegimeSchema>;
export type RecordChoices = z.infer<typeof RecordChoicesSchema>;
export type RecordChoicesInput = z.input<typeof RecordChoicesSchema>;
export type ReadStanding = z.infer<typeof ReadStandingSchema>;
export type Standing = z.infer<typeof StandingSchema>;
export type PurposeStanding = z.infer<typeof PurposeStandingSchema>;
export type Recorded = z.infer<typeof RecordedSchema>;
export type ChoiceEvent = z.infer<typeof ChoiceEventSchema>;
export type ChoiceHistory = z.infer<typeof HistorySchema>;
export type Surface = z.infer<typeof SurfaceSchema>;
export type Method = z.infer<typeof MethodSchema>;
export type RegionEvidence = z.infer<typeof RegionEvidenceSchema>;
export type ChoiceInput = z.infer<typeof ChoiceInputSchema>;
