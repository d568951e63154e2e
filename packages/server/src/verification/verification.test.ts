/** Showing who one is, from the mailbox to the document, by the doors that people have (R-8.4.0b). */
import type { RequestDetail } from "@kept/contract/requests";
import type { Identity, ProofState } from "@kept/contract/verification";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, BOB, createShop, type Shop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { openSms } from "../sms/queue-sms.ts";
import { codeOfMessage } from "./codes.ts";
import { destroyDocuments } from "./documents.ts";
import { handOverUnproven } from "./hand-over.ts";
import { MOST_FAILURES, tidyLocks } from "./locks.ts";
import { TINY_PNG } from "./testing/tiny-pictures.ts";
import { verifyingKept } from "./testing/verifying-kept.ts";

let shop: Shop;
let t: TestCtx;
let lead: Record<string, string>;
beforeAll(async () => {
  shop = await createShop();
  shop.db.exec("alter table users add column phone text");
  shop.db.exec("update users set phone = '+49 (0)151 234567' where id = 1");
  t = await createTestCtx({
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      regimes: ["eea", "us-ca", "default"],
      ...verifyingKept,
    },
    settings: { dataDir: shop.folder },
  });
  ({ headers: lead } = await t.signIn("privacy-lead"));
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});
// Each test has a day of its own: neither limits nor locks of another reach it.
let day = 0;
beforeEach(() => {
  day += 2;
  t.clock.set(new Date(Date.UTC(2026, 10, day, 10)).toISOString());
});
afterEach(() => t.drain());

async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await t.app.request(path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
}
const operator = <T>(method: string, path: string, body?: unknown) => call<T>(method, path, body, lead);

async function submit(more: object = {}): Promise<string> {
  const sent = await call<{ token: string }>("POST", "/api/requests/submit", { kind: "access", email: ADA, ...more });
  expect(sent.status).toBe(201);
  await t.drain();
  return sent.body.token;
}
const state = async (token: string) => (await call<ProofState>("POST", "/api/proofs/state", { token })).body;
const enter = async (token: string, code: string, tier = "code") =>
  (await call<{ outcome: string }>("POST", "/api/proofs/code", { token, tier, code })).body.outcome;
const answer = async (token: string, answers: object, declared = false) =>
  (await call<{ outcome: string }>("POST", "/api/proofs/answers", { token, answers, declared })).body.outcome;

async function mailedCode(kind = "request-confirm"): Promise<string> {
  const message = (await t.sentMail()).findLast((one) => one.kind === kind);
  return /\b(\d{3} \d{3})\b/.exec(message?.text ?? "")?.[1] ?? "";
}
async function textedCode(): Promise<string> {
  await t.drain();
  const row = await t.ctx.db.selectFrom("sms_message").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
  const said = openSms(t.ctx.keys, row.id, row.sealed);
  expect(said?.to).toBe("+49151234567");
  return /\b(\d{3} \d{3})\b/.exec(said?.text ?? "")?.[1] ?? "";
}
async function newest(): Promise<RequestDetail> {
  await t.drain();
  const { body } = await operator<{ requests: { id: string }[] }>("GET", "/api/requests?limit=1");
  return (await operator<RequestDetail>("GET", `/api/requests/${body.requests[0]?.id}`)).body;
}
const identity = async (id: string) => (await operator<Identity>("GET", `/api/requests/${id}/identity`)).body;
const RIGHT = { "last-order": "1.2.2026", "an-invoice": "12,50" };

