/** `kept check`: the configuration with its systems, or one database. */

import type { Command } from "commander";
import type { CheckCommand } from "../check.ts";
import { UsageError } from "../exit-codes.ts";
import type { CommandContext } from "./command-context.ts";
import { withDatabase } from "./shared-options.ts";

export function addCheck(program: Command, { environment, output, done }: CommandContext): void {
  const checkCommand = program
    .command("check")
    .description("look at the configuration, and whether the maps still match the live systems; made for CI")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--no-systems", "look at the configuration only; connect to nothing")
    .option("--json", "print JSON: {systems: [{system, state, differences, findings}]}");
  withDatabase(checkCommand).action(async (options: CheckCommand & { readonly config: string }) => {
    const check = await import("../check.ts");
    // KEPT_URL alone means nothing here: without a map it is the configuration that is checked.
    if (options.url !== undefined || (options.map !== undefined && environment.url !== null)) {
      const { chooseUrl } = await import("../target.ts");
      return done(await check.checkDatabase(await chooseUrl(options.url, environment), options, output));
    }
    if (options.map !== undefined) throw new UsageError("--map is the map of a database: name that with --url.");
    done(await check.checkConfig(options.config, options, environment.variables, output));
  });
}
