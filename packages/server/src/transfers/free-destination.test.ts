/** A person has their data sent to a service that they name: found by what it says of itself, looked at, and never guessed. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { RequestDetail } from "@kept/contract/requests";
import type { Transfer, TransferReceipt } from "@kept/contract/transfers";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrationsDir } from "../platform/db/migrate.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, createShop, type Shop } from "../requests/testing/shop.ts";

const received: { readonly path: string; readonly body: string }[] = [];
const tokensAsked: URLSearchParams[] = [];
let metadata: (base: string) => object = () => ({});
let base = "";

function describe(at: string, more: object = {}) {
  return {
    issuer: at,
    authorization_endpoint: `${at}/authorise`,
    token_endpoint: `${at}/token`,
    code_challenge_methods_supported: ["S256"],
    client_id_metadata_document_supported: true,
    data_importer: { endpoint: `${at}/items/`, takes: ["blobs", "holograms"], controller: "New Shop Ltd" },
    ...more,
  };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const say = (value: object) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.url === "/.well-known/oauth-authorization-server") return void say(metadata(base));
  const body = Buffer.concat(chunks).toString("utf8");
  if (request.url === "/token") {
    tokensAsked.push(new URLSearchParams(body));
    return void say({ access_token: "access", token_type: "Bearer" });
  }
  received.push({ path: request.url ?? "", body });
  say({});
}

const server = createServer((request, response) => void serve(request, response));
let t: TestCtx;
let shop: Shop;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shop = await createShop();
  t = await createTestCtx({
    folder: shop.folder,
    settings: { dataDir: shop.folder },
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      transfers: { free: { allowPrivateAddress: true } },
    },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
  server.close();
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

/** Ada takes along what she gave; answers the id, and the path of its page. */
async function fulfil(): Promise<{ readonly id: string; readonly path: string }> {
  const identifiers = [{ kind: "email", value: ADA }];
  const verified = { by: "phone", how: "called back" };
  const { id } = await api<{ id: string }>("POST", "/api/requests", { kind: "portability", identifiers, verified });
  await t.drain();
  const { planVersion } = await api<RequestDetail>("GET", `/api/requests/${id}`);
  await api("POST", `/api/requests/${id}/approve`, { planVersion });
  await t.drain();
  const status = (await t.sentMail()).flatMap(({ text }) => /\/privacy\/status\/[^\s?/]+/.exec(text)?.[0] ?? []);
  return { id, path: status.at(-1) ?? "" };
}

const send = (path: string, fields: Record<string, string>) =>
  t.app.request(`${path}/transfer`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });

test("what is known is shown first; then it is allowed there, and goes", async () => {
  metadata = describe;
  const { id, path } = await fulfil();
  expect(await (await t.app.request(path)).text()).toContain("To another service?");
  const shown = await (await send(path, { address: base })).text();
  expect(shown).toContain("We do not know this service");
  expect(shown).toContain("New Shop Ltd");
  expect((await api<{ transfers: Transfer[] }>("GET", `/api/requests/${id}/transfers`)).transfers).toEqual([]);
  const leaves = await send(path, { address: base, confirmed: "yes" });
  const authorise = new URL(
    /href="(http:[^"]*authorise[^"]*)"/.exec(await leaves.text())?.[1]?.replaceAll("&amp;", "&") ?? "",
  );
  // The importer knows us by the document at this address, and by nothing else.
  const client = authorise.searchParams.get("client_id") ?? "";
  const document = (await (await t.app.request(new URL(client).pathname)).json()) as { redirect_uris: string[] };
  expect(document).toMatchObject({ client_id: client, token_endpoint_auth_method: "none" });
  expect(document.redirect_uris).toEqual([authorise.searchParams.get("redirect_uri")]);
  const cookie = /kept_transfer=[^;]+/.exec(leaves.headers.get("set-cookie") ?? "")?.[0] ?? "";
  const state = authorise.searchParams.get("state") ?? "";
  const back = `/privacy/transfer/back?${new URLSearchParams({ state, code: "good", iss: base })}`;
  expect((await t.app.request(back, { headers: { cookie } })).status).toBe(303);
  await t.drain();
  expect(tokensAsked[0]?.get("client_secret")).toBeNull();
  expect(received.length).toBeGreaterThan(3);
  expect(received.every((item) => item.path === "/items/blobs")).toBe(true);
  const { transfers } = await api<{ transfers: Transfer[] }>("GET", `/api/requests/${id}/transfers`);
  // Which service it is, is the person's own affair; their receipt says it.
  expect(transfers).toMatchObject([{ destination: "*", state: "done" }]);
  const receiptPath = /href="([^"]*\/transfer\/trf_[^"]*)"/.exec(await (await t.app.request(path)).text())?.[1] ?? "";
  const { statement, receipt } = (await (await t.app.request(receiptPath)).json()) as {
    statement?: TransferReceipt;
    receipt?: TransferReceipt;
  };
  expect((statement ?? receipt)?.destination).toBe(base);
  // Where it went is kept in no place but that receipt.
  const kept = await t.ctx.db
    .selectFrom("transfer")
    .select("sealed_destination")
    .where("request_id", "=", id)
    .execute();
  expect(kept).toEqual([{ sealed_destination: null }]);
  const open = await t.ctx.db.selectFrom("ledger_entry").selectAll().execute();
  expect(JSON.stringify(open)).not.toContain("127.0.0.1");
});

