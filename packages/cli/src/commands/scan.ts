/** `kept scan`. */

import type { Command } from "commander";
import type { ScanCommand } from "../scan.ts";
import type { CommandContext } from "./command-context.ts";
import { collect } from "./shared-options.ts";

export function addScan(program: Command, { environment, output, done }: CommandContext): void {
  program
    .command("scan")
    .description("what a site really keeps in browsers and asks for, held against what the configuration declares")
    .argument("<url>", "where to begin; only pages of its origin are opened")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--browser <path>", "a Chromium of this machine (or KEPT_CHROMIUM); none is downloaded")
    .option("--region <code>", "as a visitor from there: DE, US-CA (repeatable; default: unknown)", collect)
    .option("--country-header <name>", "header that tells the site the country; default: banner.countryHeader")
    .option("--header <name=value>", "send this header too (repeatable)", collect)
    .option("--state <name>", "only this: before, accepted, rejected, withdrawn, signal (repeatable)", collect)
    .option("--pages <count>", "pages to look at", "5")
    .option("--seconds <count>", "after so long nothing more is opened", "300")
    .option("--server <address>", "where Kept itself runs, when pages ask it directly")
    .option("--out <file>", "write the report (HTML) here")
    .option("--json", "print JSON: {site, at, findings, regions, proposed}")
    .action(async (url: string, options: ScanCommand) => {
      const { scan } = await import("../scan.ts");
      done(await scan(url, options, environment, output));
    });
}
