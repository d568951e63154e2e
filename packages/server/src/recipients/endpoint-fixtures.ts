/** Calls of the recipients' endpoints for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { findRequest } from "../requests/queries.ts";
import { ADA } from "../requests/testing/shop.ts";
import { listNoticeRows } from "./queries.ts";
import { scheduleNotices } from "./schedule-notices.ts";

const person = { kind: "email", value: ADA };
const disclosure = { person, recipient: "ads", ground: "safety", necessity: "A threat.", categories: ["name"] };

/** A request for erasure whose recipients are to be told; nothing is erased. */
async function noticed(t: TestCtx): Promise<{ readonly requestId: string; readonly noticeId: string }> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const body = { kind: "erasure", identifiers: [person], verified: { by: "phone", how: "called back" } };
  const made = await t.app.request("/api/requests", { method: "POST", headers, body: JSON.stringify(body) });
  const { id: requestId } = (await made.json()) as { id: string };
  await t.drain();
  await t.ctx.transaction(async (tx) => {
    const request = await findRequest(tx, requestId);
    if (request !== undefined) await scheduleNotices(tx, t.parts, request, { extent: "whole", categories: null });
  });
  const [notice] = await listNoticeRows(t.ctx, requestId);
  return { requestId, noticeId: notice?.id ?? "" };
}

async function disclosed(t: TestCtx): Promise<EndpointCall> {
  const headers = { ...(await t.apiKey(["disclosures:act"])), "content-type": "application/json" };
  const made = await t.app.request("/api/disclosures", { method: "POST", headers, body: JSON.stringify(disclosure) });
  const { person: personId } = (await made.json()) as { person: string };
  return { params: { personId } };
}

const answered = { outcome: "answered", answer: "done" };

export const recipientFixtures: EndpointFixtures = {
  "disclosures.record": {
    prepare: async () => ({ body: disclosure }),
    invalid: { body: { ...disclosure, ground: "curiosity" } },
    missing: null,
  },
  "disclosures.list": {
    prepare: disclosed,
    invalid: null,
    missing: { params: { personId: "per_00000000000000000000000000" } },
  },
  "notices.open": { prepare: async () => ({}), invalid: { query: { late: "very" } }, missing: null },
  "requests.notices": {
    prepare: async (t) => ({ params: await noticed(t) }),
    invalid: null,
    missing: { params: { requestId: "req_unknown" } },
  },
  "requests.settle-notice": {
    prepare: async (t) => ({ params: await noticed(t), body: answered }),
    invalid: { body: { outcome: "not-told", reason: "unaffordable", words: "Too dear." } },
    missing: { params: { requestId: "req_unknown", noticeId: "ntc_unknown" }, body: answered },
  },
};
