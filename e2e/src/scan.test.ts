/** `kept scan` on a site that does not do as it says, and on the example, which does. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ScanReport } from "@kept/scan/report-html";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLeakySite } from "./scan-fixture/leaky-site.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { exampleFolder } from "./testing/example-folder.ts";
import { runCommand } from "./testing/run-command.ts";
import { runExample } from "./testing/run-example.ts";

const kept = (...args: readonly string[]) => runCommand(args, { dataDir: tmpdir() });

describe.skipIf(chromiumPath === null)(`kept scan${whySkipped}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kept-scan-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("finds what a site does before, without and against a choice, and what it has not declared", async () => {
    await using site = await startLeakySite();
    const config = join(folder, "kept.config.mjs");
    writeFileSync(
      config,
      `export default ${JSON.stringify(declaration({ [site.counter]: "statistics", "gone.example.org": "statistics" }))}`,
    );
    const page = join(folder, "report.html");
    const ran = await kept("scan", site.url, "--config", config, "--out", page, "--json");
    expect(ran.err).toBe("");
    expect(ran.code).toBe(3);
    const report = JSON.parse(ran.out) as ScanReport;
    const found = report.findings.map(({ code, subject }) => `${code} ${subject.replace(/:\d+/g, "")}`);
    expect(found).toEqual([
      "after_refusal cookie ad_id",
      "after_refusal host 127.0.0.1",
      "after_withdrawal cookie ad_id",
      "after_withdrawal cookie count_id",
      "after_withdrawal host 127.0.0.1",
      "after_withdrawal host 127.0.0.2",
      "after_withdrawal local-storage count_queue",
      "before_choice cookie ad_id",
      "before_choice host 127.0.0.1",
      "no_way_back banner of http://127.0.0.1",
      "refusing_takes_longer banner of http://127.0.0.1",
      "outlives_declaration cookie count_id",
      "undeclared_entry cookie ad_id",
      "undeclared_entry local-storage count_queue",
      "undeclared_host host 127.0.0.1",
      "declared_unseen entry old_*",
      "declared_unseen host gone.example.org",
      "tells_browsers_apart script http://127.0.0.1/",
    ]);
    expect(report.proposed.cookies).toContain(
      '"count_queue": { purpose: "TODO", lifetime: "until it is removed", storage: "local-storage" },',
    );
    expect(report.regions[0]?.states[0]?.pages).toEqual([site.url, `${site.url}/about`]);
    // Who set it is known, and nothing is written down that follows a question mark.
    expect(ran.out).toContain(`script http://${site.counter}/count.js`);
    expect(ran.out).toContain(`header of ${site.adverts}`);
    expect(ran.out).not.toContain("visitor=1");
    // Nothing was sent, nothing opened that robots.txt or the origin rules out.
    expect(site.asked.filter((path) => !["/", "/about", "/robots.txt", "/favicon.ico"].includes(path))).toEqual([]);
    expect(readFileSync(page, "utf8")).toContain("Not allowed, and done");
  });

  it("holds a Californian visitor to Californian rules: allowed until a no, and the signal is one", async () => {
    await using site = await startLeakySite();
    const config = join(folder, "california.config.mjs");
    const hosts = { [site.counter]: "statistics", [site.adverts]: "adverts" };
    writeFileSync(config, `export default ${JSON.stringify(declaration(hosts))}`);
    const where = ["--region", "US-CA", "--country-header", "x-country", "--pages", "1"];
    const states = ["before", "signal"].flatMap((state) => ["--state", state]);
    const ran = await kept("scan", site.url, "--config", config, ...where, ...states, "--json");
    const { findings } = JSON.parse(ran.out) as ScanReport;
    const about = findings.filter(({ subject }) => subject === `host ${site.adverts}`);
    expect(about.map(({ code, regions }) => [code, regions])).toEqual([["against_signal", ["US-CA"]]]);
    expect(about[0]?.evidence[0]).toContain("with Global Privacy Control: image 127.0.0.1");
  });

  it("finds nothing on the example: its banner holds what it declares", async () => {
    await using example = await runExample({ seed: false, waiting: "PT10M" });
    const ran = await kept(
      "scan",
      example.website,
      "--config",
      join(exampleFolder, "kept.config.ts"),
      "--pages",
      "1",
      "--json",
    );
    const report = JSON.parse(ran.out) as ScanReport;
    expect(report.findings.filter(({ weight }) => weight !== "note")).toEqual([]);
    expect(ran.code).toBe(0);
    const [region] = report.regions;
    expect(region?.states.map(({ uses }) => uses)).toMatchObject([
      {},
      { accept: { clicks: 1, way: "hooks" } },
      { reject: { clicks: 1, way: "hooks" } },
      { accept: { clicks: 1 }, withdraw: { clicks: 2, way: "hooks" } },
      {},
    ]);
    // After a yes the trackers are really asked: the scan would have seen them in the other states.
    const after = region?.states.find(({ state }) => state === "accepted");
    expect(after?.requests.map(({ host }) => host)).toContain("video.example.org");
  });

  it("says what is missing", async () => {
    const noBrowser = await kept(
      "scan",
      "http://127.0.0.1:1",
      "--config",
      join(exampleFolder, "kept.config.ts"),
      "--browser",
      "/nowhere",
    );
    expect(noBrowser).toMatchObject({ code: 2, out: "" });
    expect(noBrowser.err).toContain("There is no program /nowhere");
    const noSite = await kept("scan", "http://127.0.0.1:1", "--config", join(exampleFolder, "kept.config.ts"));
    expect(noSite).toMatchObject({ code: 1, out: "" });
    expect(noSite.err).toContain("cannot be opened");
    const noHeader = await kept(
      "scan",
      "http://127.0.0.1:1",
      "--config",
      join(exampleFolder, "kept.config.ts"),
      "--region",
      "DE",
    );
    expect(noHeader.code).toBe(2);
    expect(noHeader.err).toContain("--country-header");
  });
});

function declaration(hosts: Readonly<Record<string, string>>) {
  const purpose = { categories: ["online"], retention: "a year" };
  return {
    controller: {
      name: "Leaky GmbH",
      address: ["Lindenhof 4"],
      country: "DE",
      email: "privacy@leaky.example.org",
      zone: "Europe/Berlin",
    },
    regimes: ["eea", "us-ca", "default"],
    purposes: {
      shop: { ...purpose, title: "Run the shop", basis: { default: "contract" } },
      statistics: {
        ...purpose,
        title: "Count",
        basis: { default: "consent", "us-ca": "none-required" },
        askedIn: ["banner"],
      },
      adverts: {
        ...purpose,
        title: "Show adverts",
        basis: { default: "consent", "us-ca": "none-required" },
        sale: true,
      },
    },
    cookies: {
      basket: { purpose: "shop", lifetime: "until the browser is closed" },
      said: { purpose: "shop", lifetime: "until it is removed", storage: "local-storage" },
      count_id: { purpose: "statistics", lifetime: "6 months" },
      "old_*": { purpose: "statistics", lifetime: "1 year" },
    },
    banner: { hosts },
    centre: { brand: "Leaky" },
  };
}
