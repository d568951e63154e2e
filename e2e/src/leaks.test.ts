/** What gets out of a page before consent, after a no, after a withdrawal and under the browser's signal: nothing. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keptSetUps } from "./leak-kit/kept-set-ups.ts";
import { type KitState, runKit } from "./leak-kit/run-kit.ts";
import { nothing } from "./leak-kit/set-up.ts";
import { vectors } from "./leak-kit/vectors.ts";
import { launchBrowser } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";

/** The most that the script alone may let out; what it cannot reach stands in the page before it runs (docs/banner.md). */
const SCRIPT_ALONE = 21;
const FILE_MINUTES = 8;

describe.skipIf(chromiumPath === null)(`leaks${whySkipped}`, { timeout: FILE_MINUTES * 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const leaksOf = async (column: number, state: KitState) => {
    const setUp = async (tracker: string) => (await keptSetUps(tracker))[column] ?? nothing;
    return [...(await runKit({ browser, setUp, state }))].sort();
  };

  it("are found by the kit: without a banner every vector leaks", async () => {
    const leaks = await runKit({ browser, setUp: () => nothing, state: "before" });
    expect(leaks.size).toBe(vectors.length);
  });

  it.each<KitState>(["before", "rejected", "withdrawn", "signal"])(
    "are none in the state %s with the policy header",
    async (state) => {
      expect(await leaksOf(1, state)).toEqual([]);
    },
  );

  it.each<KitState>(["before", "rejected", "withdrawn", "signal"])(
    "are none in the state %s with the rewrite",
    async (state) => {
      expect(await leaksOf(2, state)).toEqual([]);
    },
  );

  it("are few with the script alone", async () => {
    expect((await leaksOf(0, "before")).length).toBeLessThanOrEqual(SCRIPT_ALONE);
  });

  it("are none after a yes where nobody declared the host, and the cookie", async () => {
    const undeclared = async (tracker: string) => {
      const [, withHeader = nothing] = await keptSetUps("declared.example.org", tracker);
      return withHeader;
    };
    expect([...(await runKit({ browser, setUp: undeclared, state: "accepted" }))]).toEqual([]);
  });

  it("are allowed again by a yes", async () => {
    const leaks = await leaksOf(1, "accepted");
    expect(leaks).toEqual(
      expect.arrayContaining(["script-static", "fetch-before-load", "img-static", "cookie", "font-face"]),
    );
    expect(leaks.length).toBeGreaterThan(vectors.length - 8);
  });
});
