/** Calls of the endpoints by which people show who they are, for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { ADA } from "../requests/testing/shop.ts";
import { TINY_PNG } from "./testing/tiny-pictures.ts";

const missing: EndpointCall = { params: { requestId: "req_unknown" } };
const NOBODY = "t".repeat(43);
const doubt = { ground: "claimed_twice", evidence: "Two people write.", text: "Please show us that it is you." };
const content = TINY_PNG.toString("base64");

async function post<T>(t: TestCtx, path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const init = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  return (await (await t.app.request(path, init)).json()) as T;
}

/** A submission; the address is another each time, so that no limit is reached. */
let submissions = 0;
async function submitted(t: TestCtx): Promise<{ token: string }> {
  submissions += 1;
  const email = `person${submissions}@example.org`;
  return await post(t, "/api/requests/submit", { kind: "access", email });
}

/** A request of Ada that an operator entered. */
async function entered(t: TestCtx): Promise<{ readonly requestId: string }> {
  const verified = { by: "phone", how: "called back" };
  const body = { kind: "access", identifiers: [{ kind: "email", value: ADA }], verified };
  const { id } = await post<{ id: string }>(t, "/api/requests", body, await t.apiKey(["requests:act"]));
  await t.drain();
  return { requestId: id };
}

/** The same, doubted; and the token of the message that asks for more. */
async function doubted(t: TestCtx): Promise<{ readonly requestId: string; readonly token: string }> {
  const params = await entered(t);
  const document = { whyNotLess: "Either may have the mailbox and the telephone." };
  await post(t, `/api/requests/${params.requestId}/doubt`, { ...doubt, document }, await t.apiKey(["requests:act"]));
  await t.drain();
  const mail = (await t.sentMail()).findLast(({ kind }) => kind === "request-doubt");
  return { ...params, token: /\/privacy\/prove\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "" };
}

/** With a document that waits for somebody to look. */
async function documented(t: TestCtx): Promise<EndpointCall> {
  const { requestId, token } = await doubted(t);
  await post(t, "/api/proofs/document", { token, content });
  const headers = await t.apiKey(["requests:read"]);
  const identity = await t.app.request(`/api/requests/${requestId}/identity`, { headers });
  const { proofs } = (await identity.json()) as { proofs: { id: string; tier: string }[] };
  return { params: { requestId, proofId: proofs.find(({ tier }) => tier === "document")?.id ?? "" } };
}

const missingDocument: EndpointCall = { params: { requestId: "req_unknown", proofId: "prf_unknown" } };
const decision = { accepted: true, checked: ["name"] };

export const verificationFixtures: EndpointFixtures = {
  "requests.submit": {
    prepare: async () => ({ body: { kind: "access", email: "submits@example.org" } }),
    invalid: { body: { kind: "access", email: "nowhere" } },
    missing: null,
  },
  "proofs.state": {
    prepare: async (t) => ({ body: await submitted(t) }),
    invalid: { body: { token: "short" } },
    missing: { body: { token: NOBODY } },
  },
  "proofs.send": {
    prepare: async (t) => ({ body: { ...(await submitted(t)), tier: "code" } }),
    invalid: { body: { token: NOBODY, tier: "pigeon" } },
    missing: { body: { token: NOBODY, tier: "code" } },
  },
  "proofs.code": {
    prepare: async (t) => ({ body: { ...(await submitted(t)), tier: "code", code: "123 456" } }),
    invalid: { body: { token: NOBODY, tier: "code" } },
    missing: { body: { token: NOBODY, tier: "code", code: "123 456" } },
  },
  "proofs.questions": {
    prepare: async (t) => ({ body: { token: (await doubted(t)).token } }),
    invalid: { body: {} },
    missing: { body: { token: NOBODY } },
  },
  "proofs.answers": {
    prepare: async (t) => ({ body: { token: (await doubted(t)).token, answers: { street: "Elsewhere 1" } } }),
    invalid: { body: { token: NOBODY, answers: { street: 1 } } },
    missing: { body: { token: NOBODY, answers: {} } },
  },
  "proofs.document": {
    prepare: async (t) => ({ body: { token: (await doubted(t)).token, content } }),
    invalid: { body: { token: NOBODY, content: "not base64!" } },
    missing: { body: { token: NOBODY, content } },
  },
  "requests.doubt": {
    prepare: async (t) => ({ params: await entered(t), body: doubt }),
    invalid: { body: { ...doubt, evidence: " " } },
    missing,
  },
  "requests.identity": { prepare: async (t) => ({ params: await entered(t) }), invalid: null, missing },
  "requests.doubts": { prepare: async (t) => ({ params: await entered(t) }), invalid: null, missing },
  "requests.document": { prepare: documented, invalid: null, missing: missingDocument },
  "requests.decide-document": {
    prepare: async (t) => ({ ...(await documented(t)), body: decision }),
    invalid: { body: { ...decision, checked: [] } },
    missing: missingDocument,
  },
};
