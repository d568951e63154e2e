/** `kept start`. */
import type { Command } from "commander";
import type { CommandContext } from "./command-context.ts";

export function addStart(program: Command, { output, done }: CommandContext): void {
  program
    .command("start")
    .description("run the server: API, privacy centre, console and workers in one process")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .action(async (options: { readonly config: string }) => {
      const { start } = await import("../start.ts");
      done(await start(options.config, output));
    });
}
