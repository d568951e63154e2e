/** `kept lint message` and `kept lint banner`. */

import { type Command, Option } from "commander";
import type { LintBannerCommand } from "../lint-banner.ts";
import type { LintMessageCommand } from "../lint-message.ts";
import type { CommandContext } from "./command-context.ts";

export function addLint(program: Command, { environment, output, done }: CommandContext): void {
  const lint = program.command("lint").description("look at what people are shown or sent, before they are");
  lint
    .command("message")
    .description("does a message mix service and marketing; needs no server")
    .argument("<file>", "the message, as it would be sent (.eml)")
    .addOption(
      new Option("--class <class>", "the class of its stream").choices(["service", "marketing"]).default("marketing"),
    )
    .option("--json", "print JSON: {class, findings}")
    .action(async (file: string, options: LintMessageCommand) => {
      const { lintMessage } = await import("../lint-message.ts");
      done(await lintMessage(file, options, output));
    });

  lint
    .command("banner")
    .description("does the banner steer people? words, colours and intervals, and how it looks in a browser")
    .argument("[url]", "a site as it is; without, the banners that the configuration makes")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--browser <path>", "a Chromium of this machine (or KEPT_CHROMIUM); none is downloaded")
    .option("--no-render", "words, colours and intervals only; needs no browser")
    .option("--pictures <folder>", "keep a picture of every banner that is looked at")
    .option("--json", "print JSON: {findings}")
    .action(async (url: string | undefined, options: LintBannerCommand) => {
      const { lintBannerCommand } = await import("../lint-banner.ts");
      done(await lintBannerCommand(url, options, environment, output));
    });
}
