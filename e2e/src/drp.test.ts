/** The conformance kit of the Data Rights Protocol against a real server on loopback, and what only the business can bring about. */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readSettings } from "@kept/server/config";
import { type RunningKept, startKept } from "@kept/server/main";
import { prepareDataDir } from "@kept/server/platform/testing/prepared-database";
import { testKept } from "@kept/server/platform/testing/test-kept";
import { ADA, createShop, type Shop } from "@kept/server/requests/testing/shop";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callProvider, combine, type KitAgent, verifyKeyOf } from "./drp-kit/agent.ts";
import { type KitTarget, runDrpKit } from "./drp-kit/kit.ts";
import { runCommand } from "./testing/run-command.ts";

/** Seeds of RFC 8032, 7.1, tests 1 and 2. */
const AGENT: KitAgent = {
  id: "kit-agent",
  seed: Buffer.from("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=", "base64"),
};
const OTHER: KitAgent = {
  id: "other-agent",
  seed: Buffer.from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "hex"),
};
const BUSINESS = "example-business";

let shop: Shop;
let kept: RunningKept;
let target: KitTarget;
let listener: Server;
let told: { status: string }[];
let apiKey: string;

beforeAll(async () => {
  shop = await createShop();
  told = [];
  listener = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      told.push(JSON.parse(body) as { status: string });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const entry = { name: "Kit", web_url: "http://127.0.0.1/", technical_contact: "kit@example.org" };
  const directory = [
    { ...entry, id: AGENT.id, verify_key: verifyKeyOf(AGENT.seed) },
    { ...entry, id: OTHER.id, verify_key: verifyKeyOf(OTHER.seed) },
    { ...entry, id: "weak-agent", verify_key: Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]).toString("base64") },
  ];
  writeFileSync(join(shop.folder, "agents.json"), JSON.stringify(directory));
  await prepareDataDir(join(shop.folder, "kept"));
  kept = await startKept({
    kept: {
      ...testKept,
      regimes: ["us-ca", "default"],
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      requests: { erasureWaitingPeriod: "PT0S" },
      purposes: {
        ads: {
          title: "Sell",
          basis: { default: "none-required" },
          sale: true,
          categories: ["online"],
          retention: "a year",
        },
      },
      drp: { businessId: BUSINESS, agents: "agents.json", trustVerified: true, allowLoopback: true },
    },
    folder: shop.folder,
    settings: readSettings({ KEPT_DATA_DIR: join(shop.folder, "kept"), KEPT_PORT: "0", KEPT_LOG_LEVEL: "silent" }),
  });
  apiKey = await kept.createApiKey("The test", ["requests:read", "requests:act", "decisions:read"]);
  target = {
    base: `http://127.0.0.1:${kept.settings.port}/drp`,
    businessId: BUSINESS,
    agent: AGENT,
    other: OTHER,
    weakAgentId: "weak-agent",
    person: { name: "Ada Canary", email: ADA },
  };
});
afterAll(async () => {
  await kept.stop();
  listener.closeAllConnections();
  listener.close();
  await shop[Symbol.asyncDispose]();
});