test("of transfers that ended before their end took it along, no destination is kept either", async () => {
  const row = { request_id: "req_earlier", destination: "*", created_at: "2026-11-01T10:00:00Z" };
  const sealed = Buffer.from("sealed");
  const ended = { ...row, id: "trf_ended", state: "done" as const, ended_at: "2026-11-01T11:00:00Z" };
  const open = { ...row, id: "trf_open", state: "running" as const };
  const rows = [ended, open].map((one) => ({ ...one, job_id: randomUUID(), sealed_destination: sealed }));
  await t.ctx.db.insertInto("transfer").values(rows).execute();
  const script = await readFile(join(migrationsDir, "0170_forget_ended_destinations.sql"), "utf8");
  await sql.raw(script).execute(t.ctx.db);
  const kept = await t.ctx.db
    .selectFrom("transfer")
    .select(["id", "sealed_destination"])
    .where("request_id", "=", row.request_id)
    .orderBy("id")
    .execute();
  await t.ctx.db.deleteFrom("transfer").where("request_id", "=", row.request_id).execute();
  expect(kept.map(({ id, sealed_destination: destination }) => [id, destination !== null])).toEqual([
    ["trf_ended", false],
    ["trf_open", true],
  ]);
});

test.each([
  ["nothing there", () => ({})],
  [
    "that does not know clients by their document",
    (at: string) => describe(at, { client_id_metadata_document_supported: false }),
  ],
  ["without PKCE", (at: string) => describe(at, { code_challenge_methods_supported: ["plain"] })],
  [
    "whose tokens are had elsewhere",
    (at: string) => describe(at, { token_endpoint: "https://other.example.org/token" }),
  ],
  [
    "that sends data on",
    (at: string) =>
      describe(at, { data_importer: { endpoint: "https://other.example.org/", takes: ["blobs"], controller: "X" } }),
  ],
  ["that calls itself somebody else", (at: string) => describe(at, { issuer: "https://bank.example.org" })],
  [
    "that takes nothing we have",
    (at: string) =>
      describe(at, { data_importer: { endpoint: `${at}/items/`, takes: ["holograms"], controller: "X" } }),
  ],
])("a service %s gets nothing", async (_, says) => {
  metadata = says;
  const { id, path } = await fulfil();
  for (const confirmed of ["", "yes"]) {
    const answer = await send(path, { address: base, confirmed });
    expect([answer.status, (await answer.text()).includes("Nothing there that can receive data")]).toEqual([422, true]);
  }
  expect((await api<{ transfers: Transfer[] }>("GET", `/api/requests/${id}/transfers`)).transfers).toEqual([]);
});

test("addresses that are none, hold a password, or are inside the network are not asked", async () => {
  metadata = describe;
  await using guarded = await createTestCtx({
    folder: shop.folder,
    settings: { dataDir: shop.folder },
    kept: { systems: { shop: { url: shop.url, map: shop.mapFile } } },
  });
  const { discoverImporter } = await import("./discover-importer.ts");
  const kept = guarded.parts.kept;
  const parts = {
    kept,
    publicUrl: "https://us.example.org",
    packageDir: "",
    variables: {},
    pause: async () => undefined,
  };
  for (const typed of [
    base,
    base.replace("http:", "https:"),
    "https://127.0.0.1/",
    "localhost",
    "",
    "https://a:b@example.org",
    "file:///etc/passwd",
  ]) {
    expect(await discoverImporter(parts, typed)).toBeNull();
  }
});
