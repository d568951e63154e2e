/** `kept replay`: on a database, or through a running server. */

import type { Command } from "commander";
import type { ReplayCommand } from "../replay.ts";
import type { CommandContext } from "./command-context.ts";
import { type RightCommand, serverOf, withTarget } from "./shared-options.ts";

export function addReplay(program: Command, { environment, output, done }: CommandContext): void {
  const replayCommand = program
    .command("replay")
    .description("after a backup was restored: erase again whoever was erased since")
    .option("--since <moment>", "only erasures since the backup was made")
    .option("--from <address>", "the address at which they were erased, when the backup was restored elsewhere")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, erasures, due, erased, clean, blocked, newer, ambiguous, tables, verified}");
  withTarget(replayCommand).action(async (options: RightCommand & ReplayCommand & { readonly from?: string }) => {
    const server = options.url === undefined ? serverOf(options, environment) : null;
    if (server !== null) {
      const { replayByServer } = await import("../server-replay.ts");
      return done(await replayByServer(server, options.system, options, output));
    }
    const target = await import("../target.ts");
    const { replay } = await import("../replay.ts");
    const url = await target.chooseUrl(options.url, environment);
    await using rights = await target.openTarget(url, options);
    const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
    const from = options.from === undefined ? place.target : target.identifyTarget(options.from);
    done(await replay(rights, options, place, from, output));
  });
}
