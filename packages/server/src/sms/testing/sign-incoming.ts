/** Calls the door for text messages as a gateway does, signed. */
import { contentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { signExchange } from "@kept/connectors/http/sign-exchange";
import type { TestCtx } from "../../platform/testing/create-test-ctx.ts";
import { INCOMING_PATH } from "../incoming-door.ts";

/** @param forge changes the body after it was signed */
export async function deliverSms(
  t: TestCtx,
  secret: string,
  sms: object,
  forge: (body: string) => string = (body) => body,
): Promise<Response> {
  const body = JSON.stringify(sms);
  const headers = new Headers({
    "content-type": "application/json",
    "content-digest": contentDigest(Buffer.from(body)),
  });
  const message = { method: "POST", targetUri: `${t.settings.publicUrl}${INCOMING_PATH}`, headers };
  const now = Math.floor(t.clock.now().epochMilliseconds / 1_000);
  const signed = signExchange("request", message, readExchangeKey(secret), { now });
  headers.set("signature-input", signed.signatureInput);
  headers.set("signature", signed.signature);
  return await t.app.request(INCOMING_PATH, { method: "POST", headers, body: forge(body) });
}
