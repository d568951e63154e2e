/** Another controller sends somebody's data here: the person allows it, it comes in once, and the app collects it. */
import { createHash, createPublicKey, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Import, ImportItems } from "@kept/contract/imports";
import type { ImportReceipt } from "@kept/contract/transfers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Signed } from "../fulfilment/sign-statement.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { tidyImports } from "./tidy-imports.ts";

const VERIFIER = "a-verifier-of-at-least-forty-three-characters-is-asked-for";
const BACK = "https://old.example.org/back";
const SECRET = "shared-with-the-old-shop";
const WEBHOOK_SECRET = "9f".repeat(32);

const told: unknown[] = [];
const app = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    told.push({ signed: request.headers["signature"] !== undefined, ...JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(204).end();
  });
});

let t: TestCtx;
beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const variables = { OLD_SHOP_SECRET: SECRET, APP_SECRET: WEBHOOK_SECRET };
  t = await createTestCtx({
    settings: { variables },
    kept: {
      imports: {
        sources: {
          "old-shop": { name: "Old Shop", secret: { env: "OLD_SHOP_SECRET" }, redirectUris: [BACK] },
          phone: { name: "A phone", redirectUris: ["https://phone.example.org/back"] },
        },
        webhook: {
          url: `http://127.0.0.1:${(app.address() as AddressInfo).port}/kept/`,
          secret: { env: "APP_SECRET" },
          allowPrivateAddress: true,
        },
        maxItemBytes: 4096,
        maxBytes: 16_384,
        maxItems: 5,
      },
    },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  app.close();
});

let email = "";
let people = 0;
beforeEach(() => {
  t.clock.advance("PT1M");
  people += 1;
  email = `ada${people}@example.org`;
});

const query = (more: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    response_type: "code",
    client_id: "old-shop",
    redirect_uri: BACK,
    state: "state-of-the-sender",
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  });

const form = (body: Record<string, string>) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(body).toString(),
});

/** To the mailbox: the path of the link that was sent there. */
async function ask(search = query()): Promise<string> {
  const authorise = await t.app.request(`/privacy/import/authorise?${search}`);
  const page = authorise.headers.get("location") ?? "";
  expect(await (await t.app.request(page)).text()).toContain("Have your data sent here from Old Shop");
  const sent = await t.app.request(page, form({ email }));
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/privacy/import/sent?lang=en"]);
  await t.drain();
  const mail = (await t.sentMail()).findLast((one) => one.kind === "import-ask" && one.to === email);
  return new URL(/https?:\/\/\S+\/privacy\/\S+/.exec(mail?.text ?? "")?.[0] ?? "").pathname;
}

/** The person says yes or no; where their browser is sent to. */
async function answer(path: string, yes: boolean): Promise<URL> {
  const page = await (await t.app.request(path, form({ answer: yes ? "yes" : "no" }))).text();
  return new URL((/href="(https:\/\/old[^"]+)"/.exec(page)?.[1] ?? "").replaceAll("&amp;", "&"));
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly error?: string;
}

async function tokens(more: Record<string, string>): Promise<{ status: number; body: Tokens }> {
  const client = { client_id: "old-shop", client_secret: SECRET };
  const response = await t.app.request("/import/token", form({ ...client, ...more }));
  return { status: response.status, body: (await response.json()) as Tokens };
}

const exchange = (code: string, more: Record<string, string> = {}) =>
  tokens({ grant_type: "authorization_code", code, redirect_uri: BACK, code_verifier: VERIFIER, ...more });

async function allowed(): Promise<Tokens> {
  const back = await answer(await ask(), true);
  return (await exchange(back.searchParams.get("code") ?? "")).body;
}

