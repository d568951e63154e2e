/** The operator's configuration as code: `kept.config.ts` calls `defineKept({...})`, and everything here is checked at once. */
import { REGIME_NAMES } from "@kept/engine/regimes/regime";
import * as z from "zod";
import { automatedDecisionsSchema, reviewsSchema } from "./automated-decisions/automated-decisions-config.ts";
import { bannerSchema, cookiesSchema } from "./banner/banner-settings.ts";
import { findBannerIssues } from "./banner/config-issues.ts";
import { centreSchema } from "./centre/centre-config.ts";
import { childrenSchema } from "./children/children-config.ts";
import { channelSchema, choicesSchema } from "./choices/choices-config.ts";
import { findChoiceIssues } from "./choices/config-issues.ts";
import { country, duration, identifier, localText } from "./config-fields.ts";
import { describeIssue } from "./describe-issue.ts";
import { drpSchema } from "./drp/drp-config.ts";
import { importsSchema } from "./imports/imports-config.ts";
import { findMailboxIssues, mailboxSchema } from "./mailbox/mailbox-config.ts";
import { findStreamIssues, messagesSchema, signatureSchema, streamsSchema } from "./messages/streams-config.ts";
import { opendsrSchema } from "./opendsr/opendsr-config.ts";
import { Temporal } from "./platform/clock.ts";
import { languages } from "./platform/i18n/language.ts";
import { StartError } from "./platform/start-error.ts";
import { findPurposeIssues, purposeSchema } from "./purposes/purposes-config.ts";
import { recipientSchema } from "./recipients/recipients-config.ts";
import { requestsSchema } from "./requests/requests-config.ts";
import { findScanIssues, scansSchema } from "./scans/scans-config.ts";
import { smsSchema } from "./sms/sms-config.ts";
import { systemSchema } from "./systems/systems-config.ts";
import { findTransferIssues, transfersSchema } from "./transfers/transfers-config.ts";
import { verificationSchema } from "./verification/verification-config.ts";

const zone = z.string().refine(isZone, { message: 'is not a time zone such as "Europe/Berlin"' });
const controllerSchema = z
  .object({
    /** The company's full legal name. */
    name: z.string().min(1),
    address: z.array(z.string().min(1)).min(1),
    country,
    /** Where people write about privacy. */
    email: z.email("is not an e-mail address"),
    phone: z.string().min(1).optional(),
    website: z.url("is not an address").optional(),
    /** The data protection officer, where there is one. */
    dpo: z
      .object({ name: z.string().min(1), email: z.email("is not an e-mail address") })
      .strict()
      .optional(),
    /** The representative in the Union (Art. 27 GDPR), where one is needed. */
    representative: z
      .object({ name: z.string().min(1), address: z.array(z.string().min(1)).min(1) })
      .strict()
      .optional(),
    /** The supervisory authority that people can complain to. */
    authority: z
      .object({ name: z.string().min(1), url: z.url("is not an address") })
      .strict()
      .optional(),
    /** Where in the country, if holidays differ there: "BE" for Berlin, "SCT" for Scotland. */
    subdivision: z
      .string()
      .regex(/^[A-Z0-9]{1,3}$/, 'is not a subdivision such as "BE" (ISO 3166-2 without the country)')
      .optional(),
    /** In which days are counted. */
    zone,
  })
  .strict();

