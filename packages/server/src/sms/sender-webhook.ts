/** The gateway: one signed call (RFC 9421) to a guarded address; 2xx means that it has the message. */
import { randomUUID } from "node:crypto";
import { contentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { callHttp } from "@kept/connectors/http/http-call";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import { signExchange } from "@kept/connectors/http/sign-exchange";
import { describeFailure } from "../recipients/channel-webhook.ts";
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
      const body = Buffer.from(JSON.stringify(message), "utf8");
      try {
        const { reach } = readServiceAddress("sms", url, allowPrivateAddress);
        const headers = new Headers({
          "content-type": "application/json",
          "content-digest": contentDigest(body),
          "idempotency-key": message.id,
          "kept-request-id": `req-${randomUUID()}`,
        });
        const now = Math.floor(clock.now().epochMilliseconds / 1_000);
        const signed = signExchange("request", { method: "POST", targetUri: url, headers }, readExchangeKey(secret), {
          now,
        });
        headers.set("signature-input", signed.signatureInput);
        headers.set("signature", signed.signature);
        const call = {
          url,
          method: "POST",
          headers: Object.fromEntries(headers),
          body,
          reach,
          timeouts: TIMEOUTS,
        } as const;
        const answer = await callHttp(call);
        answer.close();
        if (answer.status >= 200 && answer.status < 300) return { kind: "sent" };
        return { kind: "failed", code: `answered_${answer.status}`, final: FINAL.includes(answer.status) };
      } catch (error) {
        return { kind: "failed", code: describeFailure(error), final: false };
      }
    },
  };
}
