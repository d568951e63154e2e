/** Calls of the endpoints of mandates for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { TINY_PNG } from "../verification/testing/tiny-pictures.ts";

const missing: EndpointCall = { params: { requestId: "req_unknown" } };
const NOBODY = "t".repeat(43);

let people = 0;
/** Each is about somebody else, so that no limit is reached. */
function body(relation: string): object {
  people += 1;
  const representative = { name: "Grace Canary", email: `grace${people}@agents.example.org` };
  const paper = TINY_PNG.toString("base64");
  return { kind: "access", email: `represented${people}@example.org`, relation, representative, paper };
}

async function post(t: TestCtx, path: string, sent: object): Promise<void> {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(sent) };
  await t.app.request(path, init);
  await t.drain();
}

async function tokenOf(t: TestCtx, kind: string): Promise<string> {
  const mail = (await t.sentMail()).findLast((one) => one.kind === kind);
  return /\/privacy\/(?:mandate|permission)\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
}

async function submitted(t: TestCtx, relation: string): Promise<EndpointCall & { params: { requestId: string } }> {
  await post(t, "/api/mandates", body(relation));
  const headers = await t.apiKey(["requests:read"]);
  const list = (await (await t.app.request("/api/requests?limit=1", { headers })).json()) as {
    requests: { id: string }[];
  };
  return { params: { requestId: list.requests[0]?.id ?? "" } };
}

export const mandateFixtures: EndpointFixtures = {
  "mandates.submit": {
    prepare: async () => ({ body: body("agent") }),
    invalid: { body: { ...body("agent"), relation: "friend" } },
    missing: null,
  },
  "mandates.confirm": {
    prepare: async (t) => {
      await submitted(t, "agent");
      return { body: { token: await tokenOf(t, "mandate-representative") } };
    },
    invalid: { body: {} },
    missing: { body: { token: NOBODY } },
  },
  "mandates.permit": {
    prepare: async (t) => {
      await submitted(t, "agent");
      return { body: { token: await tokenOf(t, "mandate-person"), permitted: true } };
    },
    invalid: { body: { token: NOBODY } },
    missing: { body: { token: NOBODY, permitted: true } },
  },
  "mandates.list": {
    prepare: async (t) => {
      await submitted(t, "heir");
      return {};
    },
    invalid: null,
    missing: null,
  },
  "mandates.get": { prepare: (t) => submitted(t, "heir"), invalid: null, missing },
  "mandates.read": { prepare: (t) => submitted(t, "heir"), invalid: null, missing },
  "mandates.paper": { prepare: (t) => submitted(t, "heir"), invalid: null, missing },
  "mandates.review": {
    prepare: async (t) => {
      const { params } = await submitted(t, "attorney");
      await post(t, "/api/mandates/confirm", { token: await tokenOf(t, "mandate-representative") });
      return { params, body: { accepted: true } };
    },
    invalid: { body: { accepted: "perhaps" } },
    missing,
  },
};
