/** The operator's configuration as code: `kept.config.ts` calls `defineKept({...})`, and everything here is checked at once. */
import { REGIME_NAMES } from "@kept/engine/regimes/regime";
import * as z from "zod";
import { automatedDecisionsSchema, reviewsSchema } from "./automated-decisions/automated-decisions-config.ts";
import { bannerSchema, cookiesSchema } from "./banner/banner-settings.ts";
import { findBannerIssues } from "./banner/config-issues.ts";
import { channelSchema, choicesSchema, purposeChoices } from "./choices/choices-config.ts";
import { findChoiceIssues } from "./choices/config-issues.ts";
import { duration, fromEnvironment, identifier, localText } from "./config-fields.ts";
import { drpSchema } from "./drp/drp-config.ts";
import { importsSchema } from "./imports/imports-config.ts";
import { findStreamIssues, messagesSchema, signatureSchema, streamsSchema } from "./messages/streams-config.ts";
import { opendsrSchema } from "./opendsr/opendsr-config.ts";
import { Temporal } from "./platform/clock.ts";
import { languages } from "./platform/i18n/language.ts";
import { StartError } from "./platform/start-error.ts";
import { mayCarryValues, recipientTelling } from "./recipients/recipients-config.ts";
import { undoSchema } from "./requests/undo-config.ts";
import { findScanIssues, scansSchema } from "./scans/scans-config.ts";
import { smsSchema } from "./sms/sms-config.ts";
import { findTransferIssues, transfersSchema } from "./transfers/transfers-config.ts";
import { verificationSchema } from "./verification/verification-config.ts";

export const legalBases = [
  "consent",
  "contract",
  "legal-obligation",
  "vital-interests",
  "public-task",
  "legitimate-interests",
  "none-required",
] as const;

const zone = z.string().refine(isZone, { message: 'is not a time zone such as "Europe/Berlin"' });
const country = z.string().regex(/^[A-Z]{2}$/, 'is not a two-letter country code in capitals such as "DE"');
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour such as "#1f6feb"');

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

const recipientSchema = z
  .object({
    name: z.string().min(1),
    role: z.enum(["processor", "controller", "joint-controller", "authority", "recipient"]),
    country,
    /** On what a transfer out of the EEA rests. */
    transfer: z.enum(["none", "adequacy", "standard-clauses", "binding-rules", "derogation"]).default("none"),
    /** What the recipient is for, in a sentence. */
    purpose: localText.optional(),
    privacyUrl: z.url("is not an address").optional(),
    ...recipientTelling,
  })
  .strict()
  .refine(mayCarryValues, {
    path: ["correctedValues"],
    message: "is true, and the channel is no webhook and no OpenDSR: corrected values go over these alone",
  });

const purposeSchema = z
  .object({
    title: localText,
    description: localText.optional(),
    /** Legal basis under each regime; `default` fills the gaps. */
    basis: z
      .partialRecord(z.enum(REGIME_NAMES), z.enum(legalBases))
      .refine((basis) => Object.keys(basis).length > 0, "names no legal basis: add at least `default`"),
    /** Whose interests, when the basis is legitimate interests. */
    interests: localText.optional(),
    /** Categories of data, by their names in the taxonomy. */
    categories: z.array(z.string().min(1)).min(1),
    /** Names of `recipients`. */
    recipients: z.array(z.string()).default([]),
    /** How long, in words that people understand. */
    retention: localText,
    ...purposeChoices,
  })
  .strict();

const systemSchema = z
  .object({
    /** `postgres:`, `mysql:`, `mariadb:`, `sqlite:` or `https:`; `{ env: "NAME" }` takes it from the environment. */
    url: z.union([z.string().min(1), z.object({ env: z.string().min(1) }).strict()]),
    title: localText.optional(),
    /** Path of the map (YAML), from the folder of kept.config.ts. */
    map: z.string().min(1).optional(),
    /** Database schemas to look at, in the order of the search path. */
    schemas: z.array(z.string().min(1)).optional(),
    /** For `https:` systems: name of the variable with the shared secret that signs calls. */
    secret: z
      .object({ env: z.string().min(1) })
      .strict()
      .optional(),
    /** Allows an address in a private network for an `https:`/`http:` system. */
    allowPrivateAddress: z.boolean().default(false),
  })
  .strict();

