/** Scans by the clock: what is new, acknowledged, fixed by itself; who hears of it; and a real browser at a real page. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ScanOverview, SiteScan, SiteScanDetail } from "@kept/contract/scans";
import { findBrowser, NoBrowser } from "@kept/scan/find-browser";
import { FINDING_KINDS, type FindingCode, type ScanFinding } from "@kept/scan/finding-kinds";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { createSlices } from "../slices.ts";
import { keepFindings } from "./keep-findings.ts";

/** Where tests look for a browser; `/bin/sh` stands for one that is there and is none. */
const chromium = browserOf(process.env["KEPT_TEST_CHROMIUM"] ?? null);
const whySkipped = chromium === null ? " (skipped: no browser; set KEPT_TEST_CHROMIUM)" : "";

function browserOf(chosen: string | null): string | null {
  try {
    return findBrowser(chosen, process.env["PATH"] ?? "");
  } catch (error) {
    if (error instanceof NoBrowser) return null;
    throw error;
  }
}

/** What a visitor answers is found at once: nothing is waited for that might still appear. */
const BANNER = `<div id="ask"><button data-action="accept-all">Accept all</button> <button data-action="reject-all">Reject all</button></div>
<button data-kept-open>Privacy choices</button><script>
for (const one of document.querySelectorAll("button")) one.onclick = () => { ask.hidden = !("keptOpen" in one.dataset); };
</script>`;

let site: Server;
let url: string;
let isTracking = true;
let slices: ReturnType<typeof createSlices>;

