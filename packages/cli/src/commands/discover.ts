/** `kept discover`: on a database, or a system of a running server. */

import type { Command } from "commander";
import type { DiscoverCommand } from "../discover.ts";
import type { CommandContext } from "./command-context.ts";
import { collect, type ServerOptions, serverOf, withTarget } from "./shared-options.ts";

export function addDiscover(program: Command, { environment, output, done }: CommandContext): void {
  const discoverCommand = program
    .command("discover")
    .description("what is personal, whose rows are whose, what is unclear")
    .argument("[url]", "a database address, a SQLite file, or the name of a system of a running server")
    .option("--accept", "confirm every proposal in one word")
    .option("--accept-table <name>", "confirm the proposals of this table (repeatable)", collect)
    .option("--ask", "ask what is unclear, and keep each answer at once in the map of --out, or of the server")
    .option("--about <table.column>", "with --ask: ask first about this table, or column, that a plan named")
    .option("--query-log <file>", "statements the application runs (SQL, csv log, general log): what joins show beside")
    .option("--out <file>", "write the map (YAML) here, going on from what stands there (kept as <file>.bak)")
    .option("--json", "print JSON");
  withTarget(discoverCommand).action(async (url: string | undefined, options: DiscoverCommand & ServerOptions) => {
    const server = serverOf(options, environment);
    const isSystemName = url === undefined ? options.system !== undefined : !/[:/.\\]/.test(url);
    if (isSystemName && server !== null) {
      const { discoverByServer } = await import("../server-systems.ts");
      return done(await discoverByServer(server, url ?? options.system ?? "", options, output));
    }
    const { chooseUrl } = await import("../target.ts");
    const { discover } = await import("../discover.ts");
    done(await discover(await chooseUrl(url ?? options.url, environment), options, output));
  });
}
