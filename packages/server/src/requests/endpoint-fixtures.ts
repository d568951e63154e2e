/** Calls of the requests' endpoints for the derived tests. They work on the person Ada of the tests' shop. */
import { randomBytes } from "node:crypto";
import { sessionToken } from "../choices/testing/choosing-kept.ts";
import { createUndoKey, wrapUndoKey } from "../fulfilment/undo-key.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { ADA, BOB } from "./testing/shop.ts";

const missing: EndpointCall = { params: { requestId: "req_unknown" } };
const body = {
  kind: "access",
  identifiers: [{ kind: "email", value: ADA }],
  verified: { by: "phone", how: "called back" },
};

/** A request whose plan waits for approval. */
async function planned(t: TestCtx): Promise<{ readonly requestId: string }> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const response = await t.app.request("/api/requests", { method: "POST", headers, body: JSON.stringify(body) });
  const { id } = (await response.json()) as { id: string };
  await t.drain();
  return { requestId: id };
}

/** A request that is done. */
async function fulfilled(t: TestCtx): Promise<{ readonly requestId: string }> {
  const { requestId } = await planned(t);
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const approval = { method: "POST", headers, body: JSON.stringify({ planVersion: 1 }) };
  await t.app.request(`/api/requests/${requestId}/approve`, approval);
  await t.drain();
  return { requestId };
}

/** A restriction that stands: one for all calls, as whoever is restricted is not restricted again. */
async function restricted(t: TestCtx): Promise<{ readonly requestId: string }> {
  const again = await t.ctx.db
    .updateTable("fulfilment_restriction")
    .set({ state: "standing", announced_at: null, notice_id: null })
    .returning("request_id")
    .executeTakeFirst();
  if (again !== undefined) return { requestId: again.request_id };
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  // Named by the row, which is found whatever is sealed in it; and not Ada, by whose address the others look for her.
  const keys = [{ system: "shop", table: "users", key: ["2"] }];
  const made = JSON.stringify({ ...body, kind: "restriction", identifiers: [], keys, replyTo: BOB });
  const response = await t.app.request("/api/requests", { method: "POST", headers, body: made });
  const { id } = (await response.json()) as { id: string };
  await t.drain();
  await t.app.request(`/api/requests/${id}/approve`, {
    method: "POST",
    headers,
    body: JSON.stringify({ planVersion: 1 }),
  });
  await t.drain();
  return { requestId: id };
}

/** A request that can be taken back; nothing was taken away, so that no other test misses anything. */
async function undoable(t: TestCtx): Promise<EndpointCall> {
  const { requestId } = await fulfilled(t);
  const token = randomBytes(32).toString("base64url");
  const now = t.clock.now();
  await t.ctx.db
    .insertInto("fulfilment_undo")
    .values({
      request_id: requestId,
      state: "open",
      held_by: "split",
      lasts: "P7D",
      opened_at: isoInstant(now),
      until: isoInstant(addDuration(now, "P7D")),
      sealed_key: null,
      undone: jsonb([]),
    })
    .execute();
  const share = wrapUndoKey(t.ctx.keys, requestId, "split", createUndoKey(), token);
  await t.ctx.db
    .insertInto("fulfilment_undo_share")
    .values({ request_id: requestId, ...share })
    .execute();
  return { params: { requestId }, body: { share: token } };
}

/** A request after a residue scan. */
async function scanned(t: TestCtx): Promise<{ readonly requestId: string }> {
  const { requestId } = await planned(t);
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  await t.app.request(`/api/requests/${requestId}/residue-scan`, { method: "POST", headers, body: "{}" });
  await t.drain();
  return { requestId };
}

const refusal = { reason: "no_match", text: "We hold nothing.", proof: { searched: "The shop, by e-mail address." } };
const withheld = {
  system: "shop",
  table: "messages",
  reason: "others_rights",
  text: "Messages of others.",
  proof: { whose: "Their writers.", partial: "Nothing else is in them." },
};
const outOfScope = { reason: "out_of_scope", text: "Not here.", proof: { residence: "The person says so." } };
const task = { question: "Is there a paper file?", assignee: "warehouse@example.org", dueOn: "2026-12-01" };
const question = { cause: "clarification", reason: "There are two accounts.", text: "Which of the two do you mean?" };

