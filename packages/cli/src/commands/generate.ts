/** `kept generate types`. */

import type { Command } from "commander";
import type { GenerateTypesCommand } from "../generate-types.ts";
import type { CommandContext } from "./command-context.ts";

export function addGenerate(program: Command, { output, done }: CommandContext): void {
  program
    .command("generate")
    .description("make code of the configuration")
    .command("types")
    .description("purposes, categories, recipients, channels and topics as TypeScript types for the SDK's gate")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--out <file>", "write here; without, print")
    .action(async (options: GenerateTypesCommand) => {
      const { generateTypes } = await import("../generate-types.ts");
      done(await generateTypes(options, output));
    });
}
