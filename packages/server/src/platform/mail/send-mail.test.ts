import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { createTestCtx } from "../testing/create-test-ctx.ts";
import type { MailMessage } from "./mail.ts";
import { MailError, recipientIndex } from "./send-mail.ts";

const message: MailMessage = {
  id: "req_1/received",
  key: "req_1",
  kind: "request-received",
  language: "de",
  to: "zoë@example.org",
  subject: "Ihre Anfrage – Grüße",
  text: "Guten Tag,\n\nwir haben Ihre Anfrage erhalten.\nhttps://kept.example.org/requests/abc\n",
  html: "<p>Guten Tag</p>",
};

let server: SMTPServer | null = null;
afterEach(async () => {
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(resolve)));
  server = null;
});

/** A real mail server on loopback; `refuse` answers every message with a temporary failure. */
async function startSmtp(refuse: () => boolean): Promise<{ url: string; received: { to: string[]; text: string }[] }> {
  const received: { to: string[]; text: string }[] = [];
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      stream.on("end", () => {
        if (refuse()) return done(Object.assign(new Error("try later"), { responseCode: 451 }));
        received.push({ to: session.envelope.rcptTo.map((recipient) => recipient.address), text });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, received };
}

test("a message arrives over SMTP once, with text, HTML and headers", async () => {
  const { url, received } = await startSmtp(() => false);
  await using t = await createTestCtx({ settings: { smtpUrl: url } });
  await t.ctx.mail.send({ ...message, to: "ada@example.org" });
  await t.ctx.mail.send({ ...message, to: "ada@example.org" });
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(["ada@example.org"]);
  const text = received[0]?.text ?? "";
  expect(text).toContain("From: Example <privacy@example.org>");
  expect(text).toMatch(/Subject: =\?UTF-8\?/);
  expect(text).toContain("multipart/alternative");
  expect(text).toContain("Content-Language: de");
  expect(text).toContain("Auto-Submitted: auto-generated");
  expect(text).toMatch(/Message-ID: <[0-9a-f]{40}@localhost>/i);
  expect(text).toContain("Guten Tag");
});

test("a refusal is an error without an address, and the next try sends", async () => {
  let busy = true;
  const { url, received } = await startSmtp(() => busy);
  await using t = await createTestCtx({ settings: { smtpUrl: url } });
  const refused = await t.ctx.mail.send({ ...message, to: "ada@example.org" }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(MailError);
  expect(String(refused)).not.toContain("ada@");
  busy = false;
  await t.ctx.mail.send({ ...message, to: "ada@example.org" });
  expect(received).toHaveLength(1);
  expect((await t.sentMail()).map((mail) => mail.id)).toEqual([message.id]);
});

test("without a mail server it stays, sealed, and shows on the outbox page", async () => {
  await using t = await createTestCtx();
  await t.ctx.mail.send(message);
  const row = await t.ctx.db.selectFrom("mail_message").selectAll().executeTakeFirstOrThrow();
  expect(Buffer.from(row.sealed ?? []).includes("example.org")).toBe(false);
  expect(row.recipient_index).toBe(recipientIndex(t.ctx.keys, "ZOË@example.org "));
  const list = await (await t.app.request("/dev/outbox")).text();
  expect(list).toContain("zoë@example.org");
  const page = await (await t.app.request(`/dev/outbox/${encodeURIComponent(message.id)}?view=text`)).text();
  expect(page).toContain('<a href="https://kept.example.org/requests/abc">');
  const html = await t.app.request(`/dev/outbox/${encodeURIComponent(message.id)}/html`);
  expect(html.headers.get("content-security-policy")).toContain("sandbox");
});
