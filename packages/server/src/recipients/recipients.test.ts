/** Recipients are told of an erasure, from the form of the person to the answer of the recipient, over real channels. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { checkExchange, readSignatureFields } from "@kept/connectors/http/sign-exchange";
import type { RecipientNotice } from "@kept/contract/recipients";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import type { KeptConfigInput } from "../kept-config.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, BOB, createShop, type Shop } from "../requests/testing/shop.ts";
import { NOTICE_ATTEMPTS } from "./tell-recipient.ts";

const SECRET = "a secret of at least thirty-two bytes for tests";

let shop: Shop;
let server: Server;
let url: string;
let calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
let answers: { readonly status: number; readonly body?: unknown }[];

beforeEach(async () => {
  shop = await createShop();
  calls = [];
  answers = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      calls.push({ headers: request.headers, body });
      const { status, body: answer } = answers.shift() ?? { status: 204 };
      response.writeHead(status).end(answer === undefined ? undefined : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notices`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await shop[Symbol.asyncDispose]();
});

function open(smtpUrl: string | null = null): Promise<TestCtx> {
  const hook = {
    kind: "webhook",
    url: { env: "HOOK" },
    secret: { env: "HOOK_SECRET" },
    allowPrivateAddress: true,
  } as const;
  const recipient = { role: "processor", country: "DE" } as const;
  const purpose = { title: "Deliver", basis: { default: "contract" }, retention: "a year" } as const;
  const kept: Partial<KeptConfigInput> = {
    systems: { shop: { url: shop.url, map: shop.mapFile } },
    requests: { erasureWaitingPeriod: "PT0S" },
    recipients: {
      parcels: { ...recipient, name: "Parcel carrier", channel: hook },
      printer: { ...recipient, name: "Label printer", channel: { kind: "email", to: "desk@printer.example.org" } },
      bank: { ...recipient, name: "Bank", role: "controller" },
      police: { ...recipient, name: "Police", role: "authority", gets: "recorded" },
    },
    purposes: {
      orders: { ...purpose, categories: ["contact.address"], recipients: ["parcels", "printer", "police"] },
      payments: { ...purpose, categories: ["financial"], recipients: ["bank"] },
      newsletter: { ...purpose, basis: { default: "consent" }, categories: ["contact.email"], recipients: ["parcels"] },
    },
  };
  return createTestCtx({
    kept,
    settings: { dataDir: shop.folder, smtpUrl, variables: { HOOK: url, HOOK_SECRET: SECRET } },
  });
}

function caller(t: TestCtx, headers: Record<string, string>) {
  return async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const response = await t.app.request(path, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
}

type Api = ReturnType<typeof caller>;

async function erase(t: TestCtx, api: Api, email: string, categories: string[] = []): Promise<string> {
  const made = await api<{ id: string }>("POST", "/api/requests", {
    kind: "erasure",
    identifiers: [{ kind: "email", value: email }],
    verified: { by: "phone", how: "called back" },
    scope: { categories },
  });
  const requestId = made.body.id;
  await t.drain();
  expect((await api("POST", `/api/requests/${requestId}/approve`, { planVersion: 1 })).status).toBe(200);
  await t.drain();
  expect((await api("GET", `/api/requests/${requestId}`)).body).toMatchObject({ state: "done" });
  return requestId;
}

/** Where the person's own message leads. */
async function statusPath(t: TestCtx): Promise<string> {
  const message = (await t.sentMail()).find((one) => one.kind === "request-received");
  return new URL(/https?:\/\/\S+\/privacy\/status\/\S+/.exec(message?.text ?? "")?.[0] ?? "").pathname;
}

const notices = async (api: Api, requestId: string): Promise<Record<string, RecipientNotice>> => {
  const { body } = await api<{ notices: RecipientNotice[] }>("GET", `/api/requests/${requestId}/notices`);
  return Object.fromEntries(body.notices.map((notice) => [notice.recipient, notice]));
};

