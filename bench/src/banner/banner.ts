/** What the banner weighs and how soon it can be answered, against peers on the same page in the same run. */
import { BUDGETS, gzipped } from "@kept/banner/build";
import { cookieConsent, klaro } from "@kept/e2e/leak-kit/peers";
import type { SetUp } from "@kept/e2e/leak-kit/set-up";
import { launchBrowser } from "@kept/e2e/testing/browser";
import { compareFigures, describeSides, median, round, samplesOf, takeTurns } from "../measure.ts";
import type { Result, Scenario, ScenarioOptions } from "../scenario.ts";
import { readKeptFiles } from "./kept-set-up.ts";
import { DESKTOP, MOBILE, measureUsable, type Profile } from "./measure-usable.ts";
import { serveSetUp } from "./serve-set-up.ts";

/** Milliseconds within which the button that refuses is to be usable. */
const GOALS = { desktop: 250, mobile: 800 };

const filesOf = (setUp: SetUp) => Object.values(setUp.files).reduce((sum, [, content]) => sum + gzipped(content), 0);

function sizeResult(name: string, ours: number, baseline: number, against: string, details: Result["details"]): Result {
  const spread = { min: ours, max: ours };
  return {
    name,
    unit: "bytes",
    ...compareFigures(ours, baseline),
    bestRatio: compareFigures(ours, baseline).ratio,
    runs: 1,
    spread: { ours: spread, baseline: { min: baseline, max: baseline } },
    database: "none",
    rows: 1,
    against,
    also: {},
    details,
  };
}

/** @throws Error when a file is heavier than it may be */
function assertBudget(name: keyof typeof BUDGETS, bytes: number): void {
  if (bytes > BUDGETS[name])
    throw new Error(`${name} weighs ${bytes} bytes after gzip; it may weigh ${BUDGETS[name]}.`);
}

/** Peers that can be had here; what cannot is said. */
function listPeers(onProgress: ScenarioOptions["onProgress"]): readonly SetUp[] {
  return [cookieConsent, klaro].flatMap((make) => {
    try {
      return [make()];
    } catch (error) {
      onProgress(`${make.name} is left out: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
}

export const bannerGzip: Scenario = {
  name: "banner-gzip",
  title: "bytes of the complete banner with its configuration, first and second layer, one language, after gzip",
  async run({ onProgress }) {
    const { banner } = await readKeptFiles();
    const ours = gzipped(banner);
    assertBudget("banner.js", ours);
    const [first, ...others] = listPeers(onProgress).map((peer) => [peer.name, filesOf(peer)] as const);
    if (first === undefined) throw new Error("No peer is installed.");
    return sizeResult("banner-gzip", ours, first[1], `${first[0]}, script and style`, {
      budget: BUDGETS["banner.js"],
      ...Object.fromEntries(others),
    });
  },
};

export const headGzip: Scenario = {
  name: "head-gzip",
  title: "bytes of the snippet that blocks, after gzip",
  async run() {
    const { head } = await readKeptFiles();
    const ours = gzipped(head);
    assertBudget("head.js", ours);
    return sizeResult("head-gzip", ours, BUDGETS["head.js"], "its budget: peers have nothing that blocks", {});
  },
};

async function measureAll(name: keyof typeof GOALS, profile: Profile, options: ScenarioOptions): Promise<Result> {
  const { setUp: ours } = await readKeptFiles();
  const peers = listPeers(options.onProgress);
  const runs = options.runs ?? 9;
  await using stack = new AsyncDisposableStack();
  const browser = await launchBrowser();
  stack.defer(() => browser.close());
  const seen = { longest: 0, shift: 0 };
  const contestants = await Promise.all(
    [ours, ...peers].map(async (setUp) => {
      const { url } = stack.use(await serveSetUp(setUp));
      const run = async () => {
        const { usable, longest, shift } = await measureUsable(browser, url, setUp.usable ?? "", profile);
        if (setUp === ours) {
          seen.longest = Math.max(seen.longest, longest);
          seen.shift = Math.max(seen.shift, shift);
        }
        return { usable };
      };
      return { name: setUp.name, run };
    }),
  );
  options.onProgress(`opening ${contestants.map((one) => one.name).join(", ")} in turns`);
  const samples = await takeTurns(contestants, { warmUp: 1, runs });
  const of = (setUp: string) => samplesOf(samples, `${setUp}.usable`);
  const [first, ...others] = peers;
  if (first === undefined) throw new Error("No peer is installed.");
  const mine = of(ours.name);
  return {
    name: `banner-usable-${name}`,
    unit: "ms",
    ...describeSides(mine, of(first.name)),
    runs,
    database: "none",
    rows: 1,
    against: `${first.name} on the same page`,
    also: Object.fromEntries(
      others.map((peer) => [
        peer.name,
        {
          ...compareFigures(round(median(mine)), round(median(of(peer.name)))),
          against: `${peer.name} on the same page`,
        },
      ]),
    ),
    details: { goal: GOALS[name], longestTask: round(seen.longest), layoutShift: round(seen.shift) },
  };
}

export const bannerUsableDesktop: Scenario = {
  name: "banner-usable-desktop",
  title: "milliseconds from navigation until the button that refuses can be used",
  run: (options) => measureAll("desktop", DESKTOP, options),
};

export const bannerUsableMobile: Scenario = {
  name: "banner-usable-mobile",
  title: "the same with a CPU four times slower, 1.6 Mbit/s and 150 ms of latency",
  run: (options) => measureAll("mobile", MOBILE, options),
};
