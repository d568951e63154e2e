/** What somebody takes along is sent to another controller: at their word, item by item, once, and with a receipt. */
import { createHash, createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RequestDetail } from "@kept/contract/requests";
import type { Transfer, TransferReceipt } from "@kept/contract/transfers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Signed } from "../fulfilment/sign-statement.ts";
import { VERTICAL_RULES } from "../imports/payload-schemas.ts";
import { multipartBoundary, readParts } from "../imports/read-multipart.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, createShop, type Shop } from "../requests/testing/shop.ts";
import { resumeTransfers } from "./resume-transfers.ts";
import { runTransfer } from "./run-transfer.ts";
import type { TransferParts } from "./transfer-parts.ts";

/** A destination of our own making: it remembers what it was sent, and answers as a test wants. */
interface Received {
  readonly vertical: string;
  readonly key: string;
  readonly token: string;
  readonly payload: Record<string, unknown>;
  readonly file: Buffer | null;
}
const received: Received[] = [];
const asked: URLSearchParams[] = [];
let answerItem: (item: Received) => Promise<{ status: number; error?: string }> | { status: number; error?: string };
let tokens = 0;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const say = (status: number, value: object) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.url === "/token") {
    asked.push(new URLSearchParams(body.toString("utf8")));
    tokens += 1;
    return void say(200, {
      access_token: `access-${tokens}`,
      token_type: "bearer",
      refresh_token: `refresh-${tokens}`,
    });
  }
  const boundary = multipartBoundary(request.headers["content-type"] ?? "");
  const [meta, file] = boundary === null ? [{ bytes: body }] : (readParts(body, boundary) ?? []);
  const item: Received = {
    vertical: (request.url ?? "").replace("/dtp/", ""),
    key: String(request.headers["idempotency-key"]),
    token: String(request.headers.authorization),
    payload: (JSON.parse(Buffer.from(meta?.bytes ?? []).toString("utf8")) as { payload: Record<string, unknown> })
      .payload,
    file: file === undefined ? null : Buffer.from(file.bytes),
  };
  const { status, error } = await answerItem(item);
  if (status < 300) received.push(item);
  say(status, error === undefined ? {} : { error, error_description: "as the test wants" });
}

