/** Questions about a system in the console, in a browser: shown, kept in the map's file, taken back, on every kind of screen. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readSettings } from "@kept/server/config";
import { type RunningKept, startKept } from "@kept/server/main";
import { prepareDataDir } from "@kept/server/platform/testing/prepared-database";
import { testKept } from "@kept/server/platform/testing/test-kept";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectPage, launchBrowser, NARROW, openVisitor, type Visitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { signIn } from "./testing/journeys.ts";

/** People under a noun that nobody knows, keys that no table is called, a role that nobody knows, an address of nobody. */
const SCHEMA = `
  CREATE TABLE zorgel (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT UNIQUE);
  CREATE TABLE bookings (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), seat TEXT);
  CREATE TABLE luggage (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), weight INTEGER);
  CREATE TABLE complaints (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), body TEXT);
  CREATE TABLE complaint_photos (id INTEGER PRIMARY KEY, complaint_id INTEGER NOT NULL REFERENCES complaints(id), path TEXT);
  CREATE TABLE gates (id INTEGER PRIMARY KEY, label TEXT, glemser_id INTEGER NOT NULL REFERENCES customers(id));
  CREATE TABLE runways (id INTEGER PRIMARY KEY, label TEXT, glemser_id INTEGER NOT NULL REFERENCES customers(id));
  CREATE TABLE meals (id INTEGER PRIMARY KEY, blorp_id INTEGER, dish TEXT);
  CREATE TABLE lounges (id INTEGER PRIMARY KEY, blorp_id INTEGER, visits INTEGER);
  CREATE TABLE miles (id INTEGER PRIMARY KEY, blorp_id INTEGER, amount INTEGER);
  CREATE TABLE security_scans (id INTEGER PRIMARY KEY, ip_address TEXT, scanner_id INTEGER, passed INTEGER);
  INSERT INTO zorgel VALUES (1, 'Ada Beispiel'), (2, 'Ben Muster');
`;
const MAP = `# Reviewed in spring.
system: airline
tables:
    # Nothing about anybody.
    runway_lights: {public: true}   # lamps
`;