beforeAll(async () => {
  site = createServer((request, response) => {
    const html = `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>${BANNER}${
      isTracking ? '<script>document.cookie = "count_id=4711; max-age=86400"</script>' : ""
    }</html>`;
    response.writeHead(request.url === "/" ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(request.url === "/" ? html : "");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
});
afterAll(() => {
  site.close();
});
beforeEach(() => {
  isTracking = true;
});

function open(browser: string | null): Promise<TestCtx> {
  return createTestCtx({
    kept: {
      ...choosingKept,
      cookies: { "count_*": { purpose: "analytics", lifetime: "14 months" } },
      scans: { sites: [url], every: "P1D", pages: 1 },
    },
    settings: { chromium: browser, variables: { TEST_SESSION_KEY: SESSION_SECRET } },
    slices: (parts) => {
      slices = createSlices(parts);
      return slices;
    },
  });
}

/** The work that repeats, done by hand. */
async function sweep(t: TestCtx): Promise<void> {
  await slices.find(({ name }) => name === "scans")?.sweeps?.[0]?.run(t.ctx);
}

async function api<T>(t: TestCtx, method: string, path: string, body?: unknown) {
  const response = await t.app.request(path, {
    method,
    headers: { ...(await t.apiKey(["scans:read", "scans:act"])), "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: (text.startsWith("{") ? JSON.parse(text) : {}) as T & { code?: string },
  };
}

const overviewOf = async (t: TestCtx) => (await api<ScanOverview>(t, "GET", "/api/scans")).body;

describe("without a browser", () => {
  test("nothing begins, the console says why, and whoever asks is told", async () => {
    await using t = await open("/nowhere/chromium");
    await sweep(t);
    const overview = await overviewOf(t);
    expect(overview.browser).toEqual({ path: null, problem: expect.stringContaining("/nowhere/chromium") });
    expect(overview.sites).toEqual([{ site: url, lastScan: null, nextAt: null }]);
    expect(await api(t, "POST", "/api/scans", { site: url })).toMatchObject({
      status: 409,
      body: { code: "scan_no_browser" },
    });
    expect((await api(t, "POST", "/api/scans", { site: "https://elsewhere.example.org/" })).body.code).toBe(
      "scan_site_unknown",
    );
  });
});

describe("by the clock", () => {
  test("a site is due when its time is over, one scan at a time; the first of several failures is told", async () => {
    // It is a program, and no browser: every scan fails.
    await using t = await open("/bin/sh");
    await sweep(t);
    await sweep(t);
    const first = await overviewOf(t);
    expect(first.scans).toMatchObject([{ site: url, state: "waiting", startedBy: "schedule" }]);
    expect((await api<SiteScan>(t, "POST", "/api/scans", { site: url })).body.id).toBe(first.scans[0]?.id);
    await t.drain();
    expect((await overviewOf(t)).sites[0]).toMatchObject({
      lastScan: { state: "failed", problem: expect.stringContaining("could not be driven") },
      nextAt: "2026-11-23T10:00:00.000Z",
    });
    const [mail, ...others] = await t.sentMail();
    expect(mail).toMatchObject({ to: "privacy@example.org", subject: `Not scanned: ${new URL(url).host}` });
    expect(others).toEqual([]);
    t.clock.set("2026-11-23T09:00:00Z");
    await sweep(t);
    expect((await overviewOf(t)).scans).toHaveLength(1);
    t.clock.set("2026-11-23T10:00:00Z");
    await sweep(t);
    await t.drain();
    expect((await overviewOf(t)).scans.map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(await t.sentMail()).toHaveLength(1);
    expect(await t.ledgerTypes()).toEqual(expect.arrayContaining(["scan.begun", "scan.asked", "scan.failed"]));
  });

  test("a scan that was cut off is lost by when it started, and told like any failure", async () => {
    await using t = await open("/bin/sh");
    await sweep(t);
    const first = (await overviewOf(t)).scans[0];
    const at = (time: string) => t.clock.set(`2026-11-22T${time}:00Z`);
    const states = async () => (await overviewOf(t)).scans.map(({ state }) => state);
    // It waited long behind others, and has begun only now.
    at("15:00");
    await t.ctx.db
      .updateTable("site_scan")
      .set({ state: "running", started_at: "2026-11-22T14:50:00Z" })
      .where("id", "=", first?.id ?? "")
      .execute();
    await sweep(t);
    expect(await states()).toEqual(["running"]);
    at("22:00");
    await sweep(t);
    expect(await states()).toEqual(["failed"]);
    await t.drain();
    expect(await t.ledgerTypes()).toContain("scan.failed");
    expect(await t.sentMail()).toHaveLength(1);
  });
});

describe("findings", () => {
  const seen = (code: FindingCode, subject: string, weight = FINDING_KINDS[code].weight): ScanFinding => ({
    ...FINDING_KINDS[code],
    code,
    subject,
    weight,
    regions: ["DE"],
    evidence: ["seen"],
  });
  const cookie = seen("before_choice", "cookie count_id");
  const host = seen("undeclared_host", "host ads.example.net");

  test("are new once, stay acknowledged, are fixed when a whole scan no longer sees them, and come back as new", async () => {
    await using t = await open(null);
    const fold = (all: readonly ScanFinding[], whole = true) =>
      t.ctx.transaction((tx) => keepFindings(tx, url, all, whole));
    const states = async () =>
      Object.fromEntries((await overviewOf(t)).findings.map(({ subject, state }) => [subject, state]));
    expect(await fold([cookie, host])).toEqual({ appeared: [cookie, host], fixed: 0 });
    const [known] = (await overviewOf(t)).findings;
    expect(known).toMatchObject({ subject: "cookie count_id", weight: "breach", state: "new" });
    const path = `/api/scan-findings/${known?.id}/acknowledge`;
    expect((await api(t, "POST", path, { why: "no" })).status).toBe(422);
    expect((await api(t, "POST", path, { why: "It goes with the next release." })).body).toMatchObject({
      state: "acknowledged",
      acknowledged: { why: "It goes with the next release." },
    });
    expect(await fold([cookie, host])).toEqual({ appeared: [], fixed: 0 });
    expect(await states()).toEqual({ "cookie count_id": "acknowledged", "host ads.example.net": "new" });
    // A page that could not be read proves nothing.
    await fold([], false);
    expect(await states()).toEqual({ "cookie count_id": "acknowledged", "host ads.example.net": "new" });
    expect(await fold([host])).toEqual({ appeared: [], fixed: 1 });
    expect((await states())["cookie count_id"]).toBe("fixed");
    expect((await api(t, "POST", path, { why: "Still needed here." })).body.code).toBe("scan_finding_fixed");
    expect((await fold([cookie, host])).appeared).toEqual([cookie]);
    expect((await overviewOf(t)).findings[0]).toMatchObject({
      subject: cookie.subject,
      state: "new",
      acknowledged: null,
    });
    // What was acknowledged and grows graver is new again.
    await api(t, "POST", `/api/scan-findings/${(await overviewOf(t)).findings[1]?.id}/acknowledge`, {
      why: "Known to the agency.",
    });
    expect((await fold([cookie, { ...host, weight: "breach" }])).appeared).toHaveLength(1);
    await t.drain();
    const types = await t.ledgerTypes();
    expect(types.filter((type) => type === "scan.finding-new")).toHaveLength(4);
    expect(types.filter((type) => type === "scan.finding-fixed")).toHaveLength(1);
    const text = JSON.stringify(await t.ctx.db.selectFrom("ledger_entry").select("content").execute());
    expect(text).not.toContain("count_id");
  });
});

describe.skipIf(chromium === null)(`with a browser${whySkipped}`, () => {
  test("a cookie before a choice is found and told; once it is gone, it is fixed", { timeout: 240_000 }, async () => {
    await using t = await open(chromium);
    const lead = await t.signIn("privacy-lead");
    expect(lead.actor.permissions).toContain("scans:act");
    const asked = await api<SiteScan>(t, "POST", "/api/scans", { site: url });
    expect(asked.status).toBe(202);
    await t.drain();
    const first = (await api<SiteScanDetail>(t, "GET", `/api/scans/${asked.body.id}`)).body;
    expect(first).toMatchObject({ state: "done", startedBy: "operator", pages: 1, whole: true, since: null });
    expect(first.findings).toContainEqual(
      expect.objectContaining({ code: "before_choice", subject: "cookie count_id", weight: "breach" }),
    );
    const [mail] = await t.sentMail();
    expect(mail).toMatchObject({ to: "operator1@example.org", subject: expect.stringContaining("not allowed") });
    expect(mail?.text).toContain("cookie count_id");
    const report = await api(t, "GET", `/api/scans/${asked.body.id}/report`);
    expect(report.text).toContain("cookie count_id");
    expect(JSON.stringify([first, report.text, mail])).not.toContain("4711");

    isTracking = false;
    t.clock.set("2026-11-23T10:00:00Z");
    await sweep(t);
    await t.drain();
    const overview = await overviewOf(t);
    const last = overview.sites[0]?.lastScan;
    expect(last).toMatchObject({ state: "done", startedBy: "schedule", counts: { breach: 0 } });
    expect(overview.findings.find(({ code }) => code === "before_choice")).toMatchObject({ state: "fixed" });
    const { since } = (await api<SiteScanDetail>(t, "GET", `/api/scans/${last?.id}`)).body;
    expect(since?.scan).toBe(asked.body.id);
    expect(since?.gone).toContainEqual(expect.objectContaining({ code: "before_choice", subject: "cookie count_id" }));
    expect(await t.sentMail()).toHaveLength(1);
    expect(await t.ledgerTypes(last?.id)).toEqual(["scan.begun", "scan.done"]);
  });
});
