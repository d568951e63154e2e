/** Corrections that carry their values, the end of a restriction, and notices that are late: over a real webhook. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { OpenNotice } from "@kept/contract/recipients";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { parseKept } from "../kept-config.ts";
import type { Slice } from "../platform/slice.ts";
import { StartError } from "../platform/start-error.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { findRequest } from "../requests/queries.ts";
import { ADA, BOB, createShop, type Shop } from "../requests/testing/shop.ts";
import { createSlices } from "../slices.ts";
import { scheduleLifts } from "./schedule-notices.ts";

let shop: Shop;
let t: TestCtx;
let server: Server;
let slices: readonly Slice[];
let lead: Record<string, string>;
/** Comes between a recipient's having got a notice and its saying so. */
let meanwhile: ((call: Record<string, unknown>) => Promise<void>) | null = null;
const calls: Record<string, unknown>[] = [];
const ofEvent = (event: string) => calls.filter((call) => call["event"] === `person.${event}`);

beforeAll(async () => {
  shop = await createShop();
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const call = { ...(JSON.parse(body) as object), path: request.url };
      calls.push(call);
      void (meanwhile?.(call) ?? Promise.resolve()).then(() => response.writeHead(204).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
  const hook = (name: string) => ({
    kind: "webhook" as const,
    url: url(name),
    secret: { env: "HOOK_SECRET" },
    allowPrivateAddress: true,
  });
  const recipient = { role: "processor", country: "DE" } as const;
  const purpose = { title: "Deliver", basis: { default: "contract" }, retention: "a year" } as const;
  t = await createTestCtx({
    slices: (parts) => {
      slices = createSlices(parts);
      return slices;
    },
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      requests: { liftNoticePeriod: "PT0S" },
      recipients: {
        parcels: { ...recipient, name: "Parcel carrier", correctedValues: true, channel: hook("parcels") },
        // Gets nothing of the corrected category, and is told all the same that something of its own may have changed.
        payments: { ...recipient, name: "Payments", correctedValues: true, channel: hook("payments") },
        survey: { ...recipient, name: "Survey", channel: hook("survey") },
        bank: { ...recipient, name: "Bank", tellWithin: 2 },
      },
      purposes: {
        orders: { ...purpose, categories: ["contact"], recipients: ["parcels", "survey", "bank"] },
        payments: { ...purpose, categories: ["financial"], recipients: ["payments"] },
      },
    },
    settings: {
      dataDir: shop.folder,
      variables: { HOOK_SECRET: "a secret of at least thirty-two bytes for tests" },
    },
  });
  ({ headers: lead } = await t.signIn("privacy-lead"));
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await new Promise((resolve) => server.close(resolve));
  await shop[Symbol.asyncDispose]();
});

/** The work that repeats, done by hand. */
async function sweep(name: string): Promise<void> {
  await slices
    .flatMap(({ sweeps = [] }) => sweeps)
    .find((one) => one.name === name)
    ?.run(t.ctx);
}