const destination = createServer((request, response) => void serve(request, response));
let t: TestCtx;
let shop: Shop;
let base = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => destination.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(destination.address() as AddressInfo).port}`;
  shop = await createShop();
  const common = {
    endpoint: `${base}/dtp/`,
    authorise: "https://new.example.org/authorise",
    token: `${base}/token`,
    clientId: "us",
    allowPrivateAddress: true,
  };
  t = await createTestCtx({
    folder: shop.folder,
    settings: { dataDir: shop.folder, variables: { NEW_SECRET: "shared" } },
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      recipients: { "new-shop": { name: "New Shop Ltd", role: "controller", country: "DE", gets: "recorded" } },
      transfers: {
        destinations: {
          "new-shop": {
            ...common,
            title: "New Shop",
            clientSecret: { env: "NEW_SECRET" },
            scopes: ["import"],
            sends: ["social-posts", "blobs"],
            posts: [{ system: "shop", table: "messages", content: "body", published: "sent_at" }],
            recipient: "new-shop",
          },
          diary: {
            ...common,
            title: "Diary",
            sends: ["calendar", "media"],
            calendars: [{ system: "shop", table: "orders", title: "item", start: "created_at", location: "address" }],
            media: [{ system: "shop", table: "users", file: "photo", title: "name" }],
          },
          rows: { ...common, title: "Takes rows", sends: ["rows"] },
          named: { ...common, title: "Says who it is", issuer: "https://new.example.org", sends: ["rows"] },
          inside: { ...common, title: "Not reachable", allowPrivateAddress: false },
        },
      },
    },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
  destination.close();
});
beforeEach(() => {
  t.clock.advance("P1DT1M");
  received.length = 0;
  asked.length = 0;
  answerItem = () => ({ status: 201 });
});

async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const key = await t.apiKey(["requests:read", "requests:act", "people:read"]);
  const response = await t.app.request(path, {
    method,
    headers: { ...key, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

/** A request whose package is ready; the path of its page. */
async function ready(): Promise<{ id: string; status: string }> {
  const made = await api<RequestDetail>("POST", "/api/requests", {
    kind: "portability",
    identifiers: [{ kind: "email", value: ADA }],
    verified: { by: "phone", how: "called back" },
  });
  await t.drain();
  await api("POST", `/api/requests/${made.id}/approve`, { planVersion: 1 });
  await t.drain();
  const mail = (await t.sentMail()).findLast((one) => one.kind === "request-received");
  return {
    id: made.id,
    status: new URL(/https?:\/\/\S+\/privacy\/status\/\S+/.exec(mail?.text ?? "")?.[0] ?? "").pathname,
  };
}

/** What the person's browser was given to show when it comes back. */
let cookie = "";

/** The person chooses, and allows it there; where the destination sends the browser back to. */
async function choose(status: string, name: string): Promise<URL> {
  const page = await t.app.request(`${status}/transfer`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ destination: name }).toString(),
  });
  cookie = page.headers.get("set-cookie") ?? "";
  const address = /href="(https:\/\/new[^"]+)"/.exec(await page.text())?.[1] ?? "";
  return new URL(address.replaceAll("&amp;", "&"));
}

async function comeBack(
  authorise: URL,
  more: Record<string, string> = { code: "the-code" },
  shown = cookie.split(";")[0] ?? "",
): Promise<Response> {
  const back = new URL(authorise.searchParams.get("redirect_uri") ?? "");
  const search = new URLSearchParams({ state: authorise.searchParams.get("state") ?? "", ...more });
  return await t.app.request(`${back.pathname}?${search}`, { headers: { cookie: shown } });
}

async function transferOf(requestId: string): Promise<Transfer> {
  const { transfers } = await api<{ transfers: Transfer[] }>("GET", `/api/requests/${requestId}/transfers`);
  return transfers.at(-1) as Transfer;
}

const pauses: number[] = [];
const parts = (): TransferParts => ({
  kept: t.parts.kept,
  publicUrl: t.settings.publicUrl,
  packageDir: `${shop.folder}/packages`,
  variables: t.settings.variables,
  pause: async (milliseconds) => void pauses.push(milliseconds),
});

test("chosen, allowed there, sent item by item, and told with a receipt that holds (R-8.4.6b)", async () => {
  const { id, status } = await ready();
  expect(await (await t.app.request(status)).text()).toContain("Have it sent directly");
  const authorise = await choose(status, "new-shop");
  expect(Object.fromEntries(authorise.searchParams)).toMatchObject({
    response_type: "code",
    client_id: "us",
    redirect_uri: "http://localhost:4600/privacy/transfer/back",
    scope: "import",
    code_challenge_method: "S256",
  });
  const back = await comeBack(authorise);
  expect([back.status, back.headers.get("location")]).toEqual([303, expect.stringContaining("/privacy/status/")]);
  expect((await comeBack(authorise)).status).toBe(410);
  const [exchange] = asked;
  expect(
    createHash("sha256")
      .update(exchange?.get("code_verifier") ?? "")
      .digest("base64url"),
  ).toBe(authorise.searchParams.get("code_challenge"));
  expect([exchange?.get("code"), exchange?.get("client_secret")]).toEqual(["the-code", "shared"]);
  await t.drain();

  const done = await transferOf(id);
  expect(done).toMatchObject({ destination: "new-shop", state: "done", refused: 0, items: received.length });
  expect(received[0]).toMatchObject({
    vertical: "social-posts",
    payload: { activity: { id: "1", content: "Hello Bob", published: "2026-04-01T00:00:00.000Z" } },
  });
  const paths = received.filter(({ vertical }) => vertical === "blobs").map(({ payload }) => payload);
  expect(paths[0]).toMatchObject({ "@type": "Folder", path: expect.stringMatching(/^\/Example GmbH \w{4}-\w{4}$/) });
  const manifest = received.find(({ payload }) => payload["name"] === "manifest.json");
  expect(JSON.parse(manifest?.file?.toString("utf8") ?? "")).toMatchObject({ format: "kept-package/1" });
  const picture = received.find(({ payload }) => String(payload["name"]).endsWith(".png"));
  expect(picture?.file?.toString("hex")).toBe("89504e470d0a1a0a0000000d");
  // A folder comes before what is in it.
  const made = new Set<unknown>();
  for (const payload of paths) {
    if (payload["@type"] === "Folder") made.add(payload["path"]);
    else expect(made.has(payload["folder"])).toBe(true);
  }

  const page = await (await t.app.request(status)).text();
  expect(page).toContain(`all ${received.length} parts sent`);
  const file = await t.app.request(/href="([^"]+\/transfer\/trf_[^"]+\.json)"/.exec(page)?.[1] ?? "");
  const { receipt, signature } = (await file.json()) as Signed<TransferReceipt>;
  expect(receipt.items.map(({ accepted }) => accepted)).toEqual(received.map(() => true));
  const bytes = Buffer.from(canonicalJson(receipt as unknown as JsonValue));
  expect(verify(null, bytes, createPublicKey(signature.publicKey), Buffer.from(signature.value, "base64url"))).toBe(
    true,
  );
  // Hashes may spell anything: a name and an address are longer than chance.
  expect(JSON.stringify(receipt)).not.toMatch(/ada@|ada canary/i);
  const mail = (await t.sentMail()).findLast((one) => one.kind === "transfer-done");
  expect([mail?.to, mail?.text.includes("New Shop has received")]).toEqual([ADA, true]);

  const row = await t.ctx.db.selectFrom("transfer").selectAll().where("id", "=", done.id).executeTakeFirstOrThrow();
  expect([row.sealed_tokens, row.sealed_verifier, row.state_hash]).toEqual([null, null, null]);
  expect(await t.ledgerTypes(done.id)).toEqual([
    "transfer.begun",
    "transfer.authorised",
    "disclosure.recorded",
    "transfer.completed",
  ]);
  // Whoever asks who got their data finds it named.
  await api("POST", "/api/requests", {
    kind: "recipient-list",
    identifiers: [{ kind: "email", value: ADA }],
    verified: { by: "phone", how: "called back" },
  });
  await t.drain();
  const stated = (await t.sentMail()).findLast((one) => one.kind === "request-stated");
  const path = new URL(/https?:\/\/\S+\/privacy\/\S+/.exec(stated?.text ?? "")?.[0] ?? "").pathname;
  expect(await (await t.app.request(path)).text()).toContain("New Shop Ltd (DE)");
});

test("appointments and pictures go as such where the configuration says which rows they are", async () => {
  const { id, status } = await ready();
  await comeBack(await choose(status, "diary"));
  await t.drain();
  expect(await transferOf(id)).toMatchObject({ state: "done", refused: 0, items: received.length });
  const of = (vertical: string) => received.filter((item) => item.vertical === vertical);
  const [calendar, kettle] = of("calendar").map(({ payload }) => payload);
  expect(kettle).toMatchObject({
    "@type": "CalendarEvent",
    calendarId: calendar?.["id"],
    title: "Kettle",
    location: "Ada Street 1",
    startDateTime: { dateTime: "2026-01-01T00:00:00.000Z", dateOnly: true },
  });
  expect(of("calendar").length).toBe(3);
  const [album, photo] = of("media");
  expect([album?.payload["@type"], photo?.payload["@type"], photo?.payload["albumId"]]).toEqual([
    "Album",
    "Photo",
    album?.payload["id"],
  ]);
  expect(photo?.file?.toString("hex")).toBe("89504e470d0a1a0a0000000d");
  // What we send, we take in.
  for (const { vertical, payload } of received) {
    expect(VERTICAL_RULES[vertical as "media"].payload.safeParse(payload).success).toBe(true);
  }
});

test("who learns of the address, or is lured back by it, is shown nobody's request and ends nobody's transfer", async () => {
  const { id, status } = await ready();
  const authorise = await choose(status, "rows");
  expect(cookie).toMatch(/; Max-Age=7200; Path=\/privacy\/transfer\/back; HttpOnly; SameSite=Lax$/);
  const own = cookie.split(";")[0] ?? "";
  for (const shown of ["", "kept_transfer=", `${own}x`]) {
    for (const more of [{ error: "access_denied" }, { code: "the-code" }] as Record<string, string>[]) {
      const back = await comeBack(authorise, more, shown);
      expect([back.status, back.headers.get("location")]).toEqual([410, null]);
      expect(await back.text()).not.toContain(status);
    }
  }
  expect(asked).toEqual([]);
  expect(await transferOf(id)).toMatchObject({ state: "authorising" });
  // The browser that left comes back to the page that it had, by the link that it had.
  const back = await comeBack(authorise, { error: "access_denied" }, own);
  expect([back.status, back.headers.get("location")]).toEqual([303, expect.stringMatching(`^${status}(\\?|$)`)]);
});

test("whoever leaves for a destination twice waits for it once", async () => {
  const { status } = await ready();
  const waiting = async () =>
    (await (await t.app.request(status)).text()).split("waits for you to allow it there").length - 1;
  await choose(status, "rows");
  await choose(status, "rows");
  expect(await waiting()).toBe(1);
  await choose(status, "diary");
  expect(await waiting()).toBe(2);
});

test("what is to go on is given a job of its own, and no second one while that has its time to begin", async () => {
  const { id, status } = await ready();
  await comeBack(await choose(status, "rows"));
  const row = await transferOf(id);
  await t.drain();
  // As if its job had been lost.
  await t.ctx.db.updateTable("transfer").set({ state: "running", ended_at: null }).where("id", "=", row.id).execute();
  t.clock.advance("PT2M");
  await resumeTransfers(t.ctx);
  await resumeTransfers(t.ctx);
  await t.drain();
  expect((await t.ledgerTypes(row.id)).filter((type) => type === "transfer.resumed")).toHaveLength(1);
});

test("cut off after the destination took an item in, it goes on with the same item under the same key, and sends no other twice", async () => {
  const { id, status } = await ready();
  await comeBack(await choose(status, "new-shop"));
  const { id: transferId } = await transferOf(id);
  const keys: string[] = [];
  answerItem = async ({ key }) => {
    keys.push(key);
    // As if the process had ended here: another one may take the transfer up, and this one may write nothing any more.
    if (keys.length === 4) {
      await t.ctx.db
        .updateTable("transfer")
        .set({ lease_owner: "another", lease_until: null })
        .where("id", "=", transferId)
        .execute();
    }
    return { status: 201 };
  };
  await runTransfer(t.ctx, parts(), transferId);
  expect(await transferOf(id)).toMatchObject({ state: "running", sent: 3 });
  expect(await (await t.app.request(status)).text()).toMatch(/3 of \d+ parts sent/);
  t.clock.advance("PT1M");
  await resumeTransfers(t.ctx);
  await t.drain();
  const done = await transferOf(id);
  expect(done).toMatchObject({ state: "done", sent: done.items });
  expect(keys[4]).toBe(keys[3]);
  expect(new Set(keys).size).toBe(done.items);
  expect(keys.length).toBe((done.items ?? 0) + 1);
  // The job that was cut off comes, too, and finds nothing to do.
  await t.drain();
  expect(keys.length).toBe((done.items ?? 0) + 1);
});

test("a destination that is slow is waited for, one that is full or has enough ends it, and the package is left", async () => {
  const { id, status } = await ready();
  await comeBack(await choose(status, "rows"));
  const first = await transferOf(id);
  pauses.length = 0;
  answerItem = () => ({ status: 503 });
  await runTransfer(t.ctx, parts(), first.id);
  expect(pauses).toEqual([1000, 1500, 2250, 3375]);
  expect(await transferOf(id)).toMatchObject({ state: "running", sent: 0, problem: "answered_503" });
  expect(await (await t.app.request(status)).text()).toContain("does not answer just now");
  // Not before its pause is over.
  await resumeTransfers(t.ctx);
  answerItem = () => ({ status: 201 });
  t.clock.advance("PT2M");
  await resumeTransfers(t.ctx);
  await t.drain();
  expect(await transferOf(id)).toMatchObject({ state: "done", problem: null });
  expect((await t.ledgerTypes(first.id)).filter((type) => type === "transfer.resumed")).toHaveLength(1);
  expect(received.map(({ payload }) => [payload["table"], (payload["rows"] as unknown[]).length]).sort()).toEqual([
    ["invoices", 1],
    ["messages", 1],
    ["orders", 2],
    ["users", 1],
  ]);

  await comeBack(await choose(status, "rows"));
  answerItem = () => ({ status: 413, error: "destination_full" });
  await t.drain();
  expect(await transferOf(id)).toMatchObject({ state: "failed", problem: "destination_full" });
  const mail = (await t.sentMail()).findLast((one) => one.kind === "transfer-failed");
  const path = new URL(/https?:\/\/\S+\/privacy\/package\/\S+/.exec(mail?.text ?? "")?.[0] ?? "").pathname;
  expect((await t.app.request(path)).status).toBe(200);
});

test("an expired token is renewed on the way; one that is not good any more ends it; what is not wanted is named", async () => {
  const { id, status } = await ready();
  await comeBack(await choose(status, "rows"));
  let calls = 0;
  answerItem = ({ payload }) => {
    calls += 1;
    if (calls === 2) return { status: 401, error: "invalid_token" };
    return payload["table"] === "messages" ? { status: 422, error: "unknown_table" } : { status: 201 };
  };
  await t.drain();
  expect(await transferOf(id)).toMatchObject({ state: "done", items: 4, sent: 3, refused: 1 });
  expect(asked.map((form) => form.get("grant_type"))).toEqual(["authorization_code", "refresh_token"]);
  expect(new Set(received.map(({ token }) => token)).size).toBe(2);
  expect(await (await t.app.request(status)).text()).toContain("3 parts sent; 1 were not wanted there");

  await comeBack(await choose(status, "rows"));
  answerItem = () => ({ status: 401, error: "session_invalidated" });
  await t.drain();
  expect(await transferOf(id)).toMatchObject({ state: "failed", problem: "session_invalidated" });
});

test("who says no there, a destination inside our network, and a name that is not configured send nothing", async () => {
  const { id, status } = await ready();
  await comeBack(await choose(status, "rows"), { error: "access_denied" });
  expect(await transferOf(id)).toMatchObject({ state: "failed", problem: "not_allowed" });
  await comeBack(await choose(status, "inside"));
  // The address of its tokens may not be reached, so there are none.
  expect(await transferOf(id)).toMatchObject({ destination: "inside", state: "failed" });
  // An answer that another one gave is not handed to the one that was asked (RFC 9207).
  await comeBack(await choose(status, "named"), { code: "the-code", iss: "https://evil.example.org" });
  expect(await transferOf(id)).toMatchObject({ destination: "named", state: "failed", problem: "not_authorised" });
  const unknown = await t.app.request(`${status}/transfer`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "destination=nowhere",
  });
  expect(unknown.status).toBe(422);
  expect(asked).toEqual([]);
  expect(received).toEqual([]);
});
