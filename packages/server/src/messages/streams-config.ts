/** Streams of messages: the part of `kept.config.ts` that the gate for messages reads. */
import { MESSAGE_CLASSES } from "@kept/contract/messages";
import * as z from "zod";
import { type ConfigIssue, duration, fromEnvironment, identifier, localText } from "../config-fields.ts";

export const streamSchema = z
  .object({
    title: localText,
    /** `service`: what somebody needs for what they use or ordered; `marketing`: everything that advertises. */
    class: z.enum(MESSAGE_CLASSES),
    /** The purpose that is asked about before each message. Marketing needs one that is direct marketing. */
    purpose: z.string().optional(),
    /** One of the purpose's topics: unsubscribing from this stream is about the topic alone. */
    topic: z.string().optional(),
    /** Name of the channel of kind `email`. */
    channel: z.string().default("email"),
    /** Sender: `News <news@example.org>`. */
    from: z.string().regex(/^[^<>]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, "is no sender: `Name <name@host>`"),
    replyTo: z.email("is not an e-mail address").optional(),
    /** Only for recommendations that people send to a friend: one message to each address, ever. */
    referral: z.boolean().default(false),
    /**
     * Marketing to customers who said neither yes nor no, as far as the law of their country allows it: sales are recorded
     * by `POST /api/sales`, and every condition is a step of the decision.
     */
    softOptIn: z
      .object({
        /** Products to which what this stream advertises, all of it the operator's own, is similar. */
        similarTo: z.array(identifier).min(1),
        /** Countries whose public list of refusals is removed before sending (Austria: the ECG list). */
        listsChecked: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
      })
      .strict()
      .optional(),
    /** Where mail servers report what did not arrive, when not to the sender: an address of `mailboxes` is read. */
    returnPath: z.email("is not an e-mail address").optional(),
    /** What the relay does with a message to several recipients. */
    several: z.enum(["split", "refuse"]).default("refuse"),
    /** What becomes of a message that mixes service and marketing. */
    mixed: z.enum(["refuse", "allow"]).default("refuse"),
  })
  .strict();

export const signatureSchema = z
  .object({
    /** Messages from this domain and those below it are signed. */
    domain: z.string().regex(/^[a-z0-9.-]+$/, "is not a domain in small letters"),
    selector: z.string().min(1),
    /** PEM private key (RSA) of `selector._domainkey.domain`. */
    key: fromEnvironment,
  })
  .strict();

export type StreamConfig = z.output<typeof streamSchema>;

export const streamsSchema = z.record(identifier, streamSchema).default({});

export const messagesSchema = z
  .object({
    /** How long it is known that a message went out, or was stopped and why. Sending again under one key is known as long. */
    keepFor: duration.default("P180D"),
    /** How long a recorded sale counts for a soft opt-in, where the law names no shorter time; then it is forgotten. */
    salesCountFor: duration.default("P2Y"),
    /** What two different people have to agree on. */
    fourEyes: z
      .object({ lifts: z.boolean().default(false) })
      .strict()
      .prefault({}),
  })
  .strict()
  .prefault({});

interface CheckedConfig {
  readonly streams: Readonly<Record<string, StreamConfig>>;
  readonly purposes: Readonly<
    Record<string, { readonly channels: readonly string[]; readonly topics: object; readonly directMarketing: boolean }>
  >;
  readonly channels: Readonly<Record<string, { readonly kind: string }>>;
}

/** Streams whose names point nowhere, and marketing that nobody could stop. */
export function findStreamIssues(config: CheckedConfig): readonly ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  for (const [name, stream] of Object.entries(config.streams)) {
    const say = (field: string, message: string) => issues.push({ path: ["streams", name, field], message });
    const purpose = stream.purpose === undefined ? undefined : config.purposes[stream.purpose];
    if (stream.purpose !== undefined && purpose === undefined) {
      say("purpose", `names "${stream.purpose}", which is not in purposes: add it there or correct the name`);
    }
    if (stream.topic !== undefined && purpose !== undefined && !Object.hasOwn(purpose.topics, stream.topic)) {
      say("topic", `names "${stream.topic}", which is not a topic of the purpose: add it there or correct the name`);
    }
    if (stream.softOptIn !== undefined && (stream.class !== "marketing" || stream.referral)) {
      say("softOptIn", "is for marketing to customers only: leave it out of service streams and recommendations");
    }
    if (stream.class !== "marketing") continue;
    if (stream.purpose === undefined)
      say("purpose", "is missing: marketing is sent for a purpose that people can stop");
    else if (purpose !== undefined && !purpose.directMarketing) {
      say("purpose", "is not direct marketing: set `directMarketing: true` there, or make the stream a service");
    }
    if (purpose !== undefined && !purpose.channels.includes(stream.channel)) {
      say(
        "channel",
        `names "${stream.channel}", in which the purpose reaches nobody: add it to the purpose's channels`,
      );
    }
    if (config.channels[stream.channel]?.kind !== "email") say("channel", "is not a channel of kind `email`");
  }
  return issues;
}
