/** `kept lift`: straight on a database. */

import type { Command } from "commander";
import type { ChangeCommand } from "../change-command.ts";
import { type PersonOptions, readPersonIfNamed } from "../person-options.ts";
import type { TargetOptions } from "../target.ts";
import type { CommandContext } from "./command-context.ts";
import { openForChange } from "./open-for-change.ts";
import { collect, withDatabase } from "./shared-options.ts";

export function addLift(program: Command, { environment, output, done }: CommandContext): void {
  type Options = TargetOptions & PersonOptions & ChangeCommand;
  const liftCommand = program
    .command("lift")
    .description("lift a restriction; without a run and a person, list those that stand")
    .argument("[run]", "the restriction's run")
    .option("--yes", "do it; without, nothing is changed")
    .option("--id <table:key>", "the row that is the person, instead of the run", collect)
    .option("--json", "print JSON: {mode, run, tables, findings, verified}");
  withDatabase(liftCommand).action(async (run: string | undefined, options: Options) => {
    const person = readPersonIfNamed(options);
    const { target, rights, place } = await openForChange(options, environment);
    await using _rights = rights;
    const { index } = await rights.discover();
    const { lift } = await import("../restrict.ts");
    const query = person === null ? null : target.describePerson(index, person);
    done(await lift(rights, run, query, options, place, output));
  });
}
