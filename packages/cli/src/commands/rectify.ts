/** `kept rectify`: straight on a database. */

import type { Command } from "commander";
import type { ChangeCommand } from "../change-command.ts";
import { type PersonOptions, readPerson } from "../person-options.ts";
import type { TargetOptions } from "../target.ts";
import type { CommandContext } from "./command-context.ts";
import { openForChange } from "./open-for-change.ts";
import { collect, withDatabase, withNaming } from "./shared-options.ts";

export function addRectify(program: Command, { environment, output, done }: CommandContext): void {
  type Options = TargetOptions & PersonOptions & ChangeCommand;
  const rectifyCommand = program
    .command("rectify")
    .description("what a correction would do; with --yes, correct a value wherever it stands for the person")
    .requiredOption(
      "--set <name=value>",
      "table.column=value, table:key.column=value or category=value (repeatable)",
      collect,
    )
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, changes, findings, verified}");
  withDatabase(withNaming(rectifyCommand.optionsGroup("Whose:"))).action(
    async (options: Options & { readonly set: readonly string[] }) => {
      const person = readPerson(options);
      const { target, rights, place } = await openForChange(options, environment);
      await using _rights = rights;
      const { index } = await rights.discover();
      const { readCorrections, rectify } = await import("../rectify.ts");
      const corrections = readCorrections(index, options.set);
      done(await rectify(rights, target.describePerson(index, person), corrections, options, place, output));
    },
  );
}