test("an erasure is told to everybody who got the data, each over its channel, and their answers are recorded", async () => {
  await using t = await open();
  const api = caller(t, (await t.signIn("privacy-lead")).headers);
  answers = [{ status: 200, body: { answer: "done", words: "Two labels." } }];
  const requestId = await erase(t, api, ADA);
  expect(calls).toHaveLength(1);
  const [call] = calls;
  const body = JSON.parse(call?.body ?? "") as { id: string };
  expect(body).toMatchObject({
    event: "person.erasure",
    controller: "Example GmbH",
    // Three working days from a Sunday, in Berlin.
    answerBy: "2026-11-25T22:59:59.999Z",
    person: { identifiers: [{ kind: "email", value: ADA }] },
  });
  const headers = new Headers(call?.headers as Record<string, string>);
  const message = { method: "POST", targetUri: url, headers };
  const now = Math.floor(t.clock.now().epochMilliseconds / 1_000);
  const check = (secret: string) =>
    checkExchange("request", message, readSignatureFields(headers), readExchangeKey(secret), now);
  expect(check(SECRET).covered).toContain('"content-digest"');
  expect(() => check("another secret of at least thirty-two bytes")).toThrow();
  const told = await notices(api, requestId);
  // Nobody disclosed her to the police, so the police do not hear of her now.
  expect(Object.keys(told).sort()).toEqual(["bank", "parcels", "printer"]);
  expect(told["parcels"]).toMatchObject({ id: body.id, state: "answered", answer: "done", words: "Two labels." });
  expect(told["printer"]).toMatchObject({ channel: "email", state: "sent", isLate: false, answer: null });
  expect(told["bank"]).toMatchObject({ channel: "by-hand", state: "waiting", toldAt: null });

  const status = await statusPath(t);
  const shown = await (await t.app.request(status)).text();
  expect(shown).toContain("Parcel carrier: knows");
  expect(shown).toContain("Bank: is being told");
  const mail = (await t.sentMail()).find((one) => one.kind === "recipient-notice");
  expect(mail).toMatchObject({ to: "desk@printer.example.org", subject: expect.stringMatching(/^Please erase: /) });
  expect(mail?.text).toContain(ADA);
  const path = new URL(/https?:\/\/\S+\/recipients\/answer\/\S+/.exec(mail?.text ?? "")?.[0] ?? "").pathname;
  const page = await t.app.request(path);
  const form = await page.text();
  expect([page.status, form.includes("We hold nothing of this person"), form.includes(ADA)]).toEqual([
    200,
    true,
    false,
  ]);
  t.clock.advance("P5D");
  expect((await notices(api, requestId))["printer"]).toMatchObject({ isLate: true });
  const send = (answer: string) =>
    t.app.request(path, { method: "POST", body: new URLSearchParams({ answer, words: "Tax law binds us." }) });
  expect((await send("perhaps")).status).toBe(422);
  expect((await send("cannot")).status).toBe(200);
  expect([(await send("done")).status, (await t.app.request(path)).status]).toEqual([410, 410]);
  const settle = (id: string | undefined, what: unknown) =>
    api<RecipientNotice & { code: string }>("POST", `/api/requests/${requestId}/notices/${id}/settle`, what);
  const reason = { outcome: "not-told", reason: "impossible", words: "The account was closed in 2019." };
  expect((await settle(told["bank"]?.id, reason)).body).toMatchObject({ state: "not-told", reason: "impossible" });
  expect(await settle(told["bank"]?.id, reason)).toMatchObject({ status: 409, body: { code: "notice_settled" } });
  expect((await notices(api, requestId))["printer"]).toMatchObject({ answer: "cannot", words: "Tax law binds us." });

  await t.drain();
  const types = (await t.ledgerTypes(requestId)).filter((type) => type.startsWith("recipient."));
  expect(types).toEqual([
    "recipient.notices-made",
    "recipient.told",
    "recipient.answered",
    "recipient.told",
    "recipient.answered",
    "recipient.not-told",
  ]);
  const entries = await t.ctx.db.selectFrom("ledger_entry").select("content").execute();
  expect(JSON.stringify(entries)).not.toContain("ada@");
  // Once everybody has answered, nothing says any more whom it was about.
  const rows = await t.ctx.db.selectFrom("recipient_notice").select("sealed_person").execute();
  expect(rows.map((row) => row.sealed_person)).toEqual([null, null, null]);
});

