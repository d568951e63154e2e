/** The messages of requests leave through a real mail server, whole, and without personal data where they should have none. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

test("every message of an erasure is delivered once, as text and HTML, in the person's language", async () => {
  const received: { to: readonly string[]; raw: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        received.push({ to, raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await using shop = await createShop();
    const { port } = server.server.address() as AddressInfo;
    await using visit = await visitCentre(shop, {
      settings: { smtpUrl: `smtp://127.0.0.1:${port}` },
      kept: { requests: { erasureWaitingPeriod: "PT1H" } },
    });
    await visit.ask("erasure?lang=de", ADA);
    await visit.t.drain();
    await visit.post((await visit.mail("confirm")).path);
    await visit.t.drain();
    const list = await visit.api<{ requests: { id: string }[] }>("GET", "/api/requests");
    const id = list.body.requests[0]?.id ?? "";
    await visit.api("POST", `/api/requests/${id}/approve`, { planVersion: 1 });
    await visit.t.drain();
    visit.t.clock.advance("PT2H");
    await resumeRequests(visit.t.ctx, visit.parts);
    await visit.t.drain();
    expect((await visit.detail(id)).state).toBe("done");
    expect(received.map((message) => message.to)).toEqual([[ADA], [ADA], [ADA], [ADA]]);
    for (const { raw } of received) {
      expect(raw).toContain("multipart/alternative");
      expect(raw).toMatch(/^Content-Language: de/im);
      const headers = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/^(To|From): .*$/gim, "");
      // A whole word: the random marks of a message may hold these letters by chance.
      expect(headers).not.toMatch(/\bada\b/i);
    }
    const messages = await visit.t.sentMail();
    expect(messages.map((message) => message.kind)).toEqual([
      "request-confirm",
      "request-received",
      "request-scheduled",
      "request-erased",
    ]);
    expect(messages.at(-1)?.text).toContain("Ihre Daten sind gelöscht");
    // Addresses hold an opaque token and the language, nothing of the person.
    for (const message of messages) {
      for (const url of message.text.match(/https?:\/\/\S+/g) ?? []) {
        expect(url).toMatch(/\/privacy\/[a-z/]+\/[\w-]{43}(\/receipt)?\?lang=de$/);
      }
    }
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
