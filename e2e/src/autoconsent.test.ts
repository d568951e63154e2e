/** Programs that refuse for people: they recognise our labels, operate the banner by our rule, and see that it worked. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { autoconsentRule } from "@kept/banner/core/autoconsent-rule";
import type { Catalogue } from "@kept/banner/core/banner-config";
import { CATALOGUES } from "@kept/banner/languages/catalogues";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, it } from "vitest";
import { keptSetUps } from "./leak-kit/kept-set-ups.ts";
import { startSite } from "./leak-kit/site.ts";
import { startTracker } from "./leak-kit/tracker.ts";
import { launchBrowser } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually } from "./testing/journeys.ts";

const require = createRequire(import.meta.url);
const autoconsent = join(dirname(require.resolve("@duckduckgo/autoconsent")), "..");

/** Languages of which its classifier knows labels, and those in which it knows verbs within longer ones too. */
const KNOWN = "ca cs de en es eu fr gl id it nl pl pt ru sv tr".split(" ");
const VERBS = "ca de en es eu fr gl it nl pl sv".split(" ");

type Classify = (text: string) => string;

describe("labels", () => {
  let classify: Classify;
  beforeAll(async () => {
    const bundler = await rolldown({ input: join(autoconsent, "lib/heuristics.ts"), platform: "node" });
    const { output } = await bundler.generate({ format: "esm" });
    const code = `data:text/javascript,${encodeURIComponent(output[0].code)}`;
    ({ classifyButtonTextRegex: classify } = (await import(/* @vite-ignore */ code)) as {
      classifyButtonTextRegex: Classify;
    });
  });

  it("are recognised as refusals in every language that the classifier knows, on both kinds of banner", () => {
    const recognised = (label: "reject" | "optOut") =>
      Object.entries(CATALOGUES).flatMap(([language, texts]) =>
        classify(texts[label]) === "reject" ? [language] : [],
      );
    expect(recognised("reject")).toEqual(KNOWN);
    expect(recognised("optOut")).toEqual(VERBS);
  });

  it.each(Object.entries<Catalogue>(CATALOGUES))(
    "of %s never say yes where they mean no, nor no where they mean neither",
    (_, texts) => {
      for (const refusal of [texts.reject, texts.optOut]) expect(classify(refusal), refusal).not.toBe("accept");
      for (const other of [texts.accept, texts.optIn, texts.settings, texts.save, texts.reopen, texts.close])
        expect(classify(other), other).not.toBe("reject");
    },
  );
});

describe.skipIf(chromiumPath === null)(`autoconsent${whySkipped}`, () => {
  it("refuses by our rule", async () => {
    await using tracker = await startTracker();
    const [setUp] = await keptSetUps(tracker.host);
    if (setUp === undefined) throw new Error("There is no set-up.");
    await using site = await startSite(setUp, tracker.host);
    const browser = await launchBrowser();
    const page = await browser.newPage();
    const heard: string[] = [];
    const rules = { autoconsent: [autoconsentRule()] };
    const config = {
      enabled: true,
      autoAction: "optOut",
      disabledCmps: [],
      enablePrehide: false,
      enableCosmeticRules: false,
      enableGeneratedRules: false,
      detectRetries: 20,
      isMainWorld: false,
      prehideTimeout: 1_000,
      enableHeuristicDetection: true,
      heuristicMode: "reject",
      logs: {},
    };
    await page.exposeBinding(
      "autoconsentSendMessage",
      async ({ frame }, message: { type: string; result?: boolean; cmp?: string }) => {
        heard.push(`${message.type}${message.result === undefined ? "" : ` ${message.result}`}`);
        if (message.type !== "init") return;
        await frame.evaluate(
          (answer) =>
            (
              window as unknown as { autoconsentReceiveMessage(message: unknown): Promise<void> }
            ).autoconsentReceiveMessage(answer),
          { type: "initResp", rules, config },
        );
      },
    );
    await page.goto(site.url);
    await page.evaluate(await readFile(join(autoconsent, "dist/autoconsent.playwright.js"), "utf8"));
    await eventually(async () => heard.includes("autoconsentDone"), `done: ${heard}`).catch(() => undefined);
    expect(heard).toContain("optOutResult true");
    const [cookie] = await page.context().cookies();
    expect(cookie?.value).toMatch(/^1\.reject\..*analytics:0/);
    await browser.close();
  });
});