test("a disclosure needs a ground, its purpose must allow it, and it decides who is told", async () => {
  await using t = await open();
  const api = caller(t, (await t.signIn("privacy-lead")).headers);
  const record = (more: Record<string, unknown>) =>
    api<{ code: string; person: string }>("POST", "/api/disclosures", {
      person: { kind: "email", value: BOB },
      recipient: "police",
      categories: ["contact.address"],
      ...more,
    });
  expect(await record({ ground: "curiosity" })).toMatchObject({ status: 422, body: { code: "invalid_input" } });
  expect(await record({ ground: "legal-duty" })).toMatchObject({ status: 422, body: { code: "disclosure_unfounded" } });
  expect(await record({ ground: "task" })).toMatchObject({ status: 422, body: { code: "disclosure_unfounded" } });
  expect(await record({ ground: "consent", purpose: "newsletter", recipient: "parcels" })).toMatchObject({
    status: 409,
    body: { code: "disclosure_denied" },
  });
  expect(await record({ ground: "task", purpose: "payments" })).toMatchObject({ status: 409 });
  expect(await record({ ground: "task", purpose: "payments", recipient: "nobody" })).toMatchObject({ status: 422 });
  const made = await record({ ground: "legal-duty", necessity: "An order of the local court." });
  expect(made.status).toBe(201);
  const list = await api<{ disclosures: unknown[] }>("GET", `/api/people/${made.body.person}/disclosures`);
  expect(list.body.disclosures).toMatchObject([{ recipient: "police", ground: "legal-duty" }]);

  const requestId = await erase(t, api, BOB, ["contact"]);
  const told = await notices(api, requestId);
  // The bank gets nothing of this category.
  expect(Object.keys(told).sort()).toEqual(["parcels", "police", "printer"]);
  expect([told["police"]?.basis, told["parcels"]?.basis]).toEqual(["disclosed", "configured"]);
});

test("a recipient that is down is told later, one that stays down is given up on and can be tried again", async () => {
  await using t = await open();
  const api = caller(t, (await t.signIn("privacy-lead")).headers);
  answers = [{ status: 503 }];
  // The queue's first try fails; the row says why.
  await expect(erase(t, api, ADA)).rejects.toThrow("answered_503");
  await t.drain();
  const [row] = await t.ctx.db.selectFrom("recipient_notice").selectAll().where("recipient", "=", "parcels").execute();
  expect(row).toMatchObject({ state: "sent", attempts: 2 });
  // Once told, nothing says any more whom it was about.
  expect(row?.sealed_person).toBeNull();

  answers = [{ status: 503 }];
  await expect(erase(t, api, BOB)).rejects.toThrow("answered_503");
  const parcels = t.ctx.db.selectFrom("recipient_notice").selectAll().where("recipient", "=", "parcels");
  const down = await parcels.where("state", "=", "waiting").executeTakeFirstOrThrow();
  const requestId = down.request_id;
  await t.ctx.db
    .updateTable("recipient_notice")
    .set({ attempts: NOTICE_ATTEMPTS - 1 })
    .where("id", "=", down.id)
    .execute();
  answers = [{ status: 500 }, { status: 204 }];
  await t.drain();
  expect((await notices(api, requestId))["parcels"]).toMatchObject({ state: "failed", problem: "answered_500" });
  const again = await api<RecipientNotice>("POST", `/api/requests/${requestId}/notices/${down.id}/settle`, {
    outcome: "try-again",
  });
  expect(again.body).toMatchObject({ state: "waiting", attempts: 0 });
  await t.drain();
  expect((await notices(api, requestId))["parcels"]).toMatchObject({ state: "sent" });
});

test("mail that a recipient's server does not take is counted, given up on when that is final, and forgotten in time", async () => {
  let code = 451;
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("desk@") ? done(Object.assign(new Error("no"), { responseCode: code })) : done(),
    onData: (stream, _session, done) => {
      stream.on("end", done);
      stream.resume();
    },
  });
  mail.listen(0, "127.0.0.1");
  await once(mail.server, "listening");
  try {
    await using t = await open(`smtp://127.0.0.1:${(mail.server.address() as AddressInfo).port}`);
    const api = caller(t, (await t.signIn("privacy-lead")).headers);
    await expect(erase(t, api, ADA)).rejects.toThrow("mail_");
    const readRow = () =>
      t.ctx.db.selectFrom("recipient_notice").selectAll().where("recipient", "=", "printer").executeTakeFirstOrThrow();
    expect(await readRow()).toMatchObject({ state: "waiting", attempts: 1, problem_code: "mail_eenvelope" });
    code = 550;
    await t.drain();
    const row = await readRow();
    expect(row).toMatchObject({ state: "failed", attempts: 2, problem_code: "mail_eenvelope" });
    expect(await t.ledgerTypes(row.request_id)).toContain("recipient.not-reached");
    // It could be tried again as long as who asked is known, and no longer.
    expect(row.sealed_person).not.toBeNull();
    t.clock.advance("P31D");
    await tidyRequests(t.ctx, { kept: t.parts.kept, packageDir: join(shop.folder, "packages") });
    const left = await t.ctx.db.selectFrom("recipient_notice").select("sealed_person").execute();
    expect(left.map((one) => one.sealed_person)).toEqual([null, null, null]);
  } finally {
    await new Promise<void>((resolve) => mail.close(resolve));
  }
});