const mailboxSchema = z
  .object({
    /** The addresses that people write to. The SMTP listener takes mail for these and no others. */
    addresses: z.array(z.email("is not an e-mail address")).min(1),
    /** `rights`: where a policy sends people with their rights. `questions`: everything else about privacy. */
    purpose: z.enum(["rights", "questions"]),
    /** Name of the variable with `imaps://user:password@host/INBOX`; without it, mail comes by the SMTP listener. */
    imap: z
      .object({
        env: z.string().min(1),
        /** Variable with the certificate (PEM) of an authority of your own, for a mail server inside the house. */
        authority: fromEnvironment.optional(),
        /** What becomes of a message on the mail server once it is stored here. */
        afterReading: z.enum(["keep", "delete"]).default("keep"),
      })
      .strict()
      .optional(),
    /** At the first reading of an IMAP mailbox, how old a message may be to be taken in. */
    firstReading: duration.default("P30D"),
    /** Working days within which a person should have answered. */
    acknowledgeWithin: z.int().min(1).max(30).default(2),
    /** How long messages are kept once nothing waits. */
    keepFor: duration.default("P180D"),
    /** The addresses take `+words` before the @: answers to us then name their request in the address too. */
    plusAddresses: z.boolean().default(false),
  })
  .strict();

const centreSchema = z
  .object({
    brand: z.string().min(1),
    colours: z
      .object({
        primary: colour.default("#1f5fbf"),
        onPrimary: colour.default("#ffffff"),
        accent: colour.optional(),
        background: colour.default("#ffffff"),
        text: colour.default("#1b1f24"),
      })
      .strict()
      .prefault({}),
    /** Address of a logo that the centre may load. */
    logo: z.string().min(1).optional(),
    intro: localText.optional(),
    contact: localText.optional(),
    policyUrl: z.string().min(1).optional(),
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
    children: z
      .object({
        /** Years from which somebody may be here at all. Below it nobody is knowingly collected from. */
        minimumAge: z.int().min(1).max(21).default(13),
        /** How long a device that was turned away stays so. */
        retryLock: duration.default("P1D"),
        /** How long a parent may consent once a child was discovered; PT0S: not at all. */
        consentWindow: duration.default("P14D"),
        /** How long what proves a parent's consent is kept, unless they take it back before. */
        keepConsentFor: duration.default("P5Y"),
        /** Origins of the operator's apps and sites to which the page of the age screen may lead back. */
        returnTo: z.array(z.url("is not an address")).default([]),
      })
      .strict()
      .prefault({}),
    complaints: z
      .object({
        /** How long who complained and of what is kept once it is decided: until claims have lapsed. */
        keepFor: duration.default("P3Y"),
      })
      .strict()
      .prefault({}),
    /** Other controllers to which people may have their data sent. */
    transfers: transfersSchema,
    requests: z
      .object({
        /** Between approval and erasure; the person can cancel until it is over. */
        erasureWaitingPeriod: duration.default("P3D"),
        /** For how long an erasure can be taken back, and who holds the key; without, nothing is kept of what is erased. */
        undo: undoSchema.nullable().default(null),
        /** Between the notice that a restriction will be lifted, once it was accepted, and the lift. */
        liftNoticePeriod: duration.default("P3D"),
        /** How long the link to a package works. */
        packageLinkLifetime: duration.default("P14D"),
        /** How long the link that confirms an identity works. */
        verificationLinkLifetime: duration.default("P2D"),
        /** How long a package is kept before it is destroyed. */
        packageLifetime: duration.default("P30D"),
        /** How long a question to the person stays open before their request lapses. */
        questionLifetime: duration.default("P30D"),
        /** Days before the safe date at which operators are reminded; from the last on it is an escalation. */
        reminderDays: z.array(z.int().min(0).max(60)).min(1).max(10).default([10, 5, 2, 0]),
        /** A mandate that waits for an operator so long is reminded of, and again each time it passes. */
        mandateReminder: duration.default("P3D"),
        /** What two different people have to agree on. */
        fourEyes: z
          .object({
            refusals: z.boolean().default(false),
            batches: z.boolean().default(false),
            /** Taking back that two requests, or two people, were taken for one. */
            separations: z.boolean().default(false),
          })
          .strict()
          .prefault({}),
        /** Who is written to when a request is due or overdue, beside the operators who may act on it. */
        escalateTo: z.array(z.email("is not an e-mail address")).max(10).default([]),
      })
      .strict()
      .prefault({}),
  })
  .strict()
  .superRefine((config, context) => {
    const owners = new Map<string, string>();
    for (const [name, mailbox] of Object.entries(config.mailboxes)) {
      for (const [index, address] of mailbox.addresses.entries()) {
        const owner = owners.get(address.toLowerCase());
        owners.set(address.toLowerCase(), name);
        if (owner === undefined) continue;
        context.addIssue({
          code: "custom",
          path: ["mailboxes", name, "addresses", index],
          message: `belongs to the mailbox "${owner}" already: name each address once`,
        });
      }
    }
    for (const [name, purpose] of Object.entries(config.purposes)) {
      for (const [index, recipient] of purpose.recipients.entries()) {
        if (Object.hasOwn(config.recipients, recipient)) continue;
        context.addIssue({
          code: "custom",
          path: ["purposes", name, "recipients", index],
          message: `names the recipient "${recipient}", which is not in recipients: add it there or correct the name`,
        });
      }
      for (const regime of config.regimes) {
        if (purpose.basis[regime] !== undefined || purpose.basis.default !== undefined) continue;
        context.addIssue({
          code: "custom",
          path: ["purposes", name, "basis"],
          message: `has no legal basis under ${regime}: add \`"${regime}"\` or \`default\``,
        });
      }
    }
    for (const { path, message } of findBannerIssues(config)) context.addIssue({ code: "custom", path, message });
    for (const { path, message } of findScanIssues(config)) context.addIssue({ code: "custom", path, message });
    for (const { path, message } of findStreamIssues(config)) context.addIssue({ code: "custom", path, message });
    for (const { path, message } of findTransferIssues(config)) context.addIssue({ code: "custom", path, message });
    for (const { path, message } of findChoiceIssues(config)) context.addIssue({ code: "custom", path, message });
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

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.length === 0 ? "(the whole)" : issue.path.map(String).join(".");
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || /received undefined/.test(issue.message)
        ? `${path} is missing: add it (${issue.expected}).`
        : `${path} has the wrong type: write ${withArticle(issue.expected)}.`;
    case "unrecognized_keys":
      return `${path} has ${issue.keys.map((key) => `"${key}"`).join(", ")}, which is not known: remove or rename it.`;
    case "invalid_value":
      return `${path} is not allowed: write one of ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return `${path} is empty: fill it in or leave it out.`;
    case "invalid_union":
      return describeChoice(issue, path);
    default:
      return `${path} ${issue.message}.`;
  }
}

/** Of what may be written in several ways: what is wrong with the way that was meant, or which ways there are. */
function describeChoice({ errors, path }: z.core.$ZodIssueInvalidUnion, place: string): string {
  const ways = errors.map((issues) => ({ issues, other: issues.find(isOtherType) }));
  const [fault] = ways.find(({ other }) => other === undefined)?.issues ?? [];
  if (fault !== undefined) return describeIssue({ ...fault, path: [...path, ...fault.path] });
  const expected = [...new Set(ways.flatMap(({ other }) => other?.expected ?? []))].join(" or ");
  return ways.some(({ other }) => /received undefined/.test(other?.message ?? ""))
    ? `${place} is missing: add it (${expected}).`
    : `${place} has the wrong type: write ${withArticle(expected)}.`;
}

/** It is written in another way than this one. */
function isOtherType(issue: z.core.$ZodIssue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === "invalid_type" && issue.path.length === 0;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function isZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}
