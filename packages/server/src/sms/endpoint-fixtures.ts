/** Calls of the endpoints of text messages for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { SMS_SECRET } from "../verification/testing/verifying-kept.ts";
import { deliverSms } from "./testing/sign-incoming.ts";

const missing: EndpointCall = { params: { smsId: "unknown" } };

let messages = 0;
async function waiting(t: TestCtx): Promise<EndpointCall> {
  messages += 1;
  await deliverSms(t, SMS_SECRET, { id: `m${messages}`, from: "+491511111111", text: "What do you know about me?" });
  const headers = await t.apiKey(["requests:read"]);
  const listed = (await (await t.app.request("/api/sms", { headers })).json()) as { messages: { id: string }[] };
  return { params: { smsId: listed.messages.at(-1)?.id ?? "" } };
}

export const smsFixtures: EndpointFixtures = {
  "sms.list": { prepare: async (t) => waiting(t).then(() => ({})), invalid: null, missing: null },
  "sms.read": { prepare: waiting, invalid: null, missing },
  "sms.settle": { prepare: waiting, invalid: null, missing },
};