describe("the mailbox", () => {
  test("a code of six digits confirms as the link does, once, and its hash is gone", async () => {
    const token = await submit();
    expect(await state(token)).toEqual({ state: "open", offers: ["code"], doubt: null, documentPending: false });
    const code = await mailedCode();
    expect(code).toMatch(/^\d{3} \d{3}$/);
    expect(await enter(token, code)).toBe("proven");
    const request = await newest();
    expect(request).toMatchObject({ state: "awaiting_approval", verifiedHow: "code", channel: "api" });
    expect(await enter(token, code)).toBe("not_accepted");
    expect((await state(token)).state).toBe("over");
    const rows = await t.ctx.db.selectFrom("proof").selectAll().where("request_id", "=", request.id).execute();
    expect(rows.map(({ tier, state: one, secret_hash }) => [tier, one, secret_hash])).toEqual([
      ["code", "proven", null],
    ]);
    await operator("POST", `/api/requests/${request.id}/cancel`);
  });

  test("a code is good for ten minutes and five tries; a new one ends the one before, and there are five a day", async () => {
    const token = await submit();
    const first = await mailedCode();
    t.clock.set(new Date(t.clock.now().epochMilliseconds + 10 * 60_000).toISOString());
    expect(await enter(token, first)).toBe("not_accepted");
    const send = () => call("POST", "/api/proofs/send", { token, tier: "code" });
    expect((await send()).status).toBe(202);
    await t.drain();
    const second = await mailedCode("request-code");
    expect(second).not.toBe(first);
    for (let time = 0; time < 5; time += 1) expect(await enter(token, wrong(second))).toBe("not_accepted");
    expect(await enter(token, second)).toBe("not_accepted");
    const { id } = await newest();
    expect(await t.ledgerTypes(id)).toContain("request.proof-failed");
    for (let time = 0; time < 6; time += 1) {
      await send();
      await t.drain();
    }
    const codes = (await t.sentMail()).filter(({ kind }) => kind === "request-code");
    // With the one of the first message.
    expect(codes).toHaveLength(4);
    expect(await enter(token, await mailedCode("request-code"))).toBe("proven");
    await operator("POST", `/api/requests/${id}/cancel`);
  });

  test("many codes asked for at once are no more than five a day, and use up nothing else", async () => {
    const token = await submit();
    const send = () => call("POST", "/api/proofs/send", { token, tier: "code" });
    const answers = await Promise.all(Array.from({ length: 8 }, send));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    const { id } = await newest();
    const types = await t.ledgerTypes(id);
    expect(types.filter((type) => type === "request.code-asked")).toHaveLength(4);
    expect(types).not.toContain("request.link-renewed");
    const made = await t.ctx.db.selectFrom("proof").select("id").where("request_id", "=", id).execute();
    expect(made).toHaveLength(5);
    expect(await enter(token, await mailedCode("request-code"))).toBe("proven");
    await operator("POST", `/api/requests/${(await newest()).id}/cancel`);
  });

  test("a message that is sent again brings the same code, and never one that has been replaced", async () => {
    const token = await submit();
    const { id } = await newest();
    const make = (messageId: string) => t.ctx.transaction((tx) => codeOfMessage(tx, id, messageId, "code"));
    const code = await make("msg_again");
    for (let time = 0; time < 6; time += 1) expect(await make("msg_again")).toBe(code);
    const later = await make("msg_later");
    expect(later).toMatch(/^\d{6}$/);
    expect(await make("msg_again")).toBeNull();
    expect(await enter(token, later ?? "")).toBe("proven");
    expect(await make("msg_later")).toBeNull();
    await operator("POST", `/api/requests/${(await newest()).id}/cancel`);
  });

  test("whether an address is known, or was asked for too often, nobody learns from any answer", async () => {
    const unknown = await submit({ email: "nobody@example.org" });
    for (let time = 0; time < 5; time += 1) await submit({ email: "flood@example.org" });
    const requests = async () => (await t.ctx.db.selectFrom("request").select("id").execute()).length;
    const before = await requests();
    const decoy = await submit({ email: "flood@example.org" });
    expect(await requests()).toBe(before);
    const seen = async (token: string) => {
      const page = await t.app.request(`/privacy/prove/${token}`);
      const form = {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "code=123456",
      };
      const tried = await t.app.request(`/privacy/prove/${token}/code`, form);
      const clean = async (response: Response) => (await response.text()).replaceAll(token, "TOKEN");
      return [
        await state(token),
        [page.status, await clean(page)],
        [tried.status, await clean(tried)],
        await enter(token, "123456"),
        await call("POST", "/api/proofs/send", { token, tier: "code" }),
        (await call<{ code: string }>("POST", "/api/proofs/send", { token, tier: "sms" })).body.code,
        (await call<{ code: string }>("POST", "/api/proofs/questions", { token })).body.code,
      ];
    };
    expect(await seen(decoy)).toEqual(await seen(unknown));
    expect((await call<{ code: string }>("POST", "/api/proofs/state", { token: "x".repeat(43) })).body.code).toBe(
      "proof_not_found",
    );
  });

  test("whoever fails too often for one identifier is locked out of every code of it, and the link still works", async () => {
    for (let time = 0; time < MOST_FAILURES; time += 5) {
      const token = await submit({ email: "locked@example.org" });
      for (let tries = 0; tries < 5; tries += 1) await enter(token, "000000x");
    }
    const token = await submit({ email: "locked@example.org" });
    const code = await mailedCode();
    expect(await enter(token, code)).toBe("not_accepted");
    const link = /\/privacy\/confirm\/\S+/.exec((await t.sentMail()).at(-1)?.text ?? "")?.[0] ?? "";
    expect((await t.app.request(link.split("?")[0] ?? "", { method: "POST" })).status).toBe(200);
    const locked = t.ctx.db.selectFrom("proof_lock").selectAll().where("locked_until", "is not", null);
    expect(await locked.execute()).toEqual([]);
    // And what is over is forgotten.
    const late = await submit({ email: "late@example.org" });
    await enter(late, "1");
    t.clock.set(new Date(t.clock.now().epochMilliseconds + 86_400_001).toISOString());
    await tidyLocks(t.ctx);
    expect(await t.ctx.db.selectFrom("proof_lock").selectAll().execute()).toEqual([]);
  });
});

