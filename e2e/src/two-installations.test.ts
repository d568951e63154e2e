/** Two installations of Kept on one machine: one tells the other of an erasure by OpenDSR, the other erases and says so. */
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Import, ImportItem, ImportItems } from "@kept/contract/imports";
import type { RecipientNotice } from "@kept/contract/recipients";
import type { Transfer, TransferReceipt } from "@kept/contract/transfers";
import { readSettings } from "@kept/server/config";
import { type RunningKept, startKept } from "@kept/server/main";
import { checkCertificate } from "@kept/server/opendsr/certificate";
import { prepareDataDir } from "@kept/server/platform/testing/prepared-database";
import { testKept } from "@kept/server/platform/testing/test-kept";
import { ADA, createShop, type Shop } from "@kept/server/requests/testing/shop";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkOf, type Mailbox, openMailbox } from "./testing/mailbox.ts";
import { makeAuthority } from "./testing/make-certificates.ts";
import { startChild } from "./testing/run-child.ts";

const SERVE_SHOP = join(import.meta.dirname, "../../packages/server/src/requests/testing/serve-shop.ts");
const DOMAIN = "processor.example.org";
const IMPORT_SECRET = "shared-by-the-old-shop-and-the-new-one";
const TOKEN = "shared-by-the-controller-and-its-processor";

