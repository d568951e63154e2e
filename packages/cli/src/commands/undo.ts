/** `kept undo`: straight on a database, or a request of a running server. */

import type { Command } from "commander";
import type { ChangeCommand } from "../change-command.ts";
import type { PersonOptions } from "../person-options.ts";
import type { ServerUndoCommand } from "../server-undo.ts";
import type { TargetOptions } from "../target.ts";
import type { UndoCommand } from "../undo.ts";
import type { CommandContext } from "./command-context.ts";
import { openForChange } from "./open-for-change.ts";
import { type ServerOptions, serverOf, withDatabase, withServer } from "./shared-options.ts";

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
    .option("--json", "print JSON: {mode, run, tables, findings}");
  withServer(withDatabase(undoCommand)).action(
    async (run: string | undefined, options: Options & UndoCommand & ServerUndoCommand & ServerOptions & Sweeping) => {
      const { sweep, undo } = await import("../undo.ts");
      if (options.sweep) return done(await sweep(environment.dataDir, output));
      const server = options.url === undefined ? serverOf(options, environment) : null;
      if (server !== null) {
        const { undoByServer } = await import("../server-undo.ts");
        return done(await undoByServer(server, run, options, output));
      }
      const { rights, place } = await openForChange(options, environment);
      await using _rights = rights;
      done(await undo(rights, run, options, place, output));
    },
  );
}