describe("what is held", () => {
  test("California asks more of whoever wants specific pieces: knowledge, with a declaration, beside the mailbox", async () => {
    const token = await submit({ country: "US-CA" });
    expect(await enter(token, await mailedCode())).toBe("more");
    expect(await state(token)).toMatchObject({ state: "open", offers: ["sms", "knowledge"] });
    const { body } = await call<{ questions: { id: string }[]; needed: number; declares: boolean }>(
      "POST",
      "/api/proofs/questions",
      { token },
    );
    expect(body).toMatchObject({ needed: 2, declares: true });
    expect(body.questions.map(({ id }) => id)).toEqual(["last-order", "an-invoice", "street"]);
    expect(await answer(token, RIGHT)).toBe("not_accepted");
    expect(await answer(token, RIGHT, true)).toBe("proven");
    const request = await newest();
    expect(request).toMatchObject({ state: "awaiting_approval", verifiedHow: "code + knowledge" });
    // Nothing of what was said is anywhere.
    const entries = JSON.stringify(await t.ctx.db.selectFrom("ledger_entry").select(["key", "content"]).execute());
    expect(entries).not.toMatch(/12,50|1\.2\.2026/);
    await operator("POST", `/api/requests/${request.id}/cancel`);
  });

  test("three tries: then the right answers are wrong too", async () => {
    const token = await submit({ country: "US-CA" });
    await enter(token, await mailedCode());
    // The newest order counts, and one right answer is not two.
    expect(await answer(token, { ...RIGHT, "last-order": "2026-01-01" }, true)).toBe("not_accepted");
    expect(await answer(token, {}, true)).toBe("not_accepted");
    expect(await answer(token, { "an-invoice": "12.5" }, true)).toBe("not_accepted");
    const late = await call<{ code: string }>("POST", "/api/proofs/answers", { token, answers: RIGHT, declared: true });
    expect(late.body.code).toBe("proof_tier_not_offered");
    // Nor are they asked for again, and what is needed is no less for it.
    expect((await state(token)).offers).toEqual(["sms"]);
    const { id } = await newest();
    expect((await identity(id)).needed).toBe("high");
    expect((await identity(id)).proofs.map(({ tier, state: one, tries }) => [tier, one, tries])).toEqual([
      ["code", "proven", 0],
      ["knowledge", "failed", 3],
    ]);
    await operator("POST", `/api/requests/${id}/cancel`);
  });

  test("a code by SMS goes to the number that is held and to no other, and the page works without scripts", async () => {
    const sent = await t.app.request("/privacy/access", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ email: ADA, country: "US-CA" }).toString(),
    });
    const path = sent.headers.get("location")?.split("?")[0] ?? "";
    expect(path).toMatch(/^\/privacy\/prove\/[\w-]{43}$/);
    await t.drain();
    const post = (step: string, fields: Record<string, string> = {}) =>
      t.app.request(`${path}/${step}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      });
    expect((await post("code", { code: await mailedCode() })).status).toBe(303);
    const page = await (await t.app.request(path)).text();
    expect(page).toContain("A code by text message");
    expect(page).not.toContain("151");
    expect((await post("send-sms")).status).toBe(200);
    const wrongly = await post("sms", { code: "12" });
    expect([wrongly.status, (await wrongly.text()).includes('role="alert"')]).toEqual([422, true]);
    const done = await post("sms", { code: await textedCode() });
    expect([done.status, (await done.text()).includes("We are on it")]).toEqual([200, true]);
    const request = await newest();
    expect(request.verifiedHow).toBe("code + sms");
    await operator("POST", `/api/requests/${request.id}/cancel`);
  });
});

describe("more than somebody can show", () => {
  test("is an operator's to decide on: at once where no way is left, else when the request would lapse", async () => {
    const { questions } = verifyingKept.verification;
    const visit = await visitCentre(shop, { kept: { regimes: ["us-ca", "default"], verification: { questions } } });
    await using _ = visit.t;
    const last = async () => {
      await visit.t.drain();
      const list = await visit.api<{ requests: { id: string }[] }>("GET", "/api/requests?limit=1");
      return visit.detail(list.body.requests[0]?.id ?? "");
    };
    const confirm = async (email: string) => {
      const sent = await visit.ask("access", email, { country: "US-CA" });
      await visit.t.drain();
      await visit.post((await visit.mail("confirm")).path);
      return /prove\/([\w-]{43})/.exec(sent.headers.get("location") ?? "")?.[1] ?? "";
    };
    const token = await confirm(ADA);
    const early = await last();
    expect(early.state).toBe("unverified");
    const held = {
      phase: "needs_decision",
      state: "awaiting_approval",
      hold: { reason: expect.stringContaining("Less") },
    };
    for (let time = 0; time < 3; time += 1) {
      await visit.api("POST", "/api/proofs/answers", { token, answers: {}, declared: true });
    }
    expect(await last()).toMatchObject({ id: early.id, verifiedHow: "link", ...held });

    // Whoever then shows enough does not wait for that one.
    visit.t.clock.advance("PT1M");
    const again = await confirm(ADA);
    await visit.api("POST", "/api/proofs/answers", { token: again, answers: RIGHT, declared: true });
    const whole = await last();
    expect(whole.id).not.toBe(early.id);
    expect(whole).toMatchObject({ state: "awaiting_approval", verifiedHow: "link + knowledge", hold: null });

    await confirm(BOB);
    const silent = await last();
    visit.t.clock.advance("P8D");
    await tidyRequests(visit.t.ctx, visit.parts);
    expect((await visit.detail(silent.id)).state).toBe("unverified");
    await handOverUnproven(visit.t.ctx, visit.parts);
    expect(await last()).toMatchObject({ id: silent.id, ...held });
    expect((await visit.mail("received")).to).toBe(BOB);
    expect(await visit.t.ledgerTypes(silent.id)).toEqual(
      expect.arrayContaining(["request.proof-short", "request.held", "request.planned"]),
    );
    const approve = () => visit.api("POST", `/api/requests/${silent.id}/approve`, { planVersion: 1 });
    expect((await approve()).status).toBe(409);
    await visit.api("POST", `/api/requests/${silent.id}/hold/lift`);
    expect((await approve()).status).toBe(200);
  });
});

describe("doubt", () => {
  async function proven(email = ADA): Promise<RequestDetail> {
    const token = await submit({ email, country: "DE" });
    expect(await enter(token, await mailedCode())).toBe("proven");
    return await newest();
  }
  const doubt = (id: string, more: object = {}) =>
    operator<RequestDetail & { code: string }>("POST", `/api/requests/${id}/doubt`, {
      ground: "address_unlike",
      evidence: "Two accounts carry this name.",
      text: "You write from an address that we do not know.",
      ...more,
    });

  test("without evidence nothing more is asked for; with it the person is told why, the clock stops, and words do not do", async () => {
    const request = await proven();
    const bare = await operator("POST", `/api/requests/${request.id}/doubt`, {
      ground: "address_unlike",
      text: "Prove it.",
    });
    expect(bare.status).toBe(422);
    const doubted = await doubt(request.id);
    expect(doubted.body).toMatchObject({ state: "asking", isPaused: true });
    await t.drain();
    const mail = (await t.sentMail()).findLast(({ kind }) => kind === "request-doubt");
    expect(mail?.text).toContain("You write from an address that we do not know.");
    expect(mail?.text).not.toContain("Two accounts");
    const token = /\/privacy\/prove\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
    expect(await state(token)).toMatchObject({ offers: ["sms", "knowledge"], doubt: { text: /address/ } });
    const remind = { requests: [{ id: request.id }], do: { action: "remind" }, dryRun: false };
    await operator("POST", "/api/requests/bulk", remind);
    await t.drain();
    const again = (await t.sentMail()).at(-1);
    expect([again?.kind, again?.text.includes("an address that we do not know")]).toEqual(["request-doubt", true]);
    // Nobody answers it in words but an operator who is content with them.
    const [status] = await t.ctx.transaction(async (tx) => {
      const { createLink } = await import("../platform/crypto/signed-links.ts");
      return [await createLink(tx, { purpose: "request.status", subject: request.id, lifetime: "P1D" })];
    });
    await t.app.request(`/privacy/status/${status?.token}/answer`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "answer=It+is+me",
    });
    expect((await newest()).state).toBe("asking");
    expect(await (await t.app.request(`/privacy/status/${status?.token}`)).text()).toContain(
      `/privacy/prove/${status?.token}`,
    );
    expect(await answer(token, RIGHT)).toBe("proven");
    expect(await newest()).toMatchObject({ state: "awaiting_approval", isPaused: false });
    expect((await identity(request.id)).doubts).toMatchObject([{ ground: "address_unlike", isOpen: false }]);
    const read = await operator<{ doubts: { evidence: string }[] }>("GET", `/api/requests/${request.id}/doubts`);
    expect(read.body.doubts[0]?.evidence).toBe("Two accounts carry this name.");
    await t.drain();
    expect(await t.ledgerTypes(request.id)).toEqual(
      expect.arrayContaining(["request.doubted", "request.proof-given", "request.proofs-viewed"]),
    );
    await operator("POST", `/api/requests/${request.id}/cancel`);
  });

  test("a document is the last resort: only on grounds that allow it, sealed, without metadata, and destroyed with the decision", async () => {
    const request = await proven();
    const document = { whyNotLess: "Whoever took the account over has the mailbox and the telephone." };
    expect((await doubt(request.id, { document })).body.code).toBe("doubt_document_refused");
    expect((await doubt(request.id, { ground: "account_taken_over", document })).status).toBe(200);
    await t.drain();
    const mail = (await t.sentMail()).findLast(({ kind }) => kind === "request-doubt");
    const token = /\/privacy\/prove\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
    // The mailbox shows nothing any more.
    expect((await state(token)).offers).toEqual(["sms", "knowledge", "document"]);
    const send = (content: string) => call<{ code: string }>("POST", "/api/proofs/document", { token, content });
    expect((await send(Buffer.from("<svg onload=alert(1)>").toString("base64"))).body.code).toBe(
      "document_not_a_picture",
    );
    expect((await send(TINY_PNG.toString("base64"))).status).toBe(202);
    expect((await state(token)).documentPending).toBe(true);
    const [proof] = (await identity(request.id)).proofs.filter(({ tier }) => tier === "document");
    const path = `/api/requests/${request.id}/proofs/${proof?.id}`;
    const shown = await t.app.request(`${path}/document`, { headers: lead });
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect([shown.headers.get("content-type"), bytes.includes("Exif"), bytes.includes("Ada")]).toEqual([
      "image/png",
      false,
      false,
    ]);
    const stored = await t.ctx.db
      .selectFrom("proof")
      .selectAll()
      .where("id", "=", proof?.id ?? "")
      .executeTakeFirstOrThrow();
    expect(Buffer.from(stored.sealed_document ?? []).includes("IHDR")).toBe(false);
    const decided = await operator<Identity>("POST", `${path}/decide`, {
      accepted: true,
      checked: ["name", "picture"],
    });
    expect(decided.body).toMatchObject({ reached: "high" });
    expect(await newest()).toMatchObject({ state: "awaiting_approval" });
    expect((await t.app.request(`${path}/document`, { headers: lead })).status).toBe(404);
    expect(await t.ledgerTypes(request.id)).toEqual(
      expect.arrayContaining([
        "request.document-received",
        "request.document-viewed",
        "request.document-decided",
        "request.document-destroyed",
      ]),
    );
    const entries = await t.ctx.db.selectFrom("ledger_entry").select("content").execute();
    const named = entries.filter(({ content }) => content?.includes(proof?.document?.sealedHash ?? "-"));
    // Received, viewed, destroyed: the same hash.
    expect(named).toHaveLength(3);
    await operator("POST", `/api/requests/${request.id}/cancel`);
  });

  test("a document that nobody decides on, or whose request is closed, is destroyed by itself", async () => {
    const request = await proven();
    await doubt(request.id, { ground: "proof_failed", document: { whyNotLess: "Everything else failed." } });
    await t.drain();
    const mail = (await t.sentMail()).findLast(({ kind }) => kind === "request-doubt");
    const token = /\/privacy\/prove\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
    const form = new FormData();
    form.set("document", new Blob([TINY_PNG], { type: "image/png" }), "passport.png");
    expect((await t.app.request(`/privacy/prove/${token}/document`, { method: "POST", body: form })).status).toBe(303);
    await destroyDocuments(t.ctx);
    expect((await state(token)).documentPending).toBe(true);
    t.clock.set(new Date(t.clock.now().epochMilliseconds + 7 * 86_400_000).toISOString());
    await destroyDocuments(t.ctx);
    const [proof] = (await identity(request.id)).proofs.filter(({ tier }) => tier === "document");
    expect([proof?.state, proof?.document?.destroyedAt]).toEqual([
      "failed",
      t.clock.now().toString().replace("Z", ".000Z"),
    ]);
    await t.drain();
    expect(await t.ledgerTypes(request.id)).toContain("request.document-destroyed");
    await operator("POST", `/api/requests/${request.id}/cancel`);
  });

  test("a doubt that nothing could clear cannot be raised", async () => {
    await using bare = await createTestCtx({
      kept: { systems: { shop: { url: shop.url, map: shop.mapFile } } },
      settings: { dataDir: shop.folder },
    });
    shop.db.exec("insert into users values (30, 'bare@example.org', 'Bare', 'hash', null, '2025-12-01', null)");
    const { headers } = await bare.signIn("privacy-lead");
    const post = async (path: string, body: object) => {
      const init = {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      };
      return (await (await bare.app.request(path, init)).json()) as {
        code: string;
        id: string;
        token: string;
        state: string;
      };
    };
    const { token } = await post("/api/requests/submit", { kind: "access", email: "bare@example.org" });
    await bare.drain();
    const code = /\b(\d{3} \d{3})\b/.exec((await bare.sentMail()).at(-1)?.text ?? "")?.[1];
    await post("/api/proofs/code", { token, tier: "code", code });
    await bare.drain();
    const list = (await (await bare.app.request("/api/requests?limit=1", { headers })).json()) as {
      requests: { id: string }[];
    };
    const body = { ground: "address_unlike", evidence: "It differs.", text: "Please show us." };
    expect((await post(`/api/requests/${list.requests[0]?.id}/doubt`, body)).code).toBe("doubt_unanswerable");
    const { id } = await post("/api/requests", {
      kind: "access",
      identifiers: [{ kind: "email", value: "bare@example.org" }],
      verified: { by: "phone", how: "called back" },
    });
    // By telephone nobody has shown the mailbox: that much can be asked.
    expect((await post(`/api/requests/${id}/doubt`, body)).state).toBe("asking");
  });
});

function wrong(code: string): string {
  return code.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10));
}
