/** `kept undo`: straight on a database. */

import type { Command } from "commander";
import type { ChangeCommand } from "../change-command.ts";
import type { PersonOptions } from "../person-options.ts";
import type { TargetOptions } from "../target.ts";
import type { UndoCommand } from "../undo.ts";
import type { CommandContext } from "./command-context.ts";
import { openForChange } from "./open-for-change.ts";
import { withDatabase } from "./shared-options.ts";

export function addUndo(program: Command, { environment, output, done }: CommandContext): void {
  type Options = TargetOptions & PersonOptions & ChangeCommand;
  const undoCommand = program
    .command("undo")
    .description("take an erasure back while its window is open; without a run, list those that can be")
    .argument("[run]", "the erasure's run, or its receipt")
    .option("--receipt <file>", "the receipt, when it is not kept in the run's folder")
    .option("--sweep", "only destroy what windows that are over had kept, on every database; connects to nothing")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, run, tables, findings}");
  withDatabase(undoCommand).action(
    async (run: string | undefined, options: Options & UndoCommand & { readonly sweep?: boolean }) => {
      const { sweep, undo } = await import("../undo.ts");
      if (options.sweep) return done(await sweep(environment.dataDir, output));
      const { rights, place } = await openForChange(options, environment);
      await using _rights = rights;
      done(await undo(rights, run, options, place, output));
    },
  );
}