interface Installation extends AsyncDisposable {
  readonly shop: Shop;
  readonly kept: RunningKept;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const authority = makeAuthority("Test Authority");
let mailbox: Mailbox;
/** Where the one that is killed and started again is to be reached. */
let thirdPort = 0;
let controller: Installation;
let processor: Installation;

async function install(
  shop: Shop,
  name: string,
  port: number,
  more: Record<string, unknown>,
  variables: Record<string, string>,
): Promise<Installation> {
  await prepareDataDir(join(shop.folder, name));
  const environment = { KEPT_DATA_DIR: join(shop.folder, name), KEPT_PORT: String(port), KEPT_LOG_LEVEL: "silent" };
  const kept = await startKept({
    kept: {
      ...testKept,
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      requests: { erasureWaitingPeriod: "PT0S" },
      ...more,
    },
    folder: shop.folder,
    settings: readSettings({ ...environment, SMTP_URL: mailbox.url, ...variables }),
  });
  const key = await kept.createApiKey("The test", ["requests:read", "requests:act", "people:read"]);
  return {
    shop,
    kept,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${kept.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as T;
    },
    [Symbol.asyncDispose]: async () => {
      await kept.stop();
      await shop[Symbol.asyncDispose]();
    },
  };
}

/** A port that nobody has: both must know the other's address before they start. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  mailbox = await openMailbox();
  thirdPort = await freePort();
  const [shopA, shopB] = [await createShop(), await createShop()];
  const { pem, key } = authority.issue(DOMAIN);
  writeFileSync(join(shopB.folder, "opendsr.pem"), pem);
  writeFileSync(join(shopB.folder, "opendsr.key"), key);
  processor = await install(
    shopB,
    "processor",
    await freePort(),
    {
      opendsr: {
        domain: DOMAIN,
        certificate: "opendsr.pem",
        key: "opendsr.key",
        controllers: { shop: { token: { env: "SHOP_TOKEN" }, allowPrivateAddress: true } },
      },
      imports: {
        sources: {
          "old-shop": {
            name: "Old Shop",
            secret: { env: "IMPORT_SECRET" },
            redirectUris: [`http://localhost:${thirdPort}/privacy/transfer/back`],
          },
        },
      },
    },
    { SHOP_TOKEN: TOKEN, IMPORT_SECRET },
  );
  writeFileSync(join(shopA.folder, "authority.pem"), authority.pem);
  writeFileSync(join(shopA.folder, "stranger.pem"), makeAuthority("A Stranger").pem);
  const channel = {
    kind: "opendsr",
    url: `${processor.kept.url}/opendsr/v2`,
    domain: DOMAIN,
    token: { env: "PROCESSOR_TOKEN" },
    authorities: "authority.pem",
    allowPrivateAddress: true,
  };
  const recipient = { role: "processor", country: "DE" };
  controller = await install(
    shopA,
    "controller",
    await freePort(),
    {
      recipients: {
        warehouse: { ...recipient, name: "Warehouse", channel },
        legacy: {
          ...recipient,
          name: "Warehouse of old",
          channel: { ...channel, url: `${processor.kept.url}/opendsr/v1`, legacy: true },
        },
        impostor: { ...recipient, name: "Impostor", channel: { ...channel, authorities: "stranger.pem" } },
      },
      purposes: {
        orders: {
          title: "Deliver",
          basis: { default: "contract" },
          categories: ["contact.address"],
          recipients: ["warehouse", "legacy", "impostor"],
          retention: "a year",
        },
      },
    },
    { PROCESSOR_TOKEN: TOKEN },
  );
});
afterAll(async () => {
  await controller[Symbol.asyncDispose]();
  await processor[Symbol.asyncDispose]();
  await mailbox[Symbol.asyncDispose]();
});

interface Found {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly state: string;
  readonly planVersion: number;
}

async function approveWaiting(at: Installation, id: string): Promise<void> {
  const ready = await until(
    () => at.call<Found>("GET", `/api/requests/${id}`),
    (found) => found.state === "awaiting_approval" || found.state === "nothing_found",
  );
  if (ready.state === "nothing_found") return;
  await at.call("POST", `/api/requests/${id}/approve`, { planVersion: ready.planVersion });
  await until(
    () => at.call<Found>("GET", `/api/requests/${id}`),
    (found) => found.state === "done",
  );
}

describe("an erasure at one installation", () => {
  it("reaches the other, is carried out there, and its answer comes back", { timeout: 180_000 }, async () => {
    const made = await controller.call<Found>("POST", "/api/requests", {
      kind: "erasure",
      identifiers: [{ kind: "email", value: ADA }],
      verified: { by: "phone", how: "called back" },
    });
    await approveWaiting(controller, made.id);
    expect(processor.shop.count("users", "email = 'ada@example.org'")).toBe(1);
    const notices = async () =>
      (await controller.call<{ notices: RecipientNotice[] }>("GET", `/api/requests/${made.id}/notices`)).notices;
    const byName = (list: readonly RecipientNotice[], name: string) => list.find((one) => one.recipient === name);
    const sent = await until(notices, (list) =>
      ["warehouse", "legacy"].every((name) => byName(list, name)?.state === "sent"),
    );
    expect(byName(sent, "warehouse")).toMatchObject({ channel: "opendsr", answer: null });

    const { requests } = await processor.call<{ requests: Found[] }>("GET", "/api/requests");
    expect(requests.map(({ kind, channel }) => ({ kind, channel }))).toEqual([
      { kind: "erasure", channel: "opendsr" },
      { kind: "erasure", channel: "opendsr" },
    ]);
    for (const { id } of requests) await approveWaiting(processor, id);
    expect(processor.shop.count("users", "email = 'ada@example.org' or name like '%Ada%'")).toBe(0);
    expect(processor.shop.count("users", "id = 2 and email = 'bob@example.org'")).toBe(1);

    const answered = await until(notices, (list) =>
      ["warehouse", "legacy"].every((name) => byName(list, name)?.state === "answered"),
    );
    expect(byName(answered, "warehouse")?.answer).toMatch(/^(done|nothing-held)$/);
    // Whoever carries another authority's certificate gets nothing: the notice waits, and says why.
    expect(byName(answered, "impostor")).toMatchObject({ toldAt: null, problem: "certificate_refused" });
  });

  it("is not believed from whoever cannot sign, nor taken from whoever has no token", async () => {
    const base = `${processor.kept.url}/opendsr/v2`;
    const post = (headers: Record<string, string>, body: unknown) =>
      fetch(`${base}/requests`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    const stranger = await post({ authorization: "Bearer nobody-knows-of-this-token" }, {});
    expect([stranger.status, await stranger.json()]).toMatchObject([401, { error: { code: 401 } }]);
    const known = { authorization: `Bearer ${TOKEN}` };
    const wrong = await post(known, { subject_request_type: "erasure", subject_request_id: "UPPER" });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: { code: 400 } }]);
    const id = "0b2f1f6e-6b1a-4a53-9d0e-2f60f5a0b7c1";
    const body = {
      regulation: "gdpr",
      subject_request_id: id,
      subject_request_type: "erasure",
      subject_identities: [{ identity_type: "email", identity_value: "bob@example.org", identity_format: "raw" }],
      submitted_time: new Date().toISOString(),
    };
    const made = await post(known, body);
    expect([made.status, made.headers.get("x-opendsr-processor-domain")]).toEqual([201, DOMAIN]);
    expect(await made.json()).toMatchObject({ controller_id: "shop", subject_request_id: id });
    expect((await post(known, body)).status).toBe(201);
    const cancelled = await fetch(`${base}/requests/${id}`, { method: "DELETE", headers: known });
    expect([202, 400]).toContain(cancelled.status);
    expect(processor.shop.count("users", "email = 'bob@example.org'")).toBe(1);

    const forged = await fetch(`${controller.kept.url}/opendsr/callbacks`, {
      method: "POST",
      headers: { "x-opendsr-processor-domain": DOMAIN, "x-opendsr-signature": "AAAA" },
      body: JSON.stringify({ subject_request_id: id, request_status: "completed" }),
    });
    expect(forged.status).toBe(403);
  });
});

describe("what somebody takes along", () => {
  it("goes to the other, and is there once, though the sender is killed on the way (R-8.4.6b)", {
    timeout: 180_000,
  }, async () => {
    await using shop = await createShop();
    const insert = shop.db.prepare("insert into messages values (?, 1, null, ?, '2026-05-01')");
    for (let id = 10; id < 70; id += 1) insert.run(id, `Note ${id}`);
    const to = processor.kept.url;
    const more = {
      transfers: {
        destinations: {
          "new-shop": {
            title: "New Shop",
            endpoint: `${to}/import/items/`,
            authorise: `${to}/privacy/import/authorise`,
            token: `${to}/import/token`,
            clientId: "old-shop",
            clientSecret: { env: "IMPORT_SECRET" },
            sends: ["social-posts", "rows", "blobs"],
            posts: [{ system: "shop", table: "messages", content: "body", published: "sent_at" }],
            confirms: true,
            allowPrivateAddress: true,
          },
        },
      },
    };
    const variables = { KEPT_PORT: String(thirdPort), SMTP_URL: mailbox.url, IMPORT_SECRET };
    const args = [join(shop.folder, "old"), shop.url, shop.mapFile, JSON.stringify(more), JSON.stringify(variables)];
    const start = async () => {
      const child = startChild(SERVE_SHOP, {}, args);
      const [line] = await child.says(/^\{.*\}$/m);
      return { child, ...(JSON.parse(line) as { url: string; key: string }) };
    };
    let sender = await start();
    const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const response = await fetch(`${sender.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${sender.key}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as T;
    };
    const made = await call<Found>("POST", "/api/requests", {
      kind: "portability",
      identifiers: [{ kind: "email", value: ADA }],
      verified: { by: "phone", how: "called back" },
    });
    const look = () => call<Found>("GET", `/api/requests/${made.id}`);
    const planned = await until(look, ({ state }) => state === "awaiting_approval");
    await call("POST", `/api/requests/${made.id}/approve`, { planVersion: planned.planVersion });
    await until(look, ({ state }) => state === "done");

    // The person, as a browser without scripts: chooses, allows it by the message of the other side, and comes back.
    const status = await linkFrom(thirdPort, /We received your request/);
    const path = new URL(status).pathname;
    const chosen = await post(`${sender.url}${path}/transfer`, { destination: "new-shop" });
    const cookie = (chosen.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const onwards = await chosen.text();
    const form = await fetch(hrefOf(onwards, "/privacy/import/authorise"));
    await submit(form.url, { email: ADA });
    const allow = linkOf(await mailbox.take(ADA, /May Old Shop send us your data/));
    const allowed = await submit(allow, { answer: "yes" });
    const back = hrefOf(allowed, "/privacy/transfer/back");
    // Nobody else comes back from there, and whoever tries keeps nobody from it.
    expect((await fetch(back)).status).toBe(410);
    expect((await fetch(back, { headers: { cookie } })).status).toBe(200);

    const received = async () => (await processor.call<{ imports: Import[] }>("GET", "/api/imports")).imports[0];
    await until(received, (one) => (one?.items ?? 0) >= 20);
    sender.child.kill("SIGKILL");
    await sender.child.ended;
    const halfway = await received();
    expect(halfway).toMatchObject({ state: "receiving" });
    sender = await start();
    const transfers = () => call<{ transfers: Transfer[] }>("GET", `/api/requests/${made.id}/transfers`);
    const { transfers: ended } = await until(transfers, (list) => list.transfers[0]?.state === "done");
    const [transfer] = ended;
    const complete = await received();
    expect(complete).toMatchObject({ source: "old-shop", state: "complete", items: transfer?.sent });
    expect([transfer?.items, transfer?.refused]).toEqual([transfer?.sent, 0]);

    // Every note once, in both forms, and no byte of anybody else.
    const items: ImportItem[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const search: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page: ImportItems = await processor.call("GET", `/api/imports/${complete?.id}/items?limit=50${search}`);
      expect(page.person.email).toBe(ADA);
      items.push(...page.items);
      cursor = page.next;
    }
    const notes = items.flatMap(({ payload }) => {
      const { activity } = payload as { activity?: { content: string } };
      return activity === undefined ? [] : [activity.content];
    });
    expect(new Set(notes).size).toBe(notes.length);
    expect(notes.length).toBe(61);
    const messages = items.flatMap(({ payload }) =>
      payload["table"] === "messages" ? (payload["rows"] as object[]) : [],
    );
    expect(messages.length).toBe(61);
    const everything = JSON.stringify(
      items.map(({ payload, file }) => [payload, Buffer.from(file?.base64 ?? "", "base64").toString()]),
    );
    expect(everything).toContain("Ada Street 1");
    expect(everything).not.toContain("Bob Canary");
    const receipt = (await (await fetch(`${sender.url}${path}/transfer/${transfer?.id}.json`)).json()) as {
      receipt: TransferReceipt;
    };
    const confirmation = receipt.receipt.confirmation as { receipt: { sha256: string[] } };
    expect(confirmation.receipt.sha256).toEqual(receipt.receipt.items.map(({ sha256 }) => sha256));
    await sender.child[Symbol.asyncDispose]();
  });
});

/** The link of a message to Ada that leads to this installation: the others wrote to her, too. */
async function linkFrom(port: number, subject: RegExp): Promise<string> {
  for (;;) {
    const found = linkOf(await mailbox.take(ADA, subject));
    if (new URL(found).port === String(port)) return found;
  }
}

async function submit(address: string, values: Record<string, string>): Promise<string> {
  return await (await post(address, values)).text();
}

async function post(address: string, values: Record<string, string>): Promise<Response> {
  return await fetch(address, { method: "POST", body: new URLSearchParams(values) });
}

/** The address of a page's link that leads to this path. */
function hrefOf(page: string, path: string): string {
  const found = [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => (href ?? "").replaceAll("&amp;", "&"));
  return found.find((href) => new URL(href, "http://localhost").pathname === path) ?? "";
}

describe("the certificate of a processor", () => {
  const now = new Date();
  const check =
    (pem: string, authorities = authority.pem) =>
    () =>
      checkCertificate(pem, DOMAIN, authorities, now);
  it("has to be made for its domain, by an authority that is trusted, for today", () => {
    const own = authority.issue(DOMAIN).pem;
    expect(check(own)().checkHost(DOMAIN)).toBe(DOMAIN);
    expect(check(own, "")).toThrow("No trusted authority");
    expect(check(own, makeAuthority("Test Authority").pem)).toThrow("No trusted authority");
    expect(check(authority.issue("elsewhere.example.org").pem)).toThrow("another domain");
    expect(check(authority.pem)).toThrow("an authority's");
    expect(check("")).toThrow("no certificate");
    const past = { from: new Date(now.getTime() - 2e9), to: new Date(now.getTime() - 1e9) };
    expect(check(authority.issue(DOMAIN, past).pem)).toThrow("not valid today");
  });
});

async function until<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  const end = Date.now() + 120_000;
  for (;;) {
    const found = await look();
    if (isSo(found)) return found;
    if (Date.now() > end) throw new Error(`It did not come about: ${JSON.stringify(found).slice(0, 800)}`);
    await pause(300);
  }
}