/** A request whose person was asked something. */
async function asked(t: TestCtx): Promise<{ readonly requestId: string }> {
  const { requestId } = await planned(t);
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const call = { method: "POST", headers, body: JSON.stringify(question) };
  await t.app.request(`/api/requests/${requestId}/ask`, call);
  return { requestId };
}

const fee = {
  ground: "unfounded_excessive",
  amount: 2500,
  currency: "EUR",
  text: "The ninth request within four weeks.",
  proof: { manifest: "Nine in four weeks.", earlier: "Eight others.", costs: "Half an hour." },
};

/** A request from a place whose rules know fees. */
async function plannedThere(t: TestCtx): Promise<{ readonly requestId: string }> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const made = JSON.stringify({ ...body, country: "DE" });
  const response = await t.app.request("/api/requests", { method: "POST", headers, body: made });
  const { id } = (await response.json()) as { id: string };
  await t.drain();
  return { requestId: id };
}

/** One for which a fee was proposed by somebody, and with `confirm` agreed to by somebody else. */
async function withFee(t: TestCtx, then?: "confirm"): Promise<{ readonly requestId: string }> {
  const params = await plannedThere(t);
  const as = async () => ({ ...(await t.apiKey(["requests:act"])), "content-type": "application/json" });
  const path = `/api/requests/${params.requestId}/fee`;
  await t.app.request(path, { method: "POST", headers: await as(), body: JSON.stringify(fee) });
  if (then === "confirm") await t.app.request(`${path}/confirm`, { method: "POST", headers: await as() });
  return params;
}

/** A request whose plan is ready but for a system that cannot be reached. */
async function withArchiveDown(t: TestCtx): Promise<{ readonly requestId: string; readonly system: string }> {
  const { requestId } = await planned(t);
  await t.ctx.db
    .insertInto("fulfilment_step")
    .values({
      request_id: requestId,
      system: "archive",
      state: "unreachable",
      summary: jsonb({ tables: [], repairs: [], findings: [] }),
      problem_code: "system_unreachable",
      problem_message: "It does not answer.",
      attempts: 1,
      updated_at: isoInstant(t.clock.now()),
    })
    .execute();
  return { requestId, system: "archive" };
}

const withPlan = async (t: TestCtx): Promise<EndpointCall> => ({ params: await planned(t) });
const whenDone = async (t: TestCtx): Promise<EndpointCall> => ({ params: await fulfilled(t) });

/** A duplicate that was joined to another. */
async function merged(t: TestCtx): Promise<EndpointCall> {
  const { requestId: into } = await planned(t);
  const { requestId } = await planned(t);
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  await t.app.request(`/api/requests/${requestId}/merge`, { method: "POST", headers, body: JSON.stringify({ into }) });
  return { params: { requestId } };
}

