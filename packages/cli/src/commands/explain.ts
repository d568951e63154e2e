/** `kept explain`: straight on a database. */

import type { Command } from "commander";
import type { ExplainCommand } from "../explain.ts";
import { type PersonOptions, readPersonIfNamed } from "../person-options.ts";
import type { TargetOptions } from "../target.ts";
import type { CommandContext } from "./command-context.ts";
import { withDatabase, withNaming } from "./shared-options.ts";

export function addExplain(program: Command, { environment, output, done }: CommandContext): void {
  const explainCommand = program
    .command("explain")
    .description("whose a row is and why; what access shows of it, what an erasure does to it")
    .argument("<table>", "the table of the row")
    .argument("<key>", "its key; several parts separated by commas (\\, is a comma of a part)")
    .option("--json", "print JSON: {row, exists, people, more}");
  withDatabase(withNaming(explainCommand.optionsGroup("For whom (default: everybody whom it concerns):"))).action(
    async (table: string, key: string, options: TargetOptions & PersonOptions & ExplainCommand) => {
      const person = readPersonIfNamed(options);
      const target = await import("../target.ts");
      const { explain } = await import("../explain.ts");
      await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
      const { index } = await rights.discover();
      const query = person === null ? null : target.describePerson(index, person);
      done(await explain(rights, target.readRow(index, table, key), query, options, output));
    },
  );
}
