/** Calls of the endpoints of messages for the derived tests. */
import { randomUUID } from "node:crypto";
import { addressHash, addSuppression } from "../choices/suppressions.ts";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { liftSuppression } from "./lift-suppression.ts";
import type { MessageParts } from "./message-parts.ts";

const message = () => ({
  stream: "news",
  to: "ada@example.org",
  subject: "New in the shop",
  text: "Three things that came in this week.",
  key: randomUUID(),
});

const sale = () => ({ email: "ada@example.org", kind: "sale", product: "tools", chance: "given", key: randomUUID() });

/** An address that bounced. */
async function bounced(t: TestCtx): Promise<string> {
  const address = `${randomUUID()}@example.org`;
  const row = { purpose: "*", reason: "bounced" } as const;
  await t.ctx.transaction((tx) => addSuppression(tx, addressHash(tx.keys, address), row));
  return address;
}

/** A lift that somebody else asked for. */
async function waitingLift(t: TestCtx): Promise<string> {
  const kept = { ...t.parts.kept, messages: { ...t.parts.kept.messages, fourEyes: { lifts: true } } };
  const asked = { address: await bounced(t), reason: "bounced", why: "It works again." } as const;
  return (await liftSuppression(t.ctx, { kept } as MessageParts, asked)).id;
}

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
  "messages.refusals": {
    prepare: async () => ({ query: { limit: "5" } }),
    invalid: { query: { limit: "0" } },
    missing: null,
  },
  "messages.check": {
    prepare: async () => ({ body: { stream: "news", to: "ada@example.org" } }),
    invalid: { body: { stream: "nowhere", to: "ada@example.org" } },
    missing: null,
  },
  "sales.record": {
    prepare: async () => ({ body: sale() }),
    invalid: { body: { ...sale(), chance: "perhaps" } },
    missing: null,
  },
  "suppressions.lift": {
    prepare: async (t) => ({ body: { address: await bounced(t), reason: "bounced", why: "It works again." } }),
    invalid: { body: { address: "ada@example.org", reason: "unsubscribed", why: "We want to." } },
    missing: { body: { address: "nobody@example.org", reason: "bounced", why: "It works again." } },
  },
  "suppressions.lifts": { prepare: async () => ({}), invalid: null, missing: null },
  "suppressions.settle-lift": {
    prepare: async (t) => ({ params: { liftId: await waitingLift(t) }, body: { agreed: true } }),
    invalid: { body: { agreed: "perhaps" } },
    missing: { params: { liftId: "lft_unknown" } },
  },
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
