/** `kept restrict`: straight on a database. */

import type { Command } from "commander";
import type { ChangeCommand } from "../change-command.ts";
import { type PersonOptions, readPerson, readScopeWords } from "../person-options.ts";
import type { TargetOptions } from "../target.ts";
import type { CommandContext } from "./command-context.ts";
import { openForChange } from "./open-for-change.ts";
import { withDatabase, withPerson } from "./shared-options.ts";

export function addRestrict(program: Command, { environment, output, done }: CommandContext): void {
  type Options = TargetOptions & PersonOptions & ChangeCommand;
  const restrictCommand = program
    .command("restrict")
    .description("what a restriction would do; with --yes, take a person's data out of ordinary use")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, run, tables, findings, verified}");
  withDatabase(withPerson(restrictCommand)).action(async (options: Options) => {
    const person = readPerson(options);
    const words = readScopeWords(options);
    const { target, rights, place } = await openForChange(options, environment);
    await using _rights = rights;
    const { index } = await rights.discover();
    const { restrict } = await import("../restrict.ts");
    const scope = target.readScope(words, index);
    done(await restrict(rights, target.describePerson(index, person), scope, options, place, output));
  });
}