const keptSchema = z
  .object({
    controller: controllerSchema,
    regimes: z.array(z.enum(REGIME_NAMES)).min(1).default(["eea", "default"]),
    languages: z.array(z.enum(languages)).min(1).default(["en"]),
    purposes: z.record(identifier, purposeSchema).default({}),
    recipients: z.record(identifier, recipientSchema).default({}),
    /** Ways in which people are reached, named by purposes. */
    channels: z.record(identifier, channelSchema).default({}),
    choices: choicesSchema,
    /** Everything that the operator's sites keep in browsers. */
    cookies: cookiesSchema,
    banner: bannerSchema,
    systems: z.record(identifier, systemSchema).default({}),
    /** Where data comes from, when not from the person (Art. 15(1)(g) GDPR). */
    sources: z.array(localText).default([]),
    /** Decisions by automated means alone, with their logic (Art. 15(1)(h), 22 GDPR); empty: there are none. */
    automatedDecisions: automatedDecisionsSchema,
    /** How the app hears of what people came to who looked at one again. */
    reviews: reviewsSchema,
    centre: centreSchema,
    /** Where people write: each address is watched, and what is asked there opens requests. */
    mailboxes: z.record(identifier, mailboxSchema).default({}),
    /** Kinds of messages that go to people, each with its class and what is asked before it leaves. */
    streams: streamsSchema,
    /** How long is known what went out, and what takes two people. */
    messages: messagesSchema,
    /** Keys that sign messages (DKIM), by domain of the sender. */
    signatures: z.array(signatureSchema).default([]),
    /** Sites that are looked at with a browser, how often and as whom. */
    scans: scansSchema,
    /** The Data Rights Protocol: authorised agents send requests. */
    drp: drpSchema.nullable().default(null),
    /** OpenDSR: controllers send requests to us, their processor. */
    opendsr: opendsrSchema.nullable().default(null),
    /** Data that people have other controllers send here. */
    imports: importsSchema.nullable().default(null),
    /** Text messages: who sends them, and the door for those that come in. */
    sms: smsSchema.nullable().default(null),
    /** Ways of showing who one is beyond the mailbox. */
    verification: verificationSchema,
    children: childrenSchema,
    complaints: z
      .object({
        /** How long who complained and of what is kept once it is decided: until claims have lapsed. */
        keepFor: duration.default("P3Y"),
      })
      .strict()
      .prefault({}),
    /** Other controllers to which people may have their data sent. */
    transfers: transfersSchema,
    requests: requestsSchema,
  })
  .strict()
  .superRefine((config, context) => {
    const issues = [
      ...findMailboxIssues(config),
      ...findPurposeIssues(config),
      ...findBannerIssues(config),
      ...findScanIssues(config),
      ...findStreamIssues(config),
      ...findTransferIssues(config),
      ...findChoiceIssues(config),
    ];
    for (const { path, message } of issues) context.addIssue({ code: "custom", path, message });
  });

/** What the operator writes. */
export type KeptConfigInput = z.input<typeof keptSchema>;
/** The same with defaults filled in. */
export type KeptConfig = z.output<typeof keptSchema>;
export type MailboxConfig = KeptConfig["mailboxes"][string];
export type SystemConfig = KeptConfig["systems"][string];
export type PurposeConfig = KeptConfig["purposes"][string];
export type RecipientConfig = KeptConfig["recipients"][string];
export type LocalText = z.output<typeof localText>;

/** Gives an editor the properties and their documentation; checks nothing (that is `parseKept`). */
export function defineKept<const C extends KeptConfigInput>(config: C): C {
  return config;
}

/**
 * Checks a configuration and fills in defaults.
 * @param source what to call the file in messages
 * @throws StartError `kept_config_invalid`, with the path, the fault and the remedy of every problem
 */
export function parseKept(config: unknown, source = "kept.config.ts"): KeptConfig {
  const parsed = keptSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new StartError("kept_config_invalid", `${source} is not valid:`, {
    problems: parsed.error.issues.map(describeIssue),
    action: `Correct these places in ${source} and start again; \`kept check\` looks without starting.`,
  });
}

/** The text in a language, English where there is none. */
export function localized(text: LocalText, language: string): string {
  if (typeof text === "string") return text;
  return (text as Readonly<Record<string, string | undefined>>)[language] ?? text.en;
}

/** What people call a purpose; a name that is configured no more stays a name. */
export function purposeTitle(kept: KeptConfig, purpose: string, language: string): string {
  const title = kept.purposes[purpose]?.title;
  return title === undefined ? purpose : localized(title, language);
}

function isZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}