export const requestFixtures: EndpointFixtures = {
  "requests.list": {
    prepare: async () => ({ query: { limit: "1" } }),
    invalid: { query: { limit: "none" } },
    missing: null,
  },
  "requests.create": {
    prepare: async () => ({ body }),
    invalid: { body: { ...body, kind: "everything" } },
    missing: null,
  },
  "requests.create-own": {
    prepare: async () => ({ body: { kind: "access", session: sessionToken({ sub: "42" }) } }),
    invalid: { body: { kind: "access" } },
    missing: null,
  },
  "requests.get": { prepare: withPlan, invalid: null, missing },
  "requests.identifiers": { prepare: withPlan, invalid: null, missing },
  "requests.plan": { prepare: withPlan, invalid: null, missing },
  "requests.preview": {
    prepare: async (t) => ({ params: await planned(t), query: { system: "shop", table: "orders" } }),
    invalid: { query: { system: "shop", table: "orders", limit: "0" } },
    missing,
  },
  "requests.approve": {
    prepare: async (t) => ({ params: await planned(t), body: { planVersion: 1 } }),
    invalid: { body: { planVersion: "latest" } },
    missing,
  },
  "requests.refuse": {
    prepare: async (t) => ({ params: await planned(t), body: refusal }),
    invalid: { body: { reason: "no_time", text: "" } },
    missing,
  },
  "requests.refuse.preview": {
    prepare: async (t) => ({ params: await planned(t), body: refusal }),
    invalid: { body: { ...refusal, text: "" } },
    missing,
  },
  "requests.refuse.confirm": {
    prepare: async (t) => {
      const { requestId } = await planned(t);
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      const call = { method: "POST", headers, body: JSON.stringify(outOfScope) };
      await t.app.request(`/api/requests/${requestId}/refuse`, call);
      return { params: { requestId } };
    },
    invalid: null,
    missing,
  },
  "requests.withhold": {
    prepare: async (t) => ({ params: await planned(t), body: withheld }),
    invalid: { body: { ...withheld, table: "" } },
    missing,
  },
  "requests.withhold.undo": {
    prepare: async (t) => {
      const { requestId } = await planned(t);
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      const call = { method: "POST", headers, body: JSON.stringify(withheld) };
      const response = await t.app.request(`/api/requests/${requestId}/withhold`, call);
      const detail = (await response.json()) as { withheld: { id: string }[] };
      return { params: { requestId, withheldId: detail.withheld[0]?.id ?? "" } };
    },
    invalid: null,
    missing: { params: { requestId: "req_unknown", withheldId: "wth_unknown" } },
  },
  "requests.letter": {
    prepare: async (t) => {
      const { requestId } = await planned(t);
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      const call = { method: "POST", headers, body: JSON.stringify(refusal) };
      await t.app.request(`/api/requests/${requestId}/refuse`, call);
      return { params: { requestId } };
    },
    invalid: null,
    missing,
  },
  "requests.refusal-reasons": { prepare: async () => ({}), invalid: null, missing: null },
  "requests.cancel": { prepare: withPlan, invalid: null, missing },
  "requests.replan": {
    prepare: async (t) => ({ params: await planned(t), body: {} }),
    invalid: { body: { keys: [{ system: "shop" }] } },
    missing,
  },
  "requests.ask": {
    prepare: async (t) => ({ params: await planned(t), body: question }),
    invalid: { body: { ...question, reason: "" } },
    missing,
  },
  "requests.answer": {
    prepare: async (t) => ({ params: await asked(t), body: { text: "Both." } }),
    invalid: { body: { text: "" } },
    missing,
  },
  "requests.questions": { prepare: async (t) => ({ params: await asked(t) }), invalid: null, missing },
  "requests.extend": {
    prepare: async (t) => ({ params: await planned(t), body: { reason: "complexity", text: "Archives." } }),
    invalid: { body: { reason: "holidays", text: "We are away." } },
    missing,
  },
  "requests.ask.preview": {
    prepare: async (t) => ({ params: await planned(t), body: question }),
    invalid: { body: { ...question, text: "" } },
    missing,
  },
  "requests.extend.preview": {
    prepare: async (t) => ({ params: await planned(t), body: { reason: "complexity", text: "Archives." } }),
    invalid: { body: { reason: "holidays", text: "We are away." } },
    missing,
  },
  "requests.merge": {
    prepare: async (t) => {
      const { requestId } = await planned(t);
      return { params: await planned(t), body: { into: requestId } };
    },
    invalid: { body: {} },
    missing,
  },
  "requests.separate.preview": { prepare: merged, invalid: null, missing },
  "requests.separate": {
    prepare: async (t) => ({ ...(await merged(t)), body: { reason: "They share a telephone." } }),
    invalid: { body: { reason: "" } },
    missing: { ...missing, body: { reason: "They share a telephone." } },
  },
  "requests.lift": {
    prepare: async (t) => ({ params: await restricted(t), body: {} }),
    invalid: { body: { notified: { by: "shouting" } } },
    missing,
  },
  "requests.work": { prepare: withPlan, invalid: null, missing },
  "requests.note": {
    prepare: async (t) => ({ params: await planned(t), body: { text: "Called back." } }),
    invalid: { body: { text: "" } },
    missing,
  },
  "requests.task.open": {
    prepare: async (t) => ({ params: await planned(t), body: task }),
    invalid: { body: { ...task, assignee: "the warehouse" } },
    missing,
  },
  "requests.task.finish": {
    prepare: async (t) => {
      const { requestId } = await planned(t);
      const headers = { ...(await t.apiKey(["requests:act", "people:read"])), "content-type": "application/json" };
      const path = `/api/requests/${requestId}`;
      await t.app.request(`${path}/tasks`, { method: "POST", headers, body: JSON.stringify(task) });
      const work = (await (await t.app.request(`${path}/work`, { headers })).json()) as { tasks: { id: string }[] };
      return { params: { requestId, taskId: work.tasks[0]?.id ?? "" }, body: { answer: "There is none." } };
    },
    invalid: { body: { answer: "" } },
    missing: { params: { requestId: "req_unknown", taskId: "tsk_unknown" } },
  },
  "requests.hold": {
    prepare: async (t) => ({ params: await planned(t), body: { reason: "A claim is pending." } }),
    invalid: { body: { reason: "" } },
    missing,
  },
  "requests.hold.lift": {
    prepare: async (t) => {
      const { requestId } = await planned(t);
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      const call = { method: "POST", headers, body: JSON.stringify({ reason: "A claim is pending." }) };
      await t.app.request(`/api/requests/${requestId}/hold`, call);
      return { params: { requestId } };
    },
    invalid: null,
    missing,
  },
  "requests.fee.grounds": { prepare: async () => ({}), invalid: null, missing: null },
  "requests.fee.propose": {
    prepare: async (t) => ({ params: await plannedThere(t), body: fee }),
    invalid: { body: { ...fee, amount: -1 } },
    missing,
  },
  "requests.fee.confirm": { prepare: async (t) => ({ params: await withFee(t) }), invalid: null, missing },
  "requests.fee.answer": {
    prepare: async (t) => ({ params: await withFee(t, "confirm"), body: { accepts: true } }),
    invalid: { body: { accepts: "perhaps" } },
    missing,
  },
  "requests.fee.paid": {
    prepare: async (t) => ({ params: await withFee(t, "confirm"), body: { reference: "2026-11-0042" } }),
    invalid: { body: { reference: "" } },
    missing,
  },
  "requests.fee.drop": { prepare: async (t) => ({ params: await withFee(t) }), invalid: null, missing },
  "requests.ground.list": { prepare: async () => ({}), invalid: null, missing: null },
  "requests.ground": {
    prepare: async (t) => ({ params: await planned(t), body: { ground: null } }),
    invalid: { body: { ground: "whim" } },
    missing,
  },
  "requests.bulk": {
    prepare: async (t) => {
      const { requestId: id } = await planned(t);
      return { body: { requests: [{ id, planVersion: 1 }], do: { action: "approve" }, dryRun: false } };
    },
    invalid: { body: { requests: [], do: { action: "approve" } } },
    missing: null,
  },
  "requests.assign": {
    prepare: async (t) => ({ params: await planned(t), body: { operatorId: null } }),
    invalid: { body: { operatorId: 7 } },
    missing,
  },
  "requests.system.pause": {
    prepare: async (t) => ({ params: await withArchiveDown(t), body: { reason: "Migration." } }),
    invalid: { body: { reason: "" } },
    missing: { params: { requestId: "req_unknown", system: "archive" } },
  },
  "requests.system.resume": {
    prepare: async (t) => {
      const params = await withArchiveDown(t);
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      const call = { method: "POST", headers, body: JSON.stringify({ reason: "Migration." }) };
      await t.app.request(`/api/requests/${params.requestId}/systems/archive/pause`, call);
      return { params };
    },
    invalid: null,
    missing: { params: { requestId: "req_unknown", system: "archive" } },
  },
  "requests.system.retry": {
    prepare: async (t) => ({ params: await withArchiveDown(t) }),
    invalid: null,
    missing: { params: { requestId: "req_unknown", system: "archive" } },
  },
  "requests.system.skip": {
    prepare: async (t) => ({ params: await withArchiveDown(t), body: { reason: "The archive is unreadable." } }),
    invalid: { body: { reason: "" } },
    missing: { params: { requestId: "req_unknown", system: "archive" } },
  },
  "requests.deliver": {
    prepare: async (t) => {
      const { requestId } = await withArchiveDown(t);
      return { params: { requestId }, body: { reason: "The archive is down." } };
    },
    invalid: { body: { reason: "" } },
    missing,
  },
  "requests.events": { prepare: withPlan, invalid: null, missing },
  "requests.package": { prepare: whenDone, invalid: null, missing },
  "requests.undo.preview": { prepare: undoable, invalid: { body: { share: "short" } }, missing },
  "requests.undo": { prepare: undoable, invalid: { body: { share: "short" } }, missing },
  "requests.residue.start": {
    prepare: async (t) => ({ params: await planned(t), body: { plusTags: true } }),
    invalid: { body: { plusTags: "some" } },
    missing,
  },
  "requests.residue.get": { prepare: async (t) => ({ params: await scanned(t) }), invalid: null, missing },
  "requests.receipt": { prepare: whenDone, invalid: null, missing },
};
