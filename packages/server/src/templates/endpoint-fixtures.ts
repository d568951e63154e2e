/** Calls of the endpoints of messages' words, for the derived tests. */
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const params = { template: "received", language: "en" };
const missing: EndpointCall = { params: { template: "greeting", language: "en" } };
const invalid: EndpointCall = { body: { texts: { receivedTitle: 7 } } };
let edits = 0;

/** Words that no earlier call has written: a change that changes nothing leaves no entry. */
const body = () => {
  edits += 1;
  return { texts: { receivedTitle: `We have it (${edits})` } };
};

export const templateFixtures: EndpointFixtures = {
  "mail-templates.list": { prepare: async () => ({}), invalid: null, missing: null },
  "mail-templates.edit": { prepare: async () => ({ params, body: body() }), invalid, missing },
  "mail-templates.preview": { prepare: async () => ({ params, body: body() }), invalid, missing },
  "mail-templates.test": { prepare: async () => ({ params, body: body() }), invalid, missing },
  "mail-templates.restore": {
    prepare: async (t) => {
      const headers = { ...(await t.apiKey(["templates:act"])), "content-type": "application/json" };
      const call = { method: "PUT", headers, body: JSON.stringify(body()) };
      await t.app.request("/api/mail-templates/received/en", call);
      return { params, body: { key: "receivedTitle", version: 0 } };
    },
    invalid: { body: { key: "receivedTitle", version: -1 } },
    missing,
  },
  "mail-templates.versions": { prepare: async () => ({ params }), invalid: null, missing },
};
