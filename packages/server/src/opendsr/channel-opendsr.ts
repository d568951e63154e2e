/** OpenDSR 2.0 as a channel: the recipient is a processor that gets a request, and says by callback how it ended. */
import { createHash } from "node:crypto";
import { TOLD_ACTS } from "@kept/contract/recipients";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { describeCallError } from "../platform/http/post-signed.ts";
import type { Channel, Told } from "../recipients/channel.ts";
import type { NoticePerson } from "../recipients/notice-person.ts";
import { findRequest } from "../requests/queries.ts";
import { callOpendsr } from "./call-opendsr.ts";
import { discoverProcessor, type Processor, readSigned } from "./processor.ts";

/** Under which our own block of `extensions` stands. */
export const EXTENSION = "kept.notice";
export const CALLBACK_PATH = "/opendsr/callbacks";

/** What the protocol calls our kinds of identifiers. It has no phone and no name. */
const IDENTITY_TYPES: Readonly<Record<string, string>> = { email: "email", id: "controller_customer_id" };
const HASHES = ["sha256", "sha1", "md5"] as const;

export const opendsrChannel: Channel = {
  kind: "opendsr",
  awaitsAnswer: true,
  // The kinds of data stand in an extension, which a processor may skip: it would erase everything.
  saysPart: false,
  async tell(ctx, parts, { notice, recipient, person, reference }): Promise<Told> {
    const { channel } = recipient;
    if (channel?.kind !== "opendsr") return { kind: "failed", code: "channel_removed", final: true };
    const request = await findRequest(ctx, notice.request_id);
    if (request === undefined) return { kind: "failed", code: "person_forgotten", final: true };
    try {
      const processor = await discoverProcessor(ctx, parts, notice.recipient, channel);
      // Without a type of its own a change is sent under its own name, and only to who says that it knows it: a processor
      // that skipped our extension would erase where it should correct.
      const type = TOLD_ACTS.find(({ event }) => event === notice.event)?.openDsr ?? notice.event;
      if (!processor.types.includes(type)) return { kind: "failed", code: "event_unsupported", final: true };
      const identities = describeIdentities(processor, person);
      if (identities.length === 0) return { kind: "failed", code: "identity_unsupported", final: true };
      const id = requestUuid(notice.id);
      if (notice.attempts > 0 && (await isKnown(processor, id))) return { kind: "sent", remoteId: id };
      const body = {
        regulation: request.regimes.includes("us-ca") && !request.regimes.includes("eea") ? "ccpa" : "gdpr",
        subject_request_id: id,
        subject_request_type: type,
        subject_identities: identities,
        submitted_time: isoInstant(ctx.clock.now()),
        api_version: "2.0",
        status_callback_urls: [`${parts.publicUrl}${CALLBACK_PATH}`],
        extensions: {
          [EXTENSION]: {
            event: notice.event,
            reference,
            categories: notice.categories,
            ...(person.corrections === undefined ? {} : { corrections: person.corrections }),
          },
        },
      };
      return await send(processor, id, Buffer.from(JSON.stringify(body), "utf8"));
    } catch (error) {
      return { kind: "failed", code: describeCallError(error), final: false };
    }
  },
};

async function send(processor: Processor, id: string, body: Uint8Array): Promise<Told> {
  const { reach, headers } = processor;
  const answer = await callOpendsr(processor.requests, {
    method: "POST",
    reach,
    headers: { ...headers, "content-type": "application/json" },
    body,
  });
  if (answer.status !== 201) {
    const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    return { kind: "failed", code: `answered_${answer.status}`, final: isFinal };
  }
  readSigned(processor, answer);
  return { kind: "sent", remoteId: id };
}

/** A try whose answer was lost may have arrived. */
async function isKnown(processor: Processor, id: string): Promise<boolean> {
  const { requests, reach, headers } = processor;
  const answer = await callOpendsr(`${requests}/${id}`, { method: "GET", reach, headers });
  if (answer.status !== 200) return false;
  readSigned(processor, answer);
  return true;
}

function describeIdentities(processor: Processor, person: NoticePerson) {
  return person.identifiers.flatMap(({ kind, value }) => {
    const type = IDENTITY_TYPES[kind];
    const formats = processor.identities
      .filter((identity) => identity.identity_type === type)
      .map((identity) => identity.identity_format);
    if (type === undefined || formats.length === 0) return [];
    if (formats.includes("raw")) return [{ identity_type: type, identity_value: value, identity_format: "raw" }];
    const hash = HASHES.find((name) => formats.includes(name));
    if (hash === undefined) return [];
    const text = value.trim().toLowerCase();
    return [
      { identity_type: type, identity_value: createHash(hash).update(text).digest("hex"), identity_format: hash },
    ];
  });
}

/** The same notice has the same name however often it is sent: a lowercase UUID of version 4, as the protocol wants it. */
export function requestUuid(noticeId: string): string {
  const bytes = createHash("sha256").update(`kept/opendsr/${noticeId}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** What the request's actor may be called where a recipient answers by this door. */
export function asRecipient(ctx: Ctx): Ctx {
  return ctx.as({ kind: "system", id: "recipient" });
}
