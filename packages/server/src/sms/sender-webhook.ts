/** The gateway: one signed call (RFC 9421) to a guarded address; 2xx means that it has the message. */
import { describeCallError, postSigned } from "../platform/http/post-signed.ts";
import type { SmsSender } from "./sender.ts";

const TIMEOUTS = { connect: 5_000, answer: 10_000, idle: 5_000 } as const;
/** The gateway will not change its mind: a number that does not exist, a text that it does not take. */
const FINAL = [400, 404, 410, 422];

export interface WebhookSettings {
  readonly url: string | undefined;
  readonly secret: string | undefined;
  readonly allowPrivateAddress: boolean;
}

export function createWebhookSender(settings: WebhookSettings): SmsSender {
  const { url, secret, allowPrivateAddress } = settings;
  return {
    leaves: true,
    async send(message, clock) {
      if (url === undefined || secret === undefined)
        return { kind: "failed", code: "sender_not_configured", final: false };
      const call = { name: "sms", url, secret, allowPrivateAddress, idempotencyKey: message.id, body: message };
      try {
        const answer = await postSigned(clock, { ...call, timeouts: TIMEOUTS });
        answer.close();
        if (answer.status >= 200 && answer.status < 300) return { kind: "sent" };
        return { kind: "failed", code: `answered_${answer.status}`, final: FINAL.includes(answer.status) };
      } catch (error) {
        return { kind: "failed", code: describeCallError(error), final: false };
      }
    },
  };
}
