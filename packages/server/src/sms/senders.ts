/** The senders, by the names of the configuration. */
import { appendFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isoInstant } from "../platform/clock.ts";
import type { SmsSender } from "./sender.ts";
import { createWebhookSender } from "./sender-webhook.ts";
import type { SmsParts } from "./sms-parts.ts";

/** Null: no sender is configured. */
export function findSender(parts: Pick<SmsParts, "kept" | "folder" | "variables">): SmsSender | null {
  const sender = parts.kept.sms?.sender;
  switch (sender?.kind) {
    case "outbox":
      return outboxSender;
    case "file":
      return createFileSender(resolve(parts.folder, sender.path));
    case "webhook":
      return createWebhookSender({
        url: typeof sender.url === "string" ? sender.url : parts.variables[sender.url.env],
        secret: parts.variables[sender.secret.env],
        allowPrivateAddress: sender.allowPrivateAddress,
      });
    default:
      return null;
  }
}

/** Nothing leaves: what would have stays, sealed, for a day. */
export const outboxSender: SmsSender = { leaves: false, send: async () => ({ kind: "sent" }) };

/** Appends one JSON line for each message. */
export function createFileSender(path: string): SmsSender {
  return {
    leaves: true,
    async send(message, clock) {
      try {
        const line = JSON.stringify({ ...message, at: isoInstant(clock.now()) });
        await appendFile(path, `${line}\n`, { mode: 0o600, flush: true });
        return { kind: "sent" };
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code).toLowerCase() : "file_failed";
        return { kind: "failed", code, final: false };
      }
    },
  };
}