async function send(
  token: string,
  vertical: string,
  payload: object,
  more: { file?: Buffer; key?: string } = {},
): Promise<{ status: number; body: { id: string; sha256: string; error: string } }> {
  const json = JSON.stringify({
    "@type": "GenericPayload",
    schemaSource: ".../Serializer.java",
    apiVersion: "0.1.0",
    payload,
  });
  const boundary = "1581c5eb-05d0-42fe-bfb3-472151f366cd";
  const part = (type: string, bytes: Buffer) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Type: ${type}\r\n\r\n`), bytes, Buffer.from("\r\n")]);
  const isFile = more.file !== undefined;
  const body = isFile
    ? Buffer.concat([
        part("application/json", Buffer.from(json)),
        part("image/png", more.file ?? Buffer.alloc(0)),
        Buffer.from(`--${boundary}--`),
      ])
    : Buffer.from(json);
  const response = await t.app.request(`/import/items/${vertical}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": isFile ? `multipart/related; boundary=${boundary}` : "application/json; charset=utf-8",
      ...(more.key === undefined ? {} : { "idempotency-key": more.key }),
    },
    body,
  });
  return { status: response.status, body: (await response.json()) as never };
}

/** As the project's own example has it: a time in seconds, and the names of its classes. */
const post = (id: string) => ({
  "@type": "SocialActivityData",
  metadata: { "@type": "SocialActivityMetadata", actor: { "@type": "SocialActivityActor", id: "321", name: "Steve" } },
  activity: {
    "@type": "SocialActivityModel",
    id,
    published: 1731604863.845677,
    type: "NOTE",
    title: "Hello world!",
    content: "Hi there",
  },
});

