/** `kept lint banner`: the rules against steering, on the banners that a configuration makes, or on a site as it is. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { lintLook } from "@kept/banner/lint/lint-look";
import type { LintFinding } from "@kept/banner/lint/lint-rules";
import { findBrowser, NoBrowser } from "@kept/scan/find-browser";
import { measureAnswers, measureBanner } from "@kept/scan/measure-banner";
import { launchBrowser } from "@kept/scan/scan-site";
import { showBanner } from "@kept/scan/show-banner";
import { lintBanners } from "@kept/server/banner/lint-banner";
import { readVendorList } from "@kept/server/banner/read-vendor-list";
import { createChoiceParts } from "@kept/server/choices/choice-parts";
import { type KeptConfig, parseKept } from "@kept/server/kept-config";
import { findConfig, loadConfig, withStartErrors } from "./config-file.ts";
import type { CliEnvironment } from "./environment.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint, plural } from "./print.ts";

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** Pages that are looked at beside each other: most of the time they wait for something to appear, or not to. */
const AT_ONCE = 4;

export interface LintBannerCommand {
  readonly config: string;
  readonly browser?: string;
  /** `--no-render` */
  readonly render?: boolean;
  /** Folder for a picture of each, a dated proof of what was shown. */
  readonly pictures?: string;
  readonly json?: boolean;
}

/** Exit code 3 when a banner breaks a rule that keeps it from being served. */
export async function lintBannerCommand(
  url: string | undefined,
  options: LintBannerCommand,
  environment: CliEnvironment,
  output: Output,
): Promise<ExitCode> {
  const findings =
    url === undefined
      ? await lintOwn(options, environment)
      : await withBrowser(options, environment, (browser) => lintSite(browser, url, options.pictures));
  await output.out(options.json ? `${JSON.stringify({ findings })}\n` : describeLint(findings, output));
  return findings.some(({ blocks }) => blocks) ? EXIT.blocked : EXIT.done;
}

/**
 * The banners of a configuration by their words, colours and intervals; needs no browser.
 * @param folder of the configuration
 * @throws StartError when the list of partners that it names cannot be read
 */
function lintKept(kept: KeptConfig, folder: string): ReturnType<typeof lintBanners> {
  const parts = createChoiceParts({
    kept,
    publicUrl: "https://kept.invalid",
    variables: {},
    verifySession: () => Promise.resolve([]),
  });
  return lintBanners(parts, new Date().toISOString(), readVendorList(kept, folder));
}

/** @throws StartError when the list of partners that the configuration names cannot be read */
export function listBannerFindings(kept: KeptConfig, folder: string): readonly LintFinding[] {
  return unique(lintKept(kept, folder).flatMap(({ findings }) => findings));
}

/** As people read findings; also of `kept check`. */
export function describeLint(findings: readonly LintFinding[], output: Output): string {
  if (findings.length === 0) return `${paint(output, ["green", "bold"], "The banner steers nobody.")}\n`;
  const lines = findings.map(({ code, blocks, where, says, evidence, action }) => {
    const mark = blocks ? paint(output, ["red", "bold"], "!") : paint(output, "yellow", "?");
    return `  ${mark} ${code} ${paint(output, "bold", where)}\n    ${says} ${evidence}\n      ${paint(output, "cyan", action)}\n`;
  });
  return `The banner: ${plural(findings.length, "finding")}.\n${lines.join("")}`;
}

async function lintOwn(options: LintBannerCommand, environment: CliEnvironment): Promise<readonly LintFinding[]> {
  const path = findConfig(options.config);
  const banners = await withStartErrors(async () =>
    lintKept(parseKept(await loadConfig(path), options.config), dirname(path)),
  );
  const words = banners.flatMap(({ findings }) => findings);
  if (options.render === false) return words;
  return await withBrowser(options, environment, async (browser) => {
    const looks: LintFinding[] = [];
    for (let at = 0; at < banners.length; at += AT_ONCE) {
      const some = banners.slice(at, at + AT_ONCE).map(({ banner }) => lintRendered(browser, banner, options.pictures));
      looks.push(...(await Promise.all(some)).flat());
    }
    return unique([...words, ...looks]);
  });
}

async function lintRendered(
  browser: Browser,
  banner: BannerConfig,
  pictures: string | undefined,
): Promise<readonly LintFinding[]> {
  const folder = await buildBannerIfStale();
  const [head = "", script = ""] = await Promise.all(
    ["head.js", banner.tcf === undefined ? "banner.js" : "banner-tcf.js"].map((name) =>
      readFile(join(folder, name), "utf8"),
    ),
  );
  const page = await browser.newPage();
  try {
    await showBanner(page, banner, { head, banner: script });
    const where = `${banner.language}, ${banner.regime.name}`;
    if (pictures !== undefined) await takePicture(page, pictures, `banner-${banner.language}-${banner.regime.name}`);
    const look = { where, language: banner.language, isOptIn: banner.model === "opt-in" };
    return lintLook(await measureBanner(page, look));
  } finally {
    await page.close();
  }
}

/** Once the banner is there, if there is one. */
async function takePicture(page: Page, folder: string, name: string): Promise<void> {
  await measureAnswers(page);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

async function lintSite(browser: Browser, url: string, pictures: string | undefined): Promise<readonly LintFinding[]> {
  if (!URL.canParse(url)) throw new UsageError(`${url} is not the address of a site: write https://…`);
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: "load" });
  if (pictures !== undefined) await takePicture(page, pictures, `site-${new URL(url).hostname}`);
  const language = (await page.locator("html").getAttribute("lang")) ?? "en";
  return lintLook(await measureBanner(page, { where: url, language, isOptIn: true }));
}

async function withBrowser<T>(
  options: LintBannerCommand,
  environment: CliEnvironment,
  work: (browser: Browser) => Promise<T>,
): Promise<T> {
  let path: string;
  try {
    path = findBrowser(options.browser ?? environment.browser, environment.searchPath);
  } catch (error) {
    if (!(error instanceof NoBrowser)) throw error;
    throw new UsageError(`${error.message} Without one, --no-render looks at words, colours and intervals alone.`);
  }
  const browser = await launchBrowser(path, process.getuid?.() === 0);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

function unique(findings: readonly LintFinding[]): readonly LintFinding[] {
  const keys = new Set<string>();
  return findings.filter(({ code, where, evidence }) => {
    const key = `${code} ${where} ${evidence}`;
    return keys.has(key) ? false : keys.add(key);
  });
}
