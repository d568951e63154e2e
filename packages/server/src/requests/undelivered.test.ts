/** A message that nobody takes is shown with its request, to whoever can reach the person otherwise. */
import type { AddressInfo } from "node:net";
import type { RequestDetail } from "@kept/contract/requests";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { requestJobHandlers } from "./jobs.ts";
import { sendRequestMail } from "./send-request-mail.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

type Answer = { readonly responseCode: number; readonly says: string } | null;

/** A mail server that answers this of Ada's mailbox; null takes the message, as it takes those to operators. */
async function startSmtp(state: { answer: Answer }) {
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo: ({ address }, _session, done) => {
      const answer = address === ADA ? state.answer : null;
      done(answer === null ? null : Object.assign(new Error(answer.says), { responseCode: answer.responseCode }));
    },
    onData: (stream, _session, done) => stream.on("end", done).resume(),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const newest = async (visit: Visit): Promise<string> =>
  (await visit.api<{ requests: { id: string }[] }>("GET", "/api/requests")).body.requests[0]?.id ?? "";

test("a mail that the server does not take now is tried for a day, and shown as long as it has not left", async () => {
  const state: { answer: Answer } = { answer: { responseCode: 550, says: "5.7.1 we do not relay for you" } };
  await using smtp = await startSmtp(state);
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { settings: { smtpUrl: smtp.url } });
  await visit.ask("access", ADA);
  await expect(visit.t.drain()).rejects.toThrow("did not take the message");
  const id = await newest(visit);
  const refused = { way: "email", what: "Confirm the address", why: "refused", code: "EENVELOPE" };
  expect((await visit.detail(id)).undelivered).toMatchObject([{ ...refused, isTriedAgain: true }]);
  const { options } = requestJobHandlers(visit.parts).find(({ name }) => name === "requests.mail") ?? {};
  // Two seconds, doubled up to ten minutes (`queueOptions`).
  const pauses = Array.from({ length: options?.retryLimit ?? 0 }, (_, at) => Math.min(600, 2 * 2 ** at));
  expect(pauses.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(86_400);
  visit.t.clock.advance("P2D");
  expect((await visit.detail(id)).undelivered).toMatchObject([{ ...refused, isTriedAgain: false }]);
  state.answer = null;
  const [mail] = await visit.t.ctx.db.selectFrom("mail_message").select(["id"]).execute();
  await sendRequestMail(visit.t.ctx, visit.parts, { requestId: id, message: "confirm", messageId: mail?.id ?? "" });
  expect((await visit.detail(id)).undelivered).toEqual([]);
});

test("an address that is none is known at once, and not tried again", async () => {
  await using smtp = await startSmtp({ answer: { responseCode: 550, says: "5.1.1 no such mailbox" } });
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { settings: { smtpUrl: smtp.url } });
  await visit.ask("access", ADA);
  await visit.t.drain();
  const id = await newest(visit);
  expect((await visit.detail(id)).undelivered).toMatchObject([
    { way: "email", what: "Confirm the address", why: "bounced", code: "5.1.1", isTriedAgain: false },
  ]);
  expect(await visit.t.ledgerTypes(id)).toContain("mailbox.mail-bounced");
});

test("a complaint about the sender is none about the address: it is tried again", async () => {
  await using smtp = await startSmtp({ answer: { responseCode: 553, says: "5.1.8 sender address rejected" } });
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { settings: { smtpUrl: smtp.url } });
  await visit.ask("access", ADA);
  await expect(visit.t.drain()).rejects.toThrow("did not take the message");
  const id = await newest(visit);
  expect((await visit.detail(id)).undelivered).toMatchObject([{ why: "refused", isTriedAgain: true }]);
});

test("a notice of more time that no mailbox takes can be given by letter", async () => {
  const state: { answer: Answer } = { answer: null };
  await using smtp = await startSmtp(state);
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { settings: { smtpUrl: smtp.url }, now: "2026-01-31T12:00:00Z" });
  const verified = { by: "phone", how: "called" };
  const asked = { kind: "access", identifiers: [{ kind: "email", value: ADA }], verified };
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", { ...asked, country: "DE" })).body;
  await visit.t.drain();
  state.answer = { responseCode: 550, says: "5.1.1 no such mailbox" };
  const say = { reason: "complexity", text: "Archives have to be read back." };
  expect((await visit.api("POST", `/api/requests/${id}/extend`, say)).status).toBe(200);
  await visit.t.drain();
  const refused = await visit.detail(id);
  expect(refused).toMatchObject({ isExtended: false, may: { extend: true } });
  expect(refused.extension?.bouncedAt).not.toBeNull();
  expect(await visit.t.ledgerTypes(id)).toContain("request.extension-bounced");
  const posted = await visit.api<RequestDetail>("POST", `/api/requests/${id}/extend`, {
    ...say,
    sentByPost: "2026-01-31",
  });
  expect(posted.body).toMatchObject({ isExtended: true, legalDueOn: "2026-04-30" });
});
