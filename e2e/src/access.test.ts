/** A person asks for their data on the website and reads it at home, offline; an operator decides in between. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PackageManifestSchema } from "@kept/contract/packages";
import { unzipSync } from "fflate";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, listBarriers, openVisitor, shoot, shootScreen, type Visitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually, openWaitingRequest, signIn } from "./testing/journeys.ts";
import { linkOf } from "./testing/mailbox.ts";
import { runCommand } from "./testing/run-command.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";
import { listCanaries, queryRows } from "./testing/shop-data.ts";

const ADA = "ada@example.org";

describe.skipIf(chromiumPath === null)(`access${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  let person: Visitor;
  let operator: Visitor;
  let statusLink = "";
  let requestId = "";
  let zip = new Uint8Array();
  const folder = mkdtempSync(join(tmpdir(), "kept-e2e-package-"));

  beforeAll(async () => {
    [example, browser] = await Promise.all([runExample({ seed: false, waiting: "PT2S" }), launchBrowser()]);
    person = await openVisitor(browser);
    operator = await openVisitor(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is asked for from the website's footer, and confirmed by a button, never by opening the link", async () => {
    const { page } = person;
    await page.goto(example.website);
    await shoot(page, "website-home");
    await page.getByRole("contentinfo").getByRole("link", { name: "Privacy centre" }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shoot(page, "centre-home");
    await page.getByRole("link", { name: /copy of your data/i }).click();
    await shoot(page, "centre-access-form");
    await page.getByLabel("Your e-mail address").fill(ADA);
    await page.getByRole("button", { name: "Ask for my data" }).click();
    await page.getByRole("heading", { level: 1, name: "Look in your mailbox" }).waitFor();
    await shoot(page, "centre-check-mail");

    const confirmation = await example.mailbox.take(ADA, /confirm your request/);
    expect(confirmation.headers.get("content-type")).toMatch(/^multipart\/alternative/);
    expect(confirmation.headers.get("auto-submitted")).toBe("auto-generated");
    const link = linkOf(confirmation);
    // A mail program that opens every link of a message must not confirm anything, however often it does.
    for (let round = 0; round < 3; round += 1) expect((await fetch(link)).status).toBe(200);
    expect((await fetch(link, { method: "HEAD" })).status).toBe(200);
    expect(example.mailbox.waiting).toEqual([]);
    await page.goto(link);
    await shoot(page, "centre-confirm");
    await page.getByRole("button", { name: "Yes, I asked for this" }).click();
    await page.getByRole("heading", { level: 1, name: /Confirmed/ }).waitFor();
    await shoot(page, "centre-confirmed");

    statusLink = linkOf(await example.mailbox.take(ADA, /We received your request/));
    const used = await page.goto(link);
    expect(used?.status()).toBe(410);
    await page.getByRole("heading", { level: 1, name: "This link was used already" }).waitFor();
    person.forgive(/status of 410/);
  });

  it("has a status page that tells the day of the answer", async () => {
    const { page } = person;
    await page.goto(statusLink);
    await page.getByRole("heading", { level: 1, name: "Copy of your data" }).waitFor();
    expect(await page.getByText("Answer by").count()).toBeGreaterThan(0);
    await shoot(page, "centre-status-access");
    // The address of the person stands neither on the page nor in its address.
    expect(await page.content()).not.toContain(ADA);
    expect(page.url()).not.toContain("ada");
  });

  it("lets the operator in by the printed link, once", async () => {
    const link = await example.signInLink();
    await operator.page.goto(link);
    await shoot(operator.page, "sign-in-link");
    await signIn(operator.page, link);
    await using second = await openVisitor(browser);
    await second.page.goto(link);
    await second.page.getByRole("button", { name: "Sign in" }).click();
    await eventually(async () => /used already/i.test(await second.page.content()), "it says used");
    await shoot(second.page, "sign-in-link-used");
    await second.page.goto(`${example.url}/console/`);
    await eventually(async () => /Sign in to the console/i.test(await second.page.content()), "nobody is signed in");
    await shoot(second.page, "console-signed-out");
  });

  it("shows the operator the request, the plan and the rows, and records the look", async () => {
    const { page } = operator;
    await openWaitingRequest(page, `${example.url}/console`, "Access");
    requestId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await shoot(page, "console-request-access");
    const before = await ledgerTypes();
    await page.getByRole("button", { name: "Rows of orders" }).click();
    const panel = page.getByRole("dialog");
    await panel.getByText("This look is in the ledger").waitFor();
    const order = queryRows(
      example.shop,
      "SELECT order_number FROM orders JOIN accounts ON accounts.id = account_id WHERE email = ? ORDER BY orders.id LIMIT 1",
      ADA,
    )[0]?.["order_number"];
    await panel.getByText(String(order)).first().waitFor();
    await shootScreen(page, "console-rows");
    await page.keyboard.press("Escape");
    await eventually(
      async () => (await ledgerTypes()).filter((type) => type === "request.rows-viewed").length === 1,
      "the look is in the ledger",
    );
    expect(before).not.toContain("request.rows-viewed");
  });

  it("runs when it is approved, and says so by itself", async () => {
    const { page } = operator;
    await page.getByRole("button", { name: "Approve…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/will go into the package/).waitFor();
    await shootScreen(page, "console-approve-access");
    await dialog.getByRole("button", { name: "Approve", exact: true }).click();
    // No reload: the page follows the run.
    await page.getByRole("heading", { level: 2, name: "Done" }).waitFor();
    await page.getByText("Verified").first().waitFor();
    await shoot(page, "console-request-access-done");
  });

  it("answers with a package that opens offline and accounts for itself", async () => {
    const { page } = person;
    await page.goto(linkOf(await example.mailbox.take(ADA, /is ready/)));
    await page.getByRole("heading", { level: 1, name: "Your data is ready" }).waitFor();
    await shoot(page, "centre-package");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download my data" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    zip = new Uint8Array(readFileSync(await download.path()));
    const files = unzipSync(zip);
    const manifest = PackageManifestSchema.parse(
      JSON.parse(Buffer.from(files["manifest.json"] ?? []).toString("utf8")),
    );
    expect(manifest.rows).toBeGreaterThan(20);
    expect(
      Object.keys(files)
        .filter((name) => name !== "manifest.json" && !name.endsWith("/"))
        .sort(),
    ).toEqual(manifest.files.map(({ path }) => path).sort());
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = files[path] ?? new Uint8Array();
      expect([path, content.length, createHash("sha256").update(content).digest("hex")]).toEqual([path, bytes, sha256]);
    }
    for (const [path, content] of Object.entries(files)) {
      if (path.endsWith("/")) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    await using reader = await openVisitor(browser, { offline: true });
    await reader.page.goto(pathToFileURL(join(folder, "index.html")).href);
    await shoot(reader.page, "package-index");
    await shootScreen(reader.page, "package-index-top");
    expect(await listBarriers(reader.page)).toEqual([]);
    expect(reader.complaints).toEqual([]);
    await reader.page.setViewportSize({ width: 360, height: 740 });
    await shootScreen(reader.page, "package-index-narrow");
    expect(await overflow(reader)).toBe(0);
  });

  it("holds what is Ada's and nobody else", () => {
    const files = Object.entries(unzipSync(zip)).filter(([path]) => /\.(html|json|csv|txt)$/.test(path));
    const everything = files.map(([, content]) => Buffer.from(content).toString("utf8")).join("\n");
    const [ada] = queryRows(example.shop, "SELECT * FROM accounts WHERE email = ?", ADA);
    const columns = ["email", "full_name", "phone", "birth_date"];
    expect(columns.filter((column) => !everything.includes(String(ada?.[column])))).toEqual([]);
    expect(everything.includes(String(ada?.["password_hash"]))).toBe(false);
    // Known by choice (maps/shop.yaml): whom Ada invited is what Ada herself typed in.
    const invited = queryRows(
      example.shop,
      "SELECT friend_email FROM referrals JOIN accounts ON accounts.id = referrer_id WHERE email = ?",
      ADA,
    ).map((row) => String(row["friend_email"]));
    const canaries = listCanaries([example.shop, example.archive], [ADA]);
    expect(canaries.size).toBeGreaterThan(500);
    const leaks = files.flatMap(([path, content]) => {
      const text = Buffer.from(content).toString("utf8");
      return [...canaries]
        .filter((canary) => !invited.includes(canary) && text.includes(canary))
        .map((one) => `${path}: ${one}`);
    });
    expect(leaks).toEqual([]);
  });

  it("leaves a receipt, and a ledger that the command line finds whole", async () => {
    const { page } = person;
    await page.goto(statusLink);
    await shoot(page, "centre-status-access-done");
    await page.getByRole("link", { name: "See the receipt" }).click();
    await page.getByText("DONE", { exact: true }).waitFor();
    await shoot(page, "centre-receipt-access");
    await operator.page.goto(`${example.url}/console/requests/${requestId}/receipt`);
    await operator.page.getByRole("heading", { level: 1 }).waitFor();
    await shoot(operator.page, "console-receipt");
    const types = await ledgerTypes();
    for (const type of [
      "request.submitted",
      "request.verified",
      "request.planned",
      "request.rows-viewed",
      "request.approved",
      "request.started",
      "request.package-ready",
      "request.package-fetched",
      "request.done",
    ])
      expect(types).toContain(type);
    const apiKey = await example.kept.createApiKey("Verifier", ["ledger:read"]);
    const ran = await runCommand(["ledger", "verify"], { dataDir: folder, server: example.url, apiKey });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("The ledger is whole.") });
  });

  it("asks for the address again when a lost link is wanted, and for a stranger does the same", async () => {
    await using stranger = await openVisitor(browser);
    const answers: string[] = [];
    for (const email of [ADA, "nobody.anywhere@example.org"]) {
      await stranger.page.goto(`${example.url}/privacy/find`);
      await stranger.page.getByLabel("Your e-mail address").fill(email);
      await stranger.page.getByRole("button", { name: "Send me the links" }).click();
      await stranger.page.getByRole("heading", { level: 1, name: "Look in your mailbox" }).waitFor();
      answers.push((await stranger.page.content()).replaceAll(email, "(address)"));
    }
    expect(answers[1]).toBe(answers[0]);
    const link = linkOf(await example.mailbox.take(ADA, /^Link to your request/));
    await stranger.page.goto(link);
    await stranger.page.getByRole("heading", { level: 1, name: "Copy of your data" }).waitFor();
    expect(example.mailbox.waiting.filter((mail) => mail.to.startsWith("nobody"))).toEqual([]);
    expect(stranger.complaints).toEqual([]);
  });

  it("treats an unknown address like a known one, and says only in the answer that nothing is held", async () => {
    await using stranger = await openVisitor(browser);
    const emails = ["carl.unknown@example.org", knownEmail()];
    const pages: string[][] = [];
    const mails: string[][] = [];
    for (const email of emails) {
      const seen: string[] = [];
      const keep = async () => {
        const content = (await stranger.page.content()).replaceAll(email, "(address)");
        seen.push(content.replace(/\/privacy\/prove\/[\w-]+/g, "/privacy/prove/(token)"));
      };
      await stranger.page.goto(`${example.url}/privacy/access`);
      await stranger.page.getByLabel("Your e-mail address").fill(email);
      await stranger.page.getByRole("button", { name: "Ask for my data" }).click();
      await stranger.page.getByRole("heading", { level: 1, name: "Look in your mailbox" }).waitFor();
      await keep();
      const mail = await example.mailbox.take(email, /confirm your request/);
      const link = linkOf(mail);
      const token = link.split("/").at(-1)?.split("?")[0] ?? "";
      const timeless = (text: string) =>
        text
          .replaceAll(email, "(address)")
          .replaceAll(token, "(token)")
          .replace(/\b\d{3} \d{3}\b/g, "(code)")
          .replace(/\d{1,2}:\d{2}( [AP]M)?/g, "(time)");
      mails.push([mail.subject, timeless(mail.text), timeless(mail.html)]);
      await stranger.page.goto(link);
      seen.push(timeless(await stranger.page.content()));
      await confirm(stranger);
      seen.push(timeless(await stranger.page.content()));
      pages.push(seen);
    }
    expect(pages[1]).toEqual(pages[0]);
    expect(mails[1]).toEqual(mails[0]);
    const [unknown = ""] = emails;
    const answer = await example.mailbox.take(unknown, /^Answer to your request/);
    expect(answer.text).toContain("We found nothing about you");
    await stranger.page.goto(linkOf(answer));
    await shoot(stranger.page, "centre-status-nothing");
    expect(stranger.complaints).toEqual([]);
  });

  it("made neither browser complain", () => {
    expect([...person.complaints, ...operator.complaints]).toEqual([]);
  });

  async function confirm(visitor: Visitor): Promise<void> {
    await visitor.page.getByRole("button", { name: "Yes, I asked for this" }).click();
    await visitor.page.getByRole("heading", { level: 1, name: /Confirmed/ }).waitFor();
  }

  function knownEmail(): string {
    return String(
      queryRows(example.shop, "SELECT email FROM accounts WHERE email <> ? ORDER BY id LIMIT 1", ADA)[0]?.["email"],
    );
  }

  async function ledgerTypes(): Promise<readonly string[]> {
    const response = await operator.page.request.get(
      `${example.url}/api/ledger/entries?limit=200&subject=${requestId}`,
    );
    expect(response.status()).toBe(200);
    const { entries } = (await response.json()) as { entries: { content: { type: string } | null }[] };
    return entries.map(({ content }) => content?.type ?? "");
  }

  /** Pixels by which the page is wider than the window. */
  async function overflow(visitor: Visitor): Promise<number> {
    return await visitor.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }
});
