/** A message that nobody takes is shown with its request, to whoever can reach the person otherwise. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

test("a mail that the server does not take is shown as long as it has not left", async () => {
  const state = { refuses: true };
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo: (_address, _session, done) =>
      done(state.refuses ? Object.assign(new Error("5.1.1 no such mailbox"), { responseCode: 550 }) : null),
    onData: (stream, _session, done) => stream.on("end", done).resume(),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await using shop = await createShop();
    const { port } = server.server.address() as AddressInfo;
    await using visit = await visitCentre(shop, { settings: { smtpUrl: `smtp://127.0.0.1:${port}` } });
    await visit.ask("access", ADA);
    await expect(visit.t.drain()).rejects.toThrow("did not take the message");
    const list = await visit.api<{ requests: { id: string }[] }>("GET", "/api/requests");
    const id = list.body.requests[0]?.id ?? "";
    const refused = { way: "email", what: "Confirm the address", why: "refused", code: "EENVELOPE" };
    expect((await visit.detail(id)).undelivered).toMatchObject([{ ...refused, isTriedAgain: true }]);
    visit.t.clock.advance("PT1H");
    expect((await visit.detail(id)).undelivered).toMatchObject([{ ...refused, isTriedAgain: false }]);
    state.refuses = false;
    const [mail] = await visit.t.ctx.db.selectFrom("mail_message").select(["id", "kind"]).execute();
    const again = { key: id, language: "en", to: ADA, subject: "Confirm", text: "Confirm", html: "Confirm" };
    await visit.t.ctx.mail.send({ ...again, id: mail?.id ?? "", kind: mail?.kind ?? "" });
    expect((await visit.detail(id)).undelivered).toEqual([]);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