describe.skipIf(chromiumPath === null)(`questions about a system${whySkipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-questions-"));
  const mapFile = join(folder, "airline.map.yaml");
  let kept: RunningKept;
  let browser: Browser;
  let operator: Visitor;
  const address = () => `${kept.url}/console/systems/airline?view=questions`;
  const readMap = () => readFileSync(mapFile, "utf8");

  beforeAll(async () => {
    const path = join(folder, "airline.db");
    const database = new DatabaseSync(path);
    database.exec(`${SCHEMA} CREATE TABLE runway_lights (id INTEGER PRIMARY KEY, colour TEXT);`);
    database.close();
    writeFileSync(mapFile, MAP);
    const dataDir = join(folder, "data");
    await prepareDataDir(dataDir);
    [kept, browser] = await Promise.all([
      startKept({
        folder,
        kept: { ...testKept, systems: { airline: { url: `sqlite://${path}`, title: "Airline" } } },
        settings: readSettings({ KEPT_PORT: "0", KEPT_DATA_DIR: dataDir, KEPT_LOG_LEVEL: "silent" }),
      }),
      launchBrowser(),
    ]);
    operator = await openVisitor(browser);
    const lead = { name: "Robin Sommer", email: "robin@example.org", role: "privacy-lead" } as const;
    await signIn(operator.page, await kept.createOperatorSignInLink(lead));
  });
  afterAll(async () => {
    await browser?.close();
    await kept?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("stand one after the other; an answer is shown before it is kept, and taken back afterwards", async () => {
    const { page } = operator;
    await page.goto(address());
    await page.getByRole("heading", { name: "5 questions are open" }).waitFor();
    const open = page.getByRole("button", { expanded: true });
    expect(await open.textContent()).toContain("zorgel");
    await page.getByText("In the catalogue").click();
    await page.getByText("zorgel: id INTEGER, full_name TEXT (name of a person)").waitFor();
    await page.getByRole("button", { name: /^people/ }).click();
    const difference = page.getByRole("region", { name: "What it would change" });
    await difference.getByText("tables › zorgel › subject: true").waitFor();
    await difference.getByText("complaint_id → complaints: part").waitFor();
    expect(await inspectPage(operator, "questions-wide", operator.complaints.length)).toEqual([]);
    // So far it was only looked at.
    expect(readMap()).toBe(MAP);

    await page.getByRole("button", { name: "Keep this answer" }).click();
    await page.getByRole("heading", { name: "3 questions are open" }).waitFor();
    expect(readMap()).toBe(`${MAP}    zorgel:\n        subject: true\n`);
    // The keyboard goes on with the next question.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("blorp_id");

    await page.getByRole("button", { name: /glemser_id/ }).click();
    await page.getByRole("button", { name: /^they acted on it/ }).click();
    await difference.getByText("glemser_id → customers: actor, was owner").first().waitFor();
    await page.getByRole("button", { name: "Keep this answer" }).click();
    await page.getByRole("heading", { name: "2 questions are open" }).waitFor();
    expect(readMap()).toContain("naming:\n    glemser_id -> customers: actor\n");

    // The older of the two; the newer stays.
    const row = page.getByRole("table", { name: "Answered" }).getByRole("row").filter({ hasText: "zorgel" });
    await row.getByRole("button", { name: "Take back" }).click();
    await row.getByText("taken back").waitFor();
    await page.getByRole("heading", { name: "4 questions are open" }).waitFor();
    expect(readMap()).not.toContain("zorgel");
    expect(readMap()).toContain("glemser_id -> customers: actor");
    expect(readMap()).toContain("    # Nothing about anybody.\n    runway_lights: {public: true}   # lamps\n");
  });

  it("are led to from where proposals are accepted and from what stops erasure", async () => {
    const { page } = operator;
    await page.goto(`${kept.url}/console/systems/airline?view=findings`);
    await page.getByRole("link", { name: "Answer 4 questions" }).click();
    await page.getByRole("heading", { name: "4 questions are open" }).waitFor();
  });

  it("fit every screen, light and dark", async () => {
    const variants = {
      narrow: { viewport: NARROW },
      dark: { colorScheme: "dark" },
      "narrow-dark": { viewport: NARROW, colorScheme: "dark" },
    } as const;
    const { cookies } = await operator.context.storageState();
    for (const [name, options] of Object.entries(variants)) {
      await using visitor = await openVisitor(browser, options);
      await visitor.context.addCookies(cookies);
      await visitor.page.goto(address());
      await visitor.page.getByRole("button", { name: /^people/ }).click();
      await visitor.page.getByText("tables › zorgel › subject: true").waitFor();
      expect(await inspectPage(visitor, `questions-${name}`, 0)).toEqual([]);
    }
  });

  it("shows values to who asks for them", async () => {
    const { page } = operator;
    await page.goto(address());
    await page.getByRole("button", { name: "Show some values" }).click();
    await page.getByText("Ada Beispiel").waitFor();
    expect(await inspectPage(operator, "questions-values", operator.complaints.length)).toEqual([]);
  });

  it("lead on from a finding to its answer", async () => {
    const { page } = operator;
    await page.goto(`${kept.url}/console/systems/airline?view=findings`);
    // The doubt about a name is one, with the line that answers it, whatever tables it is in.
    const doubt = page.getByRole("listitem").filter({ hasText: "naming_question" });
    await doubt.getByText("blorp_id looks like a key in 3 tables").waitFor();
    expect(await doubt.count()).toBe(1);
    expect(await inspectPage(operator, "findings", operator.complaints.length)).toEqual([]);
    const finding = page.getByRole("listitem").filter({ hasText: "security_scans" });
    await finding.getByRole("link", { name: "Answer", exact: true }).click();
    await page.getByRole("button", { expanded: true }).filter({ hasText: "security_scans" }).waitFor();
    await page.getByRole("button", { name: /^nothing about anybody/ }).click();
    await page.getByText("tables › security_scans › public: true").waitFor();
  });

  it("a map that cannot be read is shown with its wrong line, and repaired there", async () => {
    const { page } = operator;
    const good = readMap();
    const bad = good.replace("tables:\n", "tables:\n    gates: { subjekt: true }\n");
    const line = bad.split("\n").findIndex((text) => text.includes("subjekt")) + 1;
    writeFileSync(mapFile, bad);
    await page.goto(`${kept.url}/console/systems/airline`);
    await page.getByText("The map cannot be read").first().waitFor();
    expect(await inspectPage(operator, "map-broken-graph", operator.complaints.length)).toEqual([]);
    await page.getByRole("link", { name: "Look at the map" }).click();
    const problems = page.getByRole("alert", { name: "What is wrong with the map" });
    await problems.getByText(`Line ${line}`).waitFor();
    await problems.getByText("did you mean subject?").waitFor();
    expect(await inspectPage(operator, "map-broken", operator.complaints.length)).toEqual([]);
    const { cookies } = await operator.context.storageState();
    for (const [name, options] of Object.entries({
      narrow: { viewport: NARROW },
      dark: { colorScheme: "dark" },
      "narrow-dark": { viewport: NARROW, colorScheme: "dark" },
    } as const)) {
      await using visitor = await openVisitor(browser, options);
      await visitor.context.addCookies(cookies);
      await visitor.page.goto(`${kept.url}/console/systems/airline?view=map`);
      await visitor.page.getByRole("button", { name: "Repair" }).click();
      await visitor.page.getByRole("button", { name: "Check", exact: true }).click();
      await visitor.page.getByRole("button", { name: `Line ${line}` }).waitFor();
      expect(await inspectPage(visitor, `map-repair-${name}`, 0)).toEqual([]);
    }

    await page.getByRole("button", { name: "Repair" }).click();
    await page.getByRole("button", { name: `Line ${line}` }).click();
    const area = page.getByRole("textbox", { name: "Map" });
    const selected = await area.evaluate((field: HTMLTextAreaElement) =>
      field.value.slice(field.selectionStart, field.selectionEnd),
    );
    expect(selected).toContain("subjekt");
    await area.fill(bad.replace("subjekt", "subject"));
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("It can be read. What stands there now cannot").waitFor();
    await page.getByRole("button", { name: "Check and save" }).click();
    await page.getByText("The map is saved.").waitFor();
    expect(readMap()).toBe(bad.replace("subjekt", "subject"));
    writeFileSync(mapFile, good);
  });

  it("what somebody else has changed meanwhile is shown beside, and not written over", async () => {
    const { page } = operator;
    const good = readMap();
    await page.goto(`${kept.url}/console/systems/airline?view=map`);
    await page.getByRole("button", { name: "Edit" }).click();
    const area = page.getByRole("textbox", { name: "Map" });
    await area.fill(`${good}# mine\n`);
    writeFileSync(mapFile, `${good}# theirs\n`);
    await page.getByRole("button", { name: "Check and save" }).click();
    const overtaken = page.getByRole("alert", { name: "Changed meanwhile" });
    await overtaken.getByText("# theirs").waitFor();
    await overtaken.getByText("# mine").waitFor();
    expect(readMap()).toBe(`${good}# theirs\n`);
    expect(await page.getByRole("button", { name: "Check and save" }).isDisabled()).toBe(true);
    operator.forgive(/409/);
    expect(await inspectPage(operator, "map-overtaken", operator.complaints.length)).toEqual([]);
    await page.getByRole("button", { name: "Go on with mine, over it" }).click();
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("It says the same, in other words.").waitFor();
    await page.getByRole("button", { name: "Check and save" }).click();
    await page.getByText("The map is saved.").first().waitFor();
    expect(readMap()).toBe(`${good}# mine\n`);
    writeFileSync(mapFile, good);
  });
});
