/** What the operator's configuration says about choices: the part of `kept.config.ts` that this slice reads. */
import * as z from "zod";
import { duration, fromEnvironment, identifier, localText } from "../config-fields.ts";

export const channelSchema = z
  .object({
    title: localText,
    kind: z.enum(["email", "sms", "phone", "post", "push", "in-app"]),
  })
  .strict();

/** What a purpose says about the choices that people have. */
export const purposeChoices = {
  /** What does not work any more for somebody who refuses or restricts it, in a sentence. */
  consequence: localText.optional(),
  /** Purposes without which this one cannot run: when one of them is denied, so is this. */
  dependsOn: z.array(z.string()).default([]),
  /** Names of `channels` in which it reaches people. A decision about it must name one. */
  channels: z.array(z.string()).default([]),
  /** What people may choose within it. */
  topics: z.record(identifier, z.object({ title: localText }).strict()).default({}),
  /** It sells or shares data, or targets advertising across contexts: a standing opt-out signal applies to it. */
  sale: z.boolean().default(false),
  /** Direct marketing: an objection to it is final (Art. 21(3) GDPR). */
  directMarketing: z.boolean().default(false),
  /** Nobody's data is used for it before they were given notice (Art. 13(3) GDPR). */
  needsNotice: z.boolean().default(false),
  /**
   * It rested on consent, and does so no more though people have said no to it: since when, and why that is right. Without
   * it the server does not start (Art. 7(3) GDPR). Whoever said no stays out either way, until they say yes.
   */
  basisChange: z
    .object({
      from: z.literal("consent"),
      on: z.iso.date(),
      reason: z
        .string()
        .min(20, "says too little: why does it no longer need the yes that it was asked for?")
        .max(1000),
    })
    .strict()
    .optional(),
  /** How long a consent to it holds; only ever shorter than the regime's. */
  consentLifetime: duration.optional(),
  /** Where people are asked. */
  askedIn: z.array(z.enum(["banner", "centre", "form"])).default(["centre"]),
};

const sessionSchema = z
  .object({
    /** EdDSA: `key` holds a PEM public key. HS256: at least 32 bytes as hexadecimal digits. */
    algorithm: z.enum(["EdDSA", "HS256"]),
    key: fromEnvironment,
    /** `iss` of the tokens. */
    issuer: z.string().min(1),
    /** `aud` of the tokens. */
    audience: z.string().min(1).default("kept"),
  })
  .strict();

const webhookSchema = z
  .object({
    title: localText.optional(),
    url: z.union([z.url("is not an address"), fromEnvironment]),
    /** Signs calls (HMAC-SHA256). */
    secret: fromEnvironment,
    /** Tell it of these purposes only; default all. */
    purposes: z.array(z.string()).optional(),
    /** The recipient that it tells, when it is one. */
    recipient: z.string().optional(),
    /** By when it must have acknowledged. */
    within: duration.default("P1D"),
    allowPrivateAddress: z.boolean().default(false),
  })
  .strict();

export const choicesSchema = z
  .object({
    /** Sites whose pages may read and record choices: `https://www.example.org`. */
    origins: z.array(z.url("is not an address")).default([]),
    /** How the operator's app proves who is signed in. Without it only devices and links are known. */
    session: sessionSchema.optional(),
    /** Systems and recipients that are told when somebody changes their mind. */
    webhooks: z.record(identifier, webhookSchema).default({}),
    /** The heading and first words of the notice that is shown where people are asked. */
    notice: z.object({ title: localText, intro: localText }).strict().optional(),
    /** The day on which support of Global Privacy Control last changed. */
    gpcSince: z.iso.date().default("2026-01-01"),
  })
  .strict()
  .prefault({});

export type ChoicesSettings = z.output<typeof choicesSchema>;
export type WebhookConfig = ChoicesSettings["webhooks"][string];
