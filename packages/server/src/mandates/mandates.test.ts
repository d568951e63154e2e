/** Asking for somebody else: two words where the person's counts, a look at the mandate where it does not (R-8.4.0b, R-9.b). */
import type { Mandate, WaitingMandate } from "@kept/contract/mandates";
import type { RequestDetail } from "@kept/contract/requests";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { ADA, createShop, type Shop } from "../requests/testing/shop.ts";
import { type Visit, visitCentre } from "../requests/testing/visit-centre.ts";
import { TINY_JPEG } from "../verification/testing/tiny-pictures.ts";
import { remindOfMandates } from "./remind-of-mandates.ts";

let shop: Shop;
let visit: Visit;
beforeAll(async () => {
  shop = await createShop();
  visit = await visitCentre(shop, { now: "2026-11-01T10:00:00Z" });
});
afterAll(async () => {
  await visit[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

const AGENT = "grace@agents.example.org";

async function ask(fields: Record<string, string>, paper?: Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  const all = { kind: "access", relation: "agent", email: ADA, name: "Grace Canary", yourEmail: AGENT, ...fields };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  if (paper !== undefined) form.set("paper", new Blob([paper], { type: "image/jpeg" }), "mandate.jpg");
  const sent = await visit.t.app.request("/privacy/for-somebody", { method: "POST", body: form });
  await visit.t.drain();
  return sent;
}

const mailTo = async (kind: string, to: string) =>
  (await visit.t.sentMail()).findLast((one) => one.kind === kind && one.to === to);
async function linkTo(kind: string, to: string): Promise<string> {
  const text = (await mailTo(kind, to))?.text ?? "";
  return new URL(/https?:\/\/\S+\/privacy\/\S+/.exec(text)?.[0] ?? "http://nowhere/").pathname;
}
async function press(path: string, fields: Record<string, string> = {}): Promise<number> {
  const response = await visit.t.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
  await visit.t.drain();
  return response.status;
}
async function newest(): Promise<RequestDetail> {
  const { body } = await visit.api<{ requests: { id: string }[] }>("GET", "/api/requests?limit=1");
  return await visit.detail(body.requests[0]?.id ?? "");
}
const mandate = async (id: string) => (await visit.api<Mandate>("GET", `/api/requests/${id}/mandate`)).body;

test("an agent needs two words: their own address and the person's yes; answers go where the person says", async () => {
  const sent = await ask({ organisation: "Agents & Co. http://evil.example.com/win" });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/privacy/for-somebody/sent?lang=en"]);
  const asked = await newest();
  expect(asked).toMatchObject({ state: "unverified", person: "a•••@example.org" });
  // What an agent calls themselves is no link in somebody else's mailbox.
  const toPerson = await mailTo("mandate-person", ADA);
  expect(toPerson?.text).toContain("Grace Canary (Agents & Co. http evil. example. com win)");
  expect(await press(await linkTo("mandate-representative", AGENT))).toBe(200);
  expect((await newest()).state).toBe("unverified");
  const { mandates } = (await visit.api<{ mandates: WaitingMandate[] }>("GET", "/api/mandates")).body;
  expect(mandates).toMatchObject([{ requestId: asked.id, waitsFor: "person" }]);
  const permission = await linkTo("mandate-person", ADA);
  expect((await visit.get(permission)).text).toContain("Does somebody act for you?");
  expect(await press(permission, { permitted: "yes", answersTo: "representative" })).toBe(200);
  expect(await press(permission, { permitted: "yes" })).toBe(404);
  const request = await newest();
  expect(request).toMatchObject({ state: "awaiting_approval", verifiedHow: "link + mandate: agent" });
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  expect((await mailTo("request-package-ready", AGENT))?.subject).toContain(request.reference);
  expect(await mailTo("request-package-ready", ADA)).toBeUndefined();
  expect(await visit.t.ledgerTypes(request.id)).toEqual(
    expect.arrayContaining(["request.mandate-named", "request.mandate-confirmed", "request.mandate-answered"]),
  );
  const entries = JSON.stringify(await visit.t.ctx.db.selectFrom("ledger_entry").selectAll().execute());
  expect(entries).not.toMatch(/Grace|agents\.example/);
});

test("the order does not matter, a no ends it, and an unknown address looks the same", async () => {
  const other = { email: "bob@example.org" };
  await ask(other);
  expect(await press(await linkTo("mandate-person", "bob@example.org"), { permitted: "yes" })).toBe(200);
  expect((await newest()).state).toBe("unverified");
  expect(await press(await linkTo("mandate-representative", AGENT))).toBe(200);
  const request = await newest();
  expect(request.state).toBe("awaiting_approval");
  await visit.api("POST", `/api/requests/${request.id}/cancel`);
  await ask(other);
  expect(await press(await linkTo("mandate-person", "bob@example.org"), { permitted: "no" })).toBe(200);
  expect((await newest()).state).toBe("cancelled");
  expect(await press(await linkTo("mandate-representative", AGENT))).toBe(404);
  const shape = async (response: Response) => [response.status, response.headers.get("location")];
  expect(await shape(await ask({ email: "nobody@example.org" }))).toEqual(
    await shape(await ask({ email: "ada@example.net" })),
  );
});

test("a power of attorney is looked at by a person, however long that takes, and a no tells why", async () => {
  const bare = await ask({ relation: "attorney" });
  expect([bare.status, await bare.text()]).toEqual([422, expect.stringContaining("Send a picture of the document")]);
  const gif = await ask({ relation: "attorney" }, Buffer.from("GIF89a"));
  expect([gif.status, await gif.text()]).toEqual([422, expect.stringContaining("no picture that we can take")]);
  expect((await ask({ relation: "attorney" }, Uint8Array.from(TINY_JPEG))).status).toBe(303);
  const { id } = await newest();
  const review = (body: object) =>
    visit.api<Mandate & { code: string }>("POST", `/api/requests/${id}/mandate/review`, body);
  // Not before the address is shown to be theirs.
  expect((await review({ accepted: true })).body.code).toBe("mandate_settled");
  await press(await linkTo("mandate-representative", AGENT));
  expect(await mandate(id)).toMatchObject({ relation: "attorney", person: { isAsked: false }, hasPaper: true });
  const paper = await visit.t.app.request(`/api/requests/${id}/mandate/paper`, { headers: visit.lead });
  const bytes = Buffer.from(await paper.arrayBuffer());
  expect([paper.headers.get("content-type"), bytes.includes("GPS")]).toEqual(["image/jpeg", false]);
  // It stands in a list of its own, and operators are written to: once for each time that passes.
  const waiting = async () =>
    (await visit.api<{ mandates: WaitingMandate[] }>("GET", "/api/mandates")).body.mandates.find(
      ({ requestId }) => requestId === id,
    );
  expect(await waiting()).toMatchObject({ relation: "attorney", waitsFor: "operator", person: "a•••@example.org" });
  const reminded = async (at: string): Promise<number> => {
    visit.t.clock.set(at);
    const before = (await visit.t.sentMail()).length;
    await remindOfMandates(visit.t.ctx, visit.parts);
    await remindOfMandates(visit.t.ctx, visit.parts);
    await visit.t.drain();
    const sent = (await visit.t.sentMail()).slice(before).filter(({ kind }) => kind === "mandate-reminder");
    for (const { text } of sent) expect(text).not.toMatch(/Grace|ada@/);
    return sent.length;
  };
  expect(await reminded("2026-11-03T10:00:00Z")).toBe(0);
  expect(await reminded("2026-11-05T10:00:00Z")).toBe(1);
  expect(await reminded("2026-11-06T10:00:00Z")).toBe(0);
  expect(await reminded("2026-11-10T10:00:00Z")).toBe(1);
  await tidyRequests(visit.t.ctx, visit.parts);
  expect((await newest()).state).toBe("unverified");
  expect((await review({ accepted: false, text: "The signature is missing." })).status).toBe(200);
  await visit.t.drain();
  expect((await mailTo("mandate-rejected", AGENT))?.text).toContain("The signature is missing.");
  expect((await newest()).state).toBe("cancelled");
  expect(await waiting()).toBeUndefined();
  expect(await reminded("2026-11-20T10:00:00Z")).toBe(0);
  expect((await review({ accepted: true })).body.code).toBe("mandate_settled");
});

test("heirs and parents are decided on by people, who see what the law of the place says", async () => {
  await ask({ relation: "heir", country: "FR", kind: "erasure" }, Uint8Array.from(TINY_JPEG));
  const { id } = await newest();
  expect((await mandate(id)).notes).toEqual([
    { place: "FR", says: expect.stringContaining("directives"), source: "Loi 78-17, art. 84–86" },
  ]);
  await press(await linkTo("mandate-representative", AGENT));
  const accepted = { accepted: true, answersTo: "representative" };
  expect((await visit.api("POST", `/api/requests/${id}/mandate/review`, accepted)).status).toBe(200);
  await visit.t.drain();
  expect(await newest()).toMatchObject({ state: "awaiting_approval", verifiedHow: "mandate: heir" });
  const words = await visit.api<{ name: string }>("GET", `/api/requests/${id}/mandate/words`);
  expect(words.body.name).toBe("Grace Canary");
  // Who acts is forgotten with who asked.
  await visit.api("POST", `/api/requests/${id}/cancel`);
  visit.t.clock.set("2026-12-20T10:00:00Z");
  await tidyRequests(visit.t.ctx, visit.parts);
  const rows = await visit.t.ctx.db.selectFrom("mandate").selectAll().where("request_id", "=", id).execute();
  expect(rows.map(({ sealed, sealed_paper }) => [sealed, sealed_paper])).toEqual([[null, null]]);
});
