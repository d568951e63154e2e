/** Every page as everybody meets it: with a screen reader, a keyboard, a narrow or dark screen, in German, without scripts. */
import { readFileSync } from "node:fs";
import { inviteToChoices } from "@kept/contract/person-endpoints";
import { createClient } from "@kept/sdk/client";
import { verifyReceipt } from "@kept/server/choices/verify-receipt";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  inspectPage,
  launchBrowser,
  listBarriers,
  NARROW,
  openVisitor,
  shoot,
  VARIANTS,
  type Visitor,
  withLanguage,
} from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually, signIn } from "./testing/journeys.ts";
import { linkOf } from "./testing/mailbox.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";
import { queryRows } from "./testing/shop-data.ts";

interface PageToSee {
  readonly name: string;
  readonly address: string;
  /** Shown once the page has what it shows. @defaultValue its main heading */
  readonly ready?: string;
}

describe.skipIf(chromiumPath === null)(`every page${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  let operator: Visitor;

  beforeAll(async () => {
    [example, browser] = await Promise.all([runExample({ seed: true, waiting: "PT10M" }), launchBrowser()]);
    operator = await openVisitor(browser);
    await signIn(operator.page, await example.signInLink());
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
  });

  it("of the centre has no barriers and no complaints, and fits a narrow screen, light and dark, in both languages", async () => {
    const links = await centreLinks();
    for (const [variant, options] of Object.entries(VARIANTS)) {
      await using visitor = await openVisitor(browser, options.context);
      for (const { name, address } of links) {
        const faults = await look(visitor, {
          name: `${name}-${variant}`,
          address: withLanguage(address, options.language),
        });
        expect(faults).toEqual([]);
        expect(await visitor.page.locator("html").getAttribute("lang")).toBe(options.language);
      }
    }
  });

  it("of the preference centre is everybody's, wide and on 320 pixels, and gives the receipt as a file", async () => {
    const [reader] = queryRows(
      example.shop,
      `SELECT email FROM newsletter_subscribers WHERE confirmed_at IS NOT NULL AND unsubscribed_at IS NULL
       AND email NOT LIKE 'ada@%' ORDER BY id LIMIT 1`,
    );
    const apiKey = await example.kept.createApiKey("Preference centre", ["choices:act"]);
    const client = createClient({ server: example.url, apiKey });
    const body = { kind: "email", value: String(reader?.["email"]) } as const;
    const { url } = await client.call(inviteToChoices, { body });
    const pages: readonly PageToSee[] = [
      { name: "choices-ask", address: `${example.url}/privacy/choices` },
      { name: "choices", address: url },
      { name: "choices-history", address: `${url}/history` },
    ];
    const faults: string[] = [];
    for (const [variant, width] of Object.entries({ wide: 1280, smallest: 320 })) {
      await using visitor = await openVisitor(browser, { viewport: { width, height: 800 } });
      for (const page of pages) faults.push(...(await look(visitor, { ...page, name: `${page.name}-${variant}` })));
      const { page } = visitor;
      const waiting = page.waitForEvent("download");
      await page.locator('a[href*="/receipts/"]').first().click();
      const file = await (await waiting).path();
      expect(verifyReceipt(readFileSync(file, "utf8"))).toMatchObject({ valid: true });
    }
    expect(faults).toEqual([]);
  });

  it("of the console has no barriers and no complaints, wide, narrow and dark", { timeout: 300_000 }, async () => {
    const console = `${example.url}/console`;
    const ids = await listRequestIds();
    const pages: readonly PageToSee[] = [
      { name: "requests-to-decide", address: `${console}/requests` },
      { name: "requests-closed", address: `${console}/requests?phase=closed` },
      { name: "requests-none", address: `${console}/requests?search=nobody-at-all@example.org` },
      { name: "request-access", address: `${console}/requests/${ids.access}`, ready: 'table[aria-label^="Plan for"]' },
      {
        name: "request-erasure",
        address: `${console}/requests/${ids.erasure}`,
        ready: 'table[aria-label^="Plan for"]',
      },
      { name: "request-refused", address: `${console}/requests/${ids.refused}` },
      { name: "receipt", address: `${console}/requests/${ids.done}/receipt` },
      { name: "inbox", address: `${console}/inbox` },
      { name: "mandates", address: `${console}/mandates` },
      { name: "batches", address: `${console}/batches` },
      { name: "complaints", address: `${console}/complaints` },
      { name: "children", address: `${console}/children` },
      { name: "recipients", address: `${console}/recipients` },
      { name: "choices", address: `${console}/choices` },
      { name: "imports", address: `${console}/imports` },
      { name: "instructions", address: `${console}/instructions` },
      { name: "messages", address: `${console}/messages` },
      { name: "scans", address: `${console}/scans` },
      { name: "systems", address: `${console}/systems` },
      { name: "system-graph", address: `${console}/systems/shop` },
      { name: "system-tables", address: `${console}/systems/shop?view=tables` },
      { name: "system-table", address: `${console}/systems/shop?view=tables&table=posts` },
      { name: "system-questions", address: `${console}/systems/shop?view=questions` },
      { name: "system-findings", address: `${console}/systems/shop?view=findings` },
      { name: "system-map", address: `${console}/systems/shop?view=map` },
      { name: "system-archive", address: `${console}/systems/archive` },
      { name: "ledger", address: `${console}/ledger` },
      { name: "settings", address: `${console}/settings` },
      { name: "settings-messages", address: `${console}/settings/messages` },
      { name: "nothing-here", address: `${console}/nothing/here` },
    ];
    const state = await operator.context.storageState();
    const faults: string[] = [];
    for (const [variant, context] of Object.entries(CONSOLE_VARIANTS)) {
      await using visitor = await openVisitor(browser, { ...context, storageState: state });
      for (const page of pages)
        faults.push(...(await look(visitor, { ...page, name: `console-${page.name}-${variant}` })));
    }
    expect(faults).toEqual([]);
  });

  it("of the console's dialogs has no barriers, and the keyboard goes in and out of them", async () => {
    const { page } = operator;
    const faults: string[] = [];
    await page.goto(`${example.url}/console/requests`);
    for (const opener of ["Enter a request"]) {
      const button = page.getByRole("button", { name: opener });
      await button.focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await page.waitForTimeout(250);
      faults.push(...(await listBarriers(page)).map((barrier) => `${opener}: ${barrier}`));
      expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
      await shoot(page, "console-dialog-enter-request");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await eventually(() => button.evaluate((element) => element === document.activeElement), "focus is back");
    }
    const { erasure } = await listRequestIds();
    await page.goto(`${example.url}/console/requests/${erasure}`);
    for (const opener of ["Refuse…", "Merge…", "Cancel…", "Plan again…", "Approve…"]) {
      await page.getByRole("button", { name: opener }).click();
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await page.waitForTimeout(250);
      faults.push(...(await listBarriers(page)).map((barrier) => `${opener}: ${barrier}`));
      await shoot(page, `console-dialog-${opener.replace(/\W+/g, "-").toLowerCase()}`);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    }
    expect([...faults, ...operator.complaints.filter((text) => !text.includes("/sign-in/"))]).toEqual([]);
  });

  it("of the plain ones has no barriers and no complaints", async () => {
    const outbox = await operator.page.request.get(`${example.url}/dev/outbox`);
    const message = /\/dev\/outbox\/[^"/]+/.exec(await outbox.text())?.[0] ?? "";
    expect(message).not.toBe("");
    const pages: readonly PageToSee[] = [
      { name: "outbox", address: `${example.url}/dev/outbox` },
      { name: "outbox-message", address: `${example.url}${message}` },
      { name: "api-reference", address: `${example.url}/docs/api` },
      { name: "api-reference-group", address: `${example.url}/docs/api/ledger` },
      { name: "api-reference-search", address: `${example.url}/docs/api?search=undo` },
      { name: "sign-in", address: `${example.url}/sign-in` },
      { name: "sign-in-link", address: await example.signInLink() },
    ];
    await using visitor = await openVisitor(browser);
    const faults: string[] = [];
    for (const page of pages) faults.push(...(await look(visitor, page)));
    const missing = await visitor.page.goto(`${example.url}/no/such/page`);
    expect(missing?.status()).toBe(404);
    await shoot(visitor.page, "not-found");
    // Under its own policy a message runs nothing, not even what looks for barriers: its parts are looked at elsewhere.
    const html = await operator.page.request.get(`${example.url}${message}/html`);
    expect(html.headers()["content-security-policy"]).toContain("sandbox");
    await visitor.page.goto("about:blank");
    await visitor.page.setContent(await html.text());
    faults.push(...(await listBarriers(visitor.page)).map((barrier) => `mail: ${barrier}`));
    await shoot(visitor.page, "mail");
    expect(faults).toEqual([]);
  });

  it("of the website has no barriers and no complaints", async () => {
    const [topic] = queryRows(example.shop, "SELECT id FROM topics ORDER BY post_count DESC, id LIMIT 1");
    const pages: readonly PageToSee[] = [
      { name: "website-home", address: example.website },
      { name: "website-options", address: `${example.website}/options` },
      { name: "website-forum", address: `${example.website}/forum` },
      { name: "website-topic", address: `${example.website}/forum/${Number(topic?.["id"])}` },
      { name: "website-sign-in", address: `${example.website}/sign-in` },
    ];
    await using visitor = await openVisitor(browser);
    const faults: string[] = [];
    for (const page of pages) faults.push(...(await look(visitor, page)));
    await visitor.page.getByRole("button").first().click();
    await visitor.page.waitForURL(/\/account$/);
    for (const path of ["/account", "/account/orders", "/account/messages"])
      faults.push(
        ...(await look(visitor, { name: `website${path.replaceAll("/", "-")}`, address: `${example.website}${path}` })),
      );
    expect(faults).toEqual([]);
  });

  it("of the centre works without scripts and with the keyboard alone, on a phone, in German", async () => {
    await using visitor = await openVisitor(browser, {
      javaScriptEnabled: false,
      locale: "de-DE",
      viewport: { width: 360, height: 740 },
    });
    const { page } = visitor;
    const email = String(queryRows(example.shop, "SELECT email FROM accounts ORDER BY id DESC LIMIT 1")[0]?.["email"]);
    await page.goto(`${example.url}/privacy`);
    // The first stop of the keyboard leaps over the header.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(page.url()).toMatch(/#content$/);
    await tabTo(page, /Kopie Ihrer Daten erhalten/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Kopie Ihrer Daten erhalten" }).waitFor();
    await tabTo(page, /E-Mail-Adresse/);
    await page.keyboard.type("so nicht");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Das sieht nicht nach einer E-Mail-Adresse aus").waitFor();
    await shoot(page, "centre-no-script-wrong-address");
    visitor.forgive(/status of 422/);
    await page.getByLabel("Ihre E-Mail-Adresse").fill("");
    await tabTo(page, /E-Mail-Adresse/);
    await page.keyboard.type(email);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Schauen Sie in Ihr Postfach" }).waitFor();
    const mail = await example.mailbox.take(email, /Bitte bestätigen Sie Ihre Anfrage/);
    expect(mail.headers.get("content-language")).toBe("de");
    await page.goto(linkOf(mail));
    await tabTo(page, /Ja, das war ich/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /Bestätigt/ }).waitFor();
    const received = await example.mailbox.take(email, /ist da/);
    await page.goto(linkOf(received));
    await page.getByRole("heading", { level: 1, name: "Kopie Ihrer Daten" }).waitFor();
    await page.getByText("Anders überlegt?").focus();
    await page.keyboard.press("Enter");
    await tabTo(page, /Anfrage abbrechen/);
    await page.keyboard.press("Enter");
    await page
      .getByText(/abgebrochen/i)
      .first()
      .waitFor();
    await shoot(page, "centre-no-script-cancelled");
    expect(visitor.complaints).toEqual([]);
  });

  /** Opens a page, takes its picture, and tells what is wrong with it. */
  async function look(
    visitor: Visitor,
    { name, address, ready = "h1, body:not(:has(#root))" }: PageToSee,
  ): Promise<readonly string[]> {
    const { page } = visitor;
    const before = visitor.complaints.length;
    await page.goto(address);
    await page.locator(ready).first().waitFor();
    return await inspectPage(visitor, name, before);
  }

  /** A page of each kind that the centre has, with links of requests in different states. */
  async function centreLinks(): Promise<readonly PageToSee[]> {
    const first = await mailLink(/We received your request/);
    const links = [
      { name: "centre-home", address: `${example.url}/privacy` },
      { name: "centre-access", address: `${example.url}/privacy/access` },
      { name: "centre-erasure", address: `${example.url}/privacy/erasure` },
      { name: "centre-prove", address: await proveLink() },
      { name: "centre-find", address: `${example.url}/privacy/find` },
      { name: "centre-confirm", address: await mailLink(/confirm your request/) },
      { name: "centre-status", address: first },
      { name: "centre-status-waiting", address: await mailLink(/is scheduled/) },
      { name: "centre-status-refused", address: await mailLink(/Answer to your request/) },
      { name: "centre-package", address: await mailLink(/is ready/) },
    ];
    return links;
  }

  /** Where somebody who has just asked enters the code that came. */
  async function proveLink(): Promise<string> {
    const response = await fetch(`${example.url}/api/requests/submit`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind: "access", email: "nobody@example.org" }),
    });
    const { token } = (await response.json()) as { token: string };
    return `${example.url}/privacy/prove/${token}`;
  }

  async function mailLink(subject: RegExp): Promise<string> {
    await eventually(
      async () => example.mailbox.waiting.some((mail) => subject.test(mail.subject)),
      `a mail ${subject} came`,
    );
    const mail = example.mailbox.waiting.find((one) => subject.test(one.subject));
    if (mail === undefined) throw new Error("It was here a moment ago.");
    return linkOf(mail);
  }

  async function listRequestIds(): Promise<{ access: string; erasure: string; refused: string; done: string }> {
    const response = await operator.page.request.get(`${example.url}/api/requests?limit=50`);
    const { requests } = (await response.json()) as { requests: { id: string; kind: string; state: string }[] };
    const find = (state: string, kind: string) =>
      requests.find((one) => one.state === state && one.kind === kind)?.id ?? "";
    await eventually(async () => requests.length > 0, "there are requests");
    return {
      access: find("awaiting_approval", "access"),
      erasure: find("awaiting_approval", "erasure"),
      refused: find("refused", "access"),
      done: find("done", "access"),
    };
  }
});

const CONSOLE_VARIANTS: Readonly<Record<string, BrowserContextOptions>> = {
  wide: {},
  narrow: { viewport: NARROW },
  dark: { colorScheme: "dark" },
};

/** Presses Tab until what is focused is called so; nobody should need more than thirty. */
async function tabTo(page: Visitor["page"], name: RegExp): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) === 0) continue;
    const text = await focused.evaluate((element) => {
      const labels = "labels" in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
      return `${element.textContent ?? ""} ${labels.map((label) => label.textContent).join(" ")}`;
    });
    if (name.test(text)) return;
  }
  throw new Error(`The keyboard does not reach ${name}.`);
}