async function api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const key = await t.apiKey(["requests:read", "people:read"]);
  const response = await t.app.request(path, {
    method,
    headers: { ...key, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

async function newest(): Promise<Import> {
  return (await api<{ imports: Import[] }>("GET", "/api/imports?limit=1")).body.imports[0] as Import;
}

test("what the person allowed comes in once, is collected by the app, and is gone here (R-8.4.6b)", async () => {
  const back = await answer(await ask(), true);
  expect(back.origin + back.pathname).toBe(BACK);
  expect(back.searchParams.get("state")).toBe("state-of-the-sender");
  const { body } = await exchange(back.searchParams.get("code") ?? "");
  const token = body.access_token;
  const picture = Buffer.from("89504e470d0a1a0a0000000d", "hex");
  const folder = await send(token, "blobs", { "@type": "Folder", path: "/Old Shop" });
  expect(folder.status).toBe(201);
  const file = { "@type": "File", folder: "/Old Shop", name: "me.png", dateModified: "2026-11-22T10:00:00Z" };
  expect((await send(token, "blobs", file, { file: picture })).status).toBe(201);
  const first = await send(token, "social-posts", post("456"), { key: "k-1" });
  // A try that nobody saw the answer of: the same again is no second item, by its key or by its bytes.
  expect((await send(token, "social-posts", post("456"), { key: "k-1" })).body.id).toBe(first.body.id);
  expect((await send(token, "blobs", file, { file: picture })).status).toBe(201);
  expect((await send(token, "calendar", { "@type": "Calendar", id: "1", name: "Mine" })).status).toBe(201);
  const receiving = await newest();
  expect(receiving).toMatchObject({ source: "old-shop", state: "receiving", items: 4 });
  expect((await api("POST", `/api/imports/${receiving.id}/collected`, {})).status).toBe(409);

  const receipt = await t.app.request("/import/items/receipt", {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  const signed = (await receipt.json()) as Signed<ImportReceipt>;
  expect(signed.receipt).toMatchObject({ controller: "Example GmbH", source: "Old Shop", items: 4 });
  expect(signed.receipt.sha256[0]).toBe(folder.body.sha256);
  const bytes = Buffer.from(canonicalJson(signed.receipt as unknown as JsonValue));
  const { publicKey, value } = signed.signature;
  expect(verify(null, bytes, createPublicKey(publicKey), Buffer.from(value, "base64url"))).toBe(true);
  expect((await send(token, "blobs", { "@type": "Folder", path: "/late" })).body.error).toBe("session_invalidated");
  await t.drain();
  expect(told.at(-1)).toMatchObject({ signed: true, event: "import.completed", id: receiving.id, items: 4 });
  expect(JSON.stringify(told.at(-1))).not.toContain("ada");

  const page = (await api<ImportItems>("GET", `/api/imports/${receiving.id}/items?limit=3`)).body;
  expect(page.person).toEqual({ email });
  expect(page.items.map(({ vertical, type }) => [vertical, type])).toEqual([
    ["blobs", "Folder"],
    ["blobs", "File"],
    ["social-posts", "SocialActivityData"],
  ]);
  expect(Buffer.from(page.items[1]?.file?.base64 ?? "", "base64")).toEqual(picture);
  const rest = (await api<ImportItems>("GET", `/api/imports/${receiving.id}/items?cursor=${page.next}`)).body;
  expect([rest.items.length, rest.next]).toEqual([1, null]);
  expect((await api("POST", `/api/imports/${receiving.id}/collected`, {})).body).toMatchObject({ state: "collected" });
  expect((await api("GET", `/api/imports/${receiving.id}/items`)).status).toBe(409);
  const left = await t.ctx.db.selectFrom("import_item").select("id").where("import_id", "=", receiving.id).execute();
  expect(left).toEqual([]);
  await t.drain();
  expect(await t.ledgerTypes(receiving.id)).toEqual([
    "import.asked",
    "import.allowed",
    "import.completed",
    "import.told",
    "import.viewed",
    "import.viewed",
    "import.collected",
  ]);
});

test("a sender that is not known, or asks for another address or without PKCE, gets nobody's browser back", async () => {
  for (const more of [
    { client_id: "stranger" },
    { redirect_uri: "https://evil.example.org/back" },
    { code_challenge_method: "plain" },
    { code_challenge: "short" },
    { response_type: "token" },
    { state: "" },
  ]) {
    const refused = await t.app.request(`/privacy/import/authorise?${query(more)}`);
    expect([refused.status, refused.headers.get("location")], JSON.stringify(more)).toEqual([400, null]);
  }
  const forged = Buffer.from(JSON.stringify(["code", "old-shop", "https://evil.example.org", "s", "c", "S256"]));
  expect((await t.app.request(`/privacy/import/ask/${forged.toString("base64url")}`)).status).toBe(400);
});

test("who says no sends the browser back with a refusal, and nothing can be sent", async () => {
  const path = await ask();
  const back = await answer(path, false);
  expect([back.searchParams.get("error"), back.searchParams.get("code")]).toEqual(["access_denied", null]);
  expect((await t.app.request(path)).status).toBe(410);
  expect(await newest()).toMatchObject({ state: "refused", items: 0 });
});

test("a code works once, for its client, its address and its verifier; used again, it ends what came of it", async () => {
  const code = (await answer(await ask(), true)).searchParams.get("code") ?? "";
  expect((await exchange(code, { code_verifier: "another" })).body.error).toBe("invalid_grant");
  expect((await exchange(code, { redirect_uri: "https://old.example.org/other" })).body.error).toBe("invalid_grant");
  expect((await exchange(code, { client_secret: "wrong" })).status).toBe(401);
  expect((await exchange(code, { client_id: "phone", client_secret: "" })).body.error).toBe("invalid_grant");
  const { body } = await exchange(code);
  expect((await send(body.access_token, "social-posts", post("1"))).status).toBe(201);
  expect((await exchange(code)).body.error).toBe("invalid_grant");
  expect((await send(body.access_token, "social-posts", post("2"))).body.error).toBe("invalid_token");
});

test("a token that has expired is told so, and renewed once for each refresh token", async () => {
  const first = await allowed();
  t.clock.advance("PT61M");
  const late = await send(first.access_token, "social-posts", post("1"));
  expect([late.status, late.body.error]).toEqual([401, "invalid_token"]);
  const renewed = await tokens({ grant_type: "refresh_token", refresh_token: first.refresh_token });
  expect((await send(renewed.body.access_token, "social-posts", post("1"))).status).toBe(201);
  const again = await tokens({ grant_type: "refresh_token", refresh_token: first.refresh_token });
  expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
});

test("what is no item, too large, or more than there is room for is refused by its name", async () => {
  const { access_token: token } = await allowed();
  expect((await send("nobody", "blobs", { "@type": "Folder", path: "/x" })).body.error).toBe("invalid_token");
  expect((await send(token, "contacts", { "@type": "Folder" })).status).toBe(404);
  expect((await send(token, "social-posts", { "@type": "Folder", path: "/x" })).body.error).toBe("invalid_payload");
  expect((await send(token, "blobs", { "@type": "File", folder: "/", name: "x" })).body.error).toBe("invalid_payload");
  const large = { file: Buffer.alloc(80_000) };
  const file = { "@type": "File", folder: "/", name: "x" };
  expect((await send(token, "blobs", file, large)).body.error).toBe("item_too_large");
  const statuses: [number, string | undefined][] = [];
  for (let number = 0; number < 5; number += 1) {
    const { status, body } = await send(token, "blobs", { ...file, name: `${number}` }, { file: Buffer.alloc(4000) });
    statuses.push([status, body.error]);
  }
  expect(statuses.at(-1)).toEqual([413, "destination_full"]);
});

test("an import has room for so many items, and a page of it for so many bytes, but for one item at least", async () => {
  const { access_token: token } = await allowed();
  const errors: (string | undefined)[] = [];
  for (let number = 0; number < 6; number += 1) {
    errors.push((await send(token, "social-posts", post(`${number}`))).body.error);
  }
  expect(errors).toEqual([...Array(5).fill(undefined), "destination_full"]);
  const { id } = await newest();
  for (const [at, bytes] of ["20000000", "9000000", "9000000", "1000", "1000"].entries()) {
    const item = t.ctx.db.selectFrom("import_item").select("id").where("import_id", "=", id).orderBy("id").offset(at);
    await t.ctx.db
      .updateTable("import_item")
      .set({ bytes })
      .where("id", "=", (await item.limit(1).executeTakeFirstOrThrow()).id)
      .execute();
  }
  const pages: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `/api/imports/${id}/items?limit=4${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const { body } = await api<ImportItems>("GET", path);
    pages.push(body.items.length);
    cursor = body.next;
  }
  expect(pages).toEqual([1, 1, 3]);
});

test("one that cannot be ended keeps no other from its end", async () => {
  const ids: string[] = [];
  for (const _ of ["broken", "whole"]) {
    people += 1;
    email = `ada${people}@example.org`;
    await send((await allowed()).access_token, "social-posts", post("1"));
    ids.push((await newest()).id);
    t.clock.advance("PT1M");
  }
  // More than a whole number can say: its end cannot be recorded.
  const broken = t.ctx.db.updateTable("import_grant").where("id", "=", ids[0] ?? "");
  await broken.set({ bytes: "9007199254740993" }).execute();
  t.clock.advance("PT62M");
  await tidyImports(t.ctx, { kept: t.parts.kept, publicUrl: t.settings.publicUrl, variables: {} });
  const states = await t.ctx.db
    .selectFrom("import_grant")
    .select("state")
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
  expect(states.map(({ state }) => state)).toEqual(["receiving", "complete"]);
  await broken.set({ bytes: "1" }).execute();
});

test("one that its sender leaves is complete after a while; what nobody collects is destroyed after its time", async () => {
  const { access_token: token } = await allowed();
  await send(token, "social-posts", post("1"));
  const parts = { kept: t.parts.kept, publicUrl: t.settings.publicUrl, variables: {} };
  await tidyImports(t.ctx, parts);
  expect((await newest()).state).toBe("receiving");
  t.clock.advance("PT62M");
  await tidyImports(t.ctx, parts);
  const { id, state } = await newest();
  expect(state).toBe("complete");
  t.clock.advance("P31D");
  await tidyImports(t.ctx, parts);
  await t.drain();
  expect(await newest()).toMatchObject({ id, state: "expired" });
  const row = await t.ctx.db.selectFrom("import_grant").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect([row.sealed, row.email_index, row.access_hash]).toEqual([null, null, null]);
  expect(await t.ledgerTypes(id)).toContain("import.expired");
});
