/** The webhook: one signed call (RFC 9421) to a guarded address. 2xx is receipt; a JSON body may hold the answer at once. */
import { randomUUID } from "node:crypto";
import { contentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { AddressRefused } from "@kept/connectors/http/guarded-address";
import { type CallAnswer, CallTimedOut, callHttp } from "@kept/connectors/http/http-call";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import { signExchange } from "@kept/connectors/http/sign-exchange";
import { NoticeAnswerSchema } from "@kept/contract/recipients";
import * as z from "zod";
import type { Channel, Told } from "./channel.ts";

const TIMEOUTS = { connect: 10_000, answer: 20_000, idle: 10_000 } as const;
const MAX_ANSWER_BYTES = 65_536;

const answerSchema = z.object({ answer: NoticeAnswerSchema, words: z.string().max(2000).default("") });

export const webhookChannel: Channel = {
  kind: "webhook",
  awaitsAnswer: false,
  async tell(ctx, parts, { notice, recipient, person, reference }): Promise<Told> {
    const { channel } = recipient;
    if (channel?.kind !== "webhook") return { kind: "failed", code: "channel_removed", final: true };
    const secret = parts.variables[channel.secret.env];
    const url = typeof channel.url === "string" ? channel.url : parts.variables[channel.url.env];
    if (secret === undefined || url === undefined)
      return { kind: "failed", code: "channel_not_configured", final: false };
    const body = Buffer.from(
      JSON.stringify({
        event: `person.${notice.event}`,
        id: notice.id,
        reference,
        controller: parts.kept.controller.name,
        at: notice.created_at.toISOString(),
        answerBy: notice.due_at.toISOString(),
        categories: notice.categories,
        // Whoever acts on it has to know whose data it is: the only place where identifiers leave.
        person: { identifiers: person.identifiers },
        ...(person.corrections === undefined ? {} : { corrections: person.corrections }),
      }),
      "utf8",
    );
    try {
      const { reach } = readServiceAddress(notice.recipient, url, channel.allowPrivateAddress);
      const headers = new Headers({
        "content-type": "application/json",
        "content-digest": contentDigest(body),
        "idempotency-key": notice.id,
        "kept-request-id": `req-${randomUUID()}`,
      });
      const now = Math.floor(ctx.clock.now().epochMilliseconds / 1_000);
      const message = { method: "POST", targetUri: url, headers };
      const signed = signExchange("request", message, readExchangeKey(secret), { now });
      headers.set("signature-input", signed.signatureInput);
      headers.set("signature", signed.signature);
      return await readAnswer(
        await callHttp({ url, method: "POST", headers: Object.fromEntries(headers), body, reach, timeouts: TIMEOUTS }),
      );
    } catch (error) {
      return { kind: "failed", code: describeFailure(error), final: false };
    }
  },
};

async function readAnswer(answer: CallAnswer): Promise<Told> {
  try {
    if (answer.status < 200 || answer.status >= 300) {
      return { kind: "failed", code: `answered_${answer.status}`, final: answer.status === 410 };
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return { kind: "sent" };
      chunks.push(chunk);
    }
    const said = answerSchema.safeParse(parse(Buffer.concat(chunks).toString("utf8")));
    return said.success ? { kind: "answered", ...said.data } : { kind: "sent" };
  } finally {
    answer.close();
  }
}

/** A recipient that says nothing, or says it in its own way, has received the notice all the same. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A code for what stood in the way: it names no address and no person. */
export function describeFailure(error: unknown): string {
  if (error instanceof AddressRefused) return "address_refused";
  if (error instanceof CallTimedOut) return "timed_out";
  return error instanceof Error && "code" in error ? String(error.code).toLowerCase() : "call_failed";
}
