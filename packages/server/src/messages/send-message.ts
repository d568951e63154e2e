/** `POST /api/messages/send`: composes a message and takes it for its recipient. */
import type { MessageAccepted, SendMessage } from "@kept/contract/messages";
import { findMixture } from "@kept/engine/messages/find-mixture";
import { createTransport } from "nodemailer";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { acceptMessage } from "./accept-message.ts";
import type { MessageParts } from "./message-parts.ts";
import type { StreamConfig } from "./streams-config.ts";

const composer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });

/** @throws problem `stream_unknown`, `stream_not_allowed`, `message_mixed` */
export async function sendMessage(ctx: Ctx, parts: MessageParts, input: SendMessage): Promise<MessageAccepted> {
  const settings = requireStream(ctx, parts, input.stream);
  if (settings.mixed === "refuse") refuseMixture(settings, input);
  const raw = await composeMessage(ctx, settings, input);
  return await ctx.transaction((tx) =>
    acceptMessage(tx, parts, {
      stream: input.stream,
      settings,
      door: "api",
      to: input.to,
      raw,
      language: input.language ?? parts.kept.languages[0] ?? "en",
      key: input.key,
    }),
  );
}

/** The message as it would go over the wire, without what the gate adds. */
export async function composeMessage(
  ctx: Ctx,
  settings: StreamConfig,
  content: Pick<SendMessage, "to" | "subject" | "text" | "html" | "language">,
): Promise<Buffer> {
  const composed = await composer.sendMail({
    from: settings.from,
    ...(settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }),
    to: { name: "", address: content.to },
    subject: content.subject,
    text: content.text,
    ...(content.html === undefined ? {} : { html: content.html }),
    date: new Date(ctx.clock.now().epochMilliseconds),
    headers: content.language === undefined ? {} : { "Content-Language": content.language },
  });
  return Buffer.isBuffer(composed.message) ? composed.message : Buffer.alloc(0);
}

function refuseMixture(settings: StreamConfig, { subject, text, html = "" }: SendMessage): void {
  const findings = findMixture({ class: settings.class, subject, text, html });
  if (findings.length === 0) return;
  const pointers = findings.map(({ where, is, rule }) => ({
    pointer: `/body/${where}`,
    message: `holds ${is} content (${rule})`,
  }));
  throw problem("message_mixed", { pointers });
}

function requireStream(ctx: Ctx, parts: MessageParts, name: string): StreamConfig {
  const settings = Object.hasOwn(parts.kept.streams, name) ? parts.kept.streams[name] : undefined;
  if (settings === undefined || settings.referral) {
    throw problem("stream_unknown", { pointers: [{ pointer: "/body/stream", message: "is not configured" }] });
  }
  const { actor } = ctx;
  const maySendService = "permissions" in actor && actor.permissions.includes("messages:send-service");
  if (settings.class === "service" && !maySendService) throw problem("stream_not_allowed");
  return settings;
}
