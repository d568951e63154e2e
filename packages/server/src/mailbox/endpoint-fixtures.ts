/** Calls of the inbox's endpoints for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { receiveMessage } from "./receive-message.ts";

const missing: EndpointCall = { params: { messageId: "inb_unknown" } };

let letters = 0;

/** A letter with an attachment that waits for a person. */
async function letter(t: TestCtx): Promise<{ readonly messageId: string }> {
  letters += 1;
  const raw = [
    `From: writer${letters}@example.org`,
    `Message-ID: <fixture-${letters}@mail.example.org>`,
    "Subject: A question",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "Where is my parcel?",
    "--b",
    'Content-Type: application/pdf; name="slip.pdf"',
    'Content-Disposition: attachment; filename="slip.pdf"',
    "",
    "%PDF invented",
    "--b--",
    "",
  ].join("\r\n");
  const receivedAt = t.ctx.clock.now();
  const message = { mailbox: "rights", door: "smtp", raw: Buffer.from(raw), receivedAt, isCut: false } as const;
  const messageId = await t.ctx.transaction((tx) => receiveMessage(tx, message));
  await t.drain();
  return { messageId: messageId ?? "" };
}

const withLetter = async (t: TestCtx): Promise<EndpointCall> => ({ params: await letter(t) });

export const mailboxFixtures: EndpointFixtures = {
  "inbox.list": {
    prepare: async () => ({ query: { filter: "triage", limit: "1" } }),
    invalid: { query: { filter: "everything" } },
    missing: null,
  },
  "inbox.enter": {
    prepare: async () => ({ body: { arrivedOn: "2026-11-20", text: "Where is my parcel?" } }),
    invalid: { body: { arrivedOn: "yesterday" } },
    missing: null,
  },
  "inbox.templates": { prepare: async () => ({}), invalid: null, missing: null },
  "inbox.get": { prepare: withLetter, invalid: null, missing },
  "inbox.read": { prepare: withLetter, invalid: null, missing },
  "inbox.attachment": {
    prepare: async (t) => ({ params: { ...(await letter(t)), position: "0" } }),
    invalid: { params: { messageId: "inb_unknown", position: "first" } },
    missing: { params: { messageId: "inb_unknown", position: "0" } },
  },
  "inbox.make-request": {
    prepare: async (t) => ({ params: await letter(t), body: { kind: "access" } }),
    invalid: { body: { kind: "everything" } },
    missing,
  },
  "inbox.make-case": {
    prepare: async (t) => ({ params: await letter(t), body: { case: "complaint" } }),
    invalid: { body: { case: "petition" } },
    missing,
  },
  "inbox.join": {
    prepare: async (t) => {
      const params = await letter(t);
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      await t.app.request(`/api/inbox/${params.messageId}/request`, {
        method: "POST",
        headers,
        body: JSON.stringify({ kind: "access" }),
      });
      const { reference } = await t.ctx.db
        .selectFrom("request")
        .select("reference")
        .orderBy("id", "desc")
        .executeTakeFirstOrThrow();
      return { params: await letter(t), body: { request: reference } };
    },
    invalid: { body: { request: "" } },
    missing,
  },
  "inbox.answer": {
    prepare: async (t) => ({ params: await letter(t), body: { template: "free", text: "It is on its way." } }),
    invalid: { body: { template: "poem", text: "" } },
    missing,
  },
  "inbox.dismiss": {
    prepare: async (t) => ({ params: await letter(t), body: { reason: "not_for_us" } }),
    invalid: { body: { reason: "no_time" } },
    missing,
  },
};
