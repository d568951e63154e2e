/** The webhook: one signed call (RFC 9421) to a guarded address. 2xx is receipt; a JSON body may hold the answer at once. */
import type { CallAnswer } from "@kept/connectors/http/http-call";
import { NoticeAnswerSchema } from "@kept/contract/recipients";
import * as z from "zod";
import { describeCallError, postSigned } from "../platform/http/post-signed.ts";
import type { Channel, Told } from "./channel.ts";

const MAX_ANSWER_BYTES = 65_536;

const answerSchema = z.object({ answer: NoticeAnswerSchema, words: z.string().max(2000).default("") });

export const webhookChannel: Channel = {
  kind: "webhook",
  awaitsAnswer: false,
  saysPart: true,
  async tell(ctx, parts, { notice, recipient, person, reference }): Promise<Told> {
    const { channel } = recipient;
    if (channel?.kind !== "webhook") return { kind: "failed", code: "channel_removed", final: true };
    const secret = parts.variables[channel.secret.env];
    const url = typeof channel.url === "string" ? channel.url : parts.variables[channel.url.env];
    if (secret === undefined || url === undefined)
      return { kind: "failed", code: "channel_not_configured", final: false };
    const body = {
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
    };
    const { allowPrivateAddress } = channel;
    const call = { name: notice.recipient, url, secret, allowPrivateAddress, idempotencyKey: notice.id, body };
    try {
      return await readAnswer(await postSigned(ctx.clock, call));
    } catch (error) {
      return { kind: "failed", code: describeCallError(error), final: false };
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