async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await t.app.request(path, {
    method,
    headers: { ...lead, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

async function carryOut(body: object): Promise<string> {
  const { id } = await api<{ id: string }>("POST", "/api/requests", {
    verified: { by: "phone", how: "called back" },
    ...body,
  });
  await t.drain();
  const { planVersion } = await api<{ planVersion: number }>("GET", `/api/requests/${id}`);
  await api("POST", `/api/requests/${id}/approve`, { planVersion });
  await t.drain();
  expect(await api("GET", `/api/requests/${id}`)).toMatchObject({ state: "done" });
  return id;
}

test("a correction carries what is right to recipients that get it, and to no other", async () => {
  await carryOut({
    kind: "rectification",
    identifiers: [{ kind: "email", value: ADA }],
    details: { corrections: [{ category: "contact.email", value: "ada@example.net" }] },
  });
  const [parcels, ...more] = ofEvent("rectification").filter(({ path }) => path === "/parcels");
  expect(more).toEqual([]);
  expect(parcels?.["corrections"]).toEqual([{ category: "contact.email", value: "ada@example.net" }]);
  for (const path of ["/survey", "/payments"]) {
    for (const call of ofEvent("rectification").filter((one) => one["path"] === path)) {
      expect(call).not.toHaveProperty("corrections");
    }
  }
  expect(ofEvent("rectification").some(({ path }) => path === "/survey")).toBe(true);
  const rows = await t.ctx.db.selectFrom("recipient_notice").selectAll().where("recipient", "=", "parcels").execute();
  expect(rows.map((row) => row.sealed_person)).toEqual([null]);
});

test("values go over no mailbox: such a configuration is refused", () => {
  const recipient = { name: "Printer", role: "processor", country: "DE", correctedValues: true } as const;
  const open = (channel: object | undefined) =>
    parseKept({
      ...testKept,
      recipients: { printer: { ...recipient, ...(channel === undefined ? {} : { channel }) } },
    });
  const faults = (channel: object | undefined) => {
    try {
      open(channel);
      return "";
    } catch (error) {
      return error instanceof StartError ? error.describe() : String(error);
    }
  };
  expect(faults({ kind: "email", to: "desk@printer.example.org" })).toContain("correctedValues");
  expect(faults(undefined)).toContain("corrected values go over these alone");
  expect(open({ kind: "webhook", url: "https://p.example.org", secret: { env: "S" } })).toBeDefined();
});

test("the end of a restriction is told to those who were told of it", async () => {
  const id = await carryOut({
    kind: "restriction",
    identifiers: [{ kind: "email", value: BOB }],
    details: { ground: "accuracy" },
  });
  expect(ofEvent("restriction").length).toBeGreaterThan(0);
  await api("POST", `/api/requests/${id}/lift`, { notified: { by: "phone", how: "called" } });
  await t.drain();
  t.clock.advance("PT1H");
  await sweep("requests.lift");
  await t.drain();
  const told = (event: string) =>
    ofEvent(event)
      .map(({ path }) => String(path))
      .toSorted();
  expect(told("lift")).toEqual(told("restriction"));
  expect(ofEvent("lift")[0]).toMatchObject({ person: { identifiers: [{ kind: "email", value: BOB }] } });
});

test("no notice of a restriction goes out after its end, and whoever was just being told hears of the end", async () => {
  calls.length = 0;
  meanwhile = async ({ path, event }) => {
    if (path !== "/survey" || event !== "person.restriction") return;
    meanwhile = null;
    await t.ctx.transaction(async (tx) => {
      const { request_id: id } = await tx.db
        .selectFrom("recipient_notice")
        .select("request_id")
        .where("event", "=", "restriction")
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .executeTakeFirstOrThrow();
      const request = await findRequest(tx, id);
      if (request !== undefined) await scheduleLifts(tx, t.parts, request);
    });
  };
  const id = await carryOut({
    kind: "restriction",
    identifiers: [{ kind: "email", value: BOB }],
    details: { ground: "accuracy" },
  });
  const rows = await t.ctx.db.selectFrom("recipient_notice").selectAll().where("request_id", "=", id).execute();
  const state = (recipient: string, event: string) => {
    const row = rows.find((one) => one.recipient === recipient && one.event === event);
    return row === undefined ? null : [row.state, row.reason];
  };
  expect(meanwhile).toBeNull();
  expect(state("bank", "restriction")).toEqual(["not-told", "undone"]);
  expect(state("bank", "lift")).toBeNull();
  expect(state("survey", "restriction")).toEqual(["sent", null]);
  expect(state("survey", "lift")).toEqual(["sent", null]);
  expect(ofEvent("lift").filter(({ path }) => path === "/survey")).toHaveLength(1);
});

test("what is late is shown, reminded of once a week, and its words are forgotten with the person", async () => {
  const late = async () =>
    (await api<{ notices: OpenNotice[]; late: number }>("GET", "/api/notices?late=true")).notices;
  expect(await late()).toEqual([]);
  // Two business days from Sunday, 22 November.
  t.clock.set("2026-11-25T10:00:00Z");
  const [first] = await late();
  expect(first).toMatchObject({ recipient: "bank", isLate: true, channel: "by-hand" });
  const reminders = async () => (await t.sentMail()).filter(({ kind }) => kind === "notice-reminder");
  for (let again = 0; again < 2; again += 1) {
    await sweep("recipients.remind");
    await t.drain();
  }
  const [mail, ...more] = await reminders();
  expect(more).toEqual([]);
  expect(mail?.text).toContain(`${first?.reference} · Bank`);
  expect(mail?.text).toContain("/console/recipients");
  t.clock.set("2026-12-03T10:00:00Z");
  await sweep("recipients.remind");
  await t.drain();
  expect((await reminders()).length).toBe(2);
  const words = { outcome: "not-told", reason: "impossible", words: "Ada's account there was closed." };
  await api("POST", `/api/requests/${first?.requestId}/notices/${first?.id}/settle`, words);
  expect((await late()).map(({ id }) => id)).not.toContain(first?.id);
  t.clock.set("2027-03-01T10:00:00Z");
  await tidyRequests(t.ctx, { kept: t.parts.kept, packageDir: join(shop.folder, "packages") });
  const row = await t.ctx.db
    .selectFrom("recipient_notice")
    .selectAll()
    .where("id", "=", first?.id ?? "")
    .executeTakeFirstOrThrow();
  expect([row.sealed_words, row.reason]).toEqual([null, "impossible"]);
});