describe("the kit's own signatures", () => {
  it("are those of RFC 8032 and of the protocol's vector", () => {
    expect(verifyKeyOf(AGENT.seed)).toBe("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    expect(combine(AGENT.seed, '{"reason": "x"}')).toBe(
      "Unc0LL/K/GpnXjaIV9rZ7Puq8bizt9nebJ/e8xWLkqpRU4S3QeCFnmaQfDsqpS2VzOffxyNQ0Z3h1+jRrPjLBnsicmVhc29uIjogIngifQ==",
    );
    // Tests 1 (an empty message) and 2 (one byte) of RFC 8032, 7.1.
    const signature = (seed: Uint8Array, message: string) =>
      Buffer.from(combine(seed, message), "base64").subarray(0, 64).toString("hex");
    expect(signature(AGENT.seed, "")).toBe(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
    expect(signature(OTHER.seed, "r")).toBe(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
  });
});

describe("the provider", () => {
  it("passes the whole kit", { timeout: 240_000 }, async () => {
    const checks = await runDrpKit(target);
    expect(checks.length).toBeGreaterThan(49);
    expect(checks.filter((check) => !check.passed)).toEqual([]);
  });

  it("carries a deletion out, tells the agent at each step, and does not take it back", {
    timeout: 120_000,
  }, async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
    const envelope = {
      "agent-id": AGENT.id,
      "business-id": BUSINESS,
      "issued-at": minutes(0),
      "expires-at": minutes(5),
    };
    const url = `${target.base}/v1/data-rights-request`;
    const setUp = await callProvider(`${target.base}/v1/agent/${AGENT.id}`, {
      method: "POST",
      body: combine(AGENT.seed, JSON.stringify(envelope)),
    });
    const token = String(setUp.json["token"]);
    const right = {
      ...envelope,
      exercise: "deletion",
      regime: "ccpa",
      email: ADA,
      email_verified: true,
      status_callback: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/status`,
    };
    const body = combine(AGENT.seed, JSON.stringify(right));
    const made = await callProvider(url, { method: "POST", token, body });
    const id = String(made.json["request_id"]);
    expect(made.json).toMatchObject({ status: "in_progress", expected_by: expect.stringMatching(/^\d{4}-/) });
    const detail = await until(
      async () => await request(id),
      (found) => found.state === "awaiting_approval",
    );
    expect(detail).toMatchObject({ kind: "erasure", channel: "drp", regimes: ["us-ca"] });
    await fetch(`${kept.url}/api/requests/${id}/approve`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ planVersion: detail.planVersion }),
    });
    await until(
      async () => await request(id),
      (found) => found.state === "done",
    );
    expect(shop.count("users", "email = 'ada@example.org'")).toBe(0);
    expect(shop.count("users", "id = 2 and email = 'bob@example.org'")).toBe(1);
    const read = await callProvider(`${url}/${id}`, { method: "GET", token });
    expect(read.json).toMatchObject({ status: "fulfilled" });
    const revoked = await callProvider(`${url}/${id}`, { method: "DELETE", token, body: combine(AGENT.seed, "{}") });
    expect(revoked).toMatchObject({ status: 409, json: { code: "too_late", status: "fulfilled" } });
    await until(
      async () => told.at(-1),
      (last) => last?.status === "fulfilled",
    );
  });
});

describe("an access that is fulfilled", () => {
  it("names a page that discloses nothing and sends the person their link again; a telephone alone is no way to send it", {
    timeout: 120_000,
  }, async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
    const envelope = {
      "agent-id": OTHER.id,
      "business-id": BUSINESS,
      "issued-at": minutes(0),
      "expires-at": minutes(5),
    };
    const signed = (more: object) => combine(OTHER.seed, JSON.stringify({ ...envelope, ...more }));
    const setUp = await callProvider(`${target.base}/v1/agent/${OTHER.id}`, { method: "POST", body: signed({}) });
    const token = String(setUp.json["token"]);
    const url = `${target.base}/v1/data-rights-request`;
    const bob = { exercise: "access", regime: "ccpa", email: "bob@example.org", email_verified: true };
    const made = await callProvider(url, { method: "POST", token, body: signed(bob) });
    const id = String(made.json["request_id"]);
    const found = await until(
      async () => await request(id),
      ({ state }) => state === "awaiting_approval" || state === "done",
    );
    if (found.state === "awaiting_approval") {
      await fetch(`${kept.url}/api/requests/${id}/approve`, {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ planVersion: found.planVersion }),
      });
    }
    const { json } = await until(
      async () => await callProvider(`${url}/${id}`, { method: "GET", token }),
      (answer) => answer.json["status"] === "fulfilled",
    );
    const page = String(json["results_url"]);
    const shown = await fetch(page);
    const words = await shown.text();
    expect([shown.status, words.includes("Your data is ready"), words.includes("bob@")]).toEqual([200, true, false]);
    expect((await fetch(page, { method: "POST" })).status).toBe(200);
    expect((await fetch(`${page.slice(0, -2)}xx`)).status).toBe(404);
    const phone = { phone_number: "+14155550100", phone_number_verified: true };
    const refused = await callProvider(url, {
      method: "POST",
      token,
      body: signed({ exercise: "access", regime: "ccpa", ...phone }),
    });
    expect(refused).toMatchObject({ status: 400, json: { code: "email_required" } });
  });
});

describe("an opt-out of sale", () => {
  it("needs no proof and counts at once", { timeout: 120_000 }, async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
    const envelope = {
      "agent-id": OTHER.id,
      "business-id": BUSINESS,
      "issued-at": minutes(0),
      "expires-at": minutes(5),
    };
    const setUp = await callProvider(`${target.base}/v1/agent/${OTHER.id}`, {
      method: "POST",
      body: combine(OTHER.seed, JSON.stringify(envelope)),
    });
    const token = String(setUp.json["token"]);
    const url = `${target.base}/v1/data-rights-request`;
    const right = { ...envelope, exercise: "sale:opt-out", regime: "ccpa", email: "bob@example.org" };
    const made = await callProvider(url, { method: "POST", token, body: combine(OTHER.seed, JSON.stringify(right)) });
    const id = String(made.json["request_id"]);
    await until(
      async () => await callProvider(`${url}/${id}`, { method: "GET", token }),
      ({ json }) => json["status"] === "fulfilled",
    );
    const asked = await fetch(`${kept.url}/api/decisions/may`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ person: { kind: "email", value: "bob@example.org" }, purpose: "ads" }),
    });
    expect(await asked.json()).toMatchObject({ allowed: false });
  });
});

describe("kept drp", () => {
  it("makes a key, sets up, exercises, reads and revokes", { timeout: 120_000 }, async () => {
    const file = (name: string) => join(shop.folder, name);
    const run = (...args: string[]) => runCommand(["drp", ...args], { dataDir: file("kept-cli") });
    const made = await run("keygen", file("new.key"));
    const seed = Buffer.from(readFileSync(file("new.key"), "utf8").trim(), "base64");
    expect(made).toMatchObject({ code: 0, out: `verify_key: ${verifyKeyOf(seed)}\n` });
    expect((await run("keygen", file("new.key"))).code).toBe(2);

    writeFileSync(file("agent.key"), Buffer.from(OTHER.seed).toString("base64"));
    const where = ["--base", target.base, "--agent", OTHER.id, "--business", BUSINESS, "--token", file("agent.token")];
    const key = ["--key", file("agent.key")];
    expect((await run("status", "any", ...where)).err).toContain("kept drp setup");
    expect((await run("setup", ...where, "--key", file("new.key"))).code).toBe(1);
    expect(await run("setup", ...where, ...key)).toMatchObject({ code: 0, err: "" });
    const right = await run("exercise", "access", "--email", "bob@example.org", "--json", ...where, ...key);
    const status = JSON.parse(right.out) as { request_id: string; status: string };
    expect(status).toMatchObject({ status: "in_progress", reason: "need_user_verification" });
    expect((await run("status", status.request_id, ...where)).out).toContain("in_progress (need_user_verification)");
    expect((await run("revoke", status.request_id, ...where, ...key)).out).toContain("revoked");
    const refused = await run("exercise", "sale:opt-in", "--email", "bob@example.org", ...where, ...key);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("unsupported_action") });
  });
});

interface Found {
  readonly state: string;
  readonly planVersion: number;
}

async function request(id: string): Promise<Found> {
  const response = await fetch(`${kept.url}/api/requests/${id}`, { headers: { authorization: `Bearer ${apiKey}` } });
  return (await response.json()) as Found;
}

async function until<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const found = await look();
    if (isSo(found)) return found;
    if (Date.now() > end) throw new Error(`It did not come about: ${JSON.stringify(found).slice(0, 300)}`);
    await pause(300);
  }
}
