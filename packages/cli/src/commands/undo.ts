/** `kept undo`: straight on a database, or a request of a running server. */

import type { Command } from "commander";
import type { ChangeCommand } from "../change-command.ts";
import { UsageError } from "../exit-codes.ts";
import { type PersonOptions, readPersonIfNamed } from "../person-options.ts";
import type { ServerUndoCommand } from "../server-undo.ts";
import type { TargetOptions } from "../target.ts";
import type { UndoCommand } from "../undo.ts";
import type { CommandContext } from "./command-context.ts";
import { openForChange } from "./open-for-change.ts";
import { type ServerOptions, serverOf, withDatabase, withNaming, withServer } from "./shared-options.ts";

interface Sweeping {
  readonly sweep?: boolean;
}

export function addUndo(program: Command, { environment, output, done }: CommandContext): void {
  type Options = TargetOptions & PersonOptions & ChangeCommand;
  const undoCommand = program
    .command("undo")
    .description("take an erasure back while its window is open; without a run, list those that can be")
    .argument("[run]", "the erasure's run, or its receipt; through a server the request, by reference or id")
    .option("--receipt <file>", "the receipt, when it is not kept in the run's folder")
    .option("--sweep", "only destroy what windows that are over had kept, on every database; connects to nothing")
    .option("--share-file <file>", "through a server: a file with the person's part of the key, the link that they got")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, run, tables, findings, verified}");
  withServer(withDatabase(withNaming(undoCommand.optionsGroup("Whose, instead of the run:")))).action(
    async (run: string | undefined, options: Options & UndoCommand & ServerUndoCommand & ServerOptions & Sweeping) => {
      const { sweep, undo } = await import("../undo.ts");
      if (options.sweep) return done(await sweep(environment.dataDir, output));
      const named = readPersonIfNamed(options);
      if (named !== null && run !== undefined) throw new UsageError("Name the run or the person, not both.");
      const server = options.url === undefined ? serverOf(options, environment) : null;
      if (server !== null) {
        if (named !== null) throw new UsageError("Through a server it is the request: its reference or its id.");
        const { undoByServer } = await import("../server-undo.ts");
        return done(await undoByServer(server, run, options, output));
      }
      const { target, rights, place } = await openForChange(options, environment);
      await using _rights = rights;
      const whose = named === null ? undefined : target.describePerson((await rights.discover()).index, named);
      done(await undo(rights, run ?? whose, options, place, output));
    },
  );
}
