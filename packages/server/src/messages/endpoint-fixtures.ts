/** Calls of the endpoints of messages for the derived tests. */
import { randomUUID } from "node:crypto";
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const message = () => ({
  stream: "news",
  to: "ada@example.org",
  subject: "New in the shop",
  text: "Three things that came in this week.",
  key: randomUUID(),
});

export const messageFixtures: EndpointFixtures = {
  "messages.send": {
    prepare: async () => ({ body: message() }),
    invalid: { body: { ...message(), stream: "nowhere" } },
    missing: null,
  },
  "messages.refer": {
    prepare: async () => ({ body: { stream: "friends", to: "friend@example.org", sender: "Ada" } }),
    invalid: { body: { stream: "friends", to: "friend@example.org", sender: "https://casino.example.org" } },
    missing: null,
  },
  "messages.streams": { prepare: async () => ({}), invalid: null, missing: null },
  "suppressions.import": {
    prepare: async () => ({ body: { addresses: [`${randomUUID()}@example.org`] } }),
    invalid: { body: { addresses: [] } },
    missing: null,
  },
  "suppressions.check": {
    prepare: async () => ({ body: { addresses: ["ada@example.org"] } }),
    invalid: { body: { addresses: [] } },
    missing: null,
  },
  "suppressions.export": { prepare: async () => ({}), invalid: null, missing: null },
  "segments.export": {
    prepare: async () => ({ body: { purpose: "newsletter", recipient: "mailing" } }),
    invalid: { body: { purpose: "newsletter", recipient: "ads" } },
    missing: null,
  },
};
