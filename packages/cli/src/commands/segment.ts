/** `kept segment export`: through a running server. */

import type { Command } from "commander";
import type { SegmentCommand } from "../export-segment.ts";
import type { CommandContext } from "./command-context.ts";
import { type ServerOptions, serverOf, withServer } from "./shared-options.ts";

export function addSegment(program: Command, { environment, output, done }: CommandContext): void {
  const segmentCommand = program
    .command("segment")
    .description("everybody for whom the answer about a purpose is yes")
    .command("export")
    .description("their addresses, for a mailing service: a disclosure, which the ledger keeps")
    .requiredOption("--purpose <name>", "a purpose of the configuration")
    .requiredOption("--recipient <name>", "who gets it: a recipient that the purpose names")
    .option("--topic <name>", "one of its topics")
    .option("--out <file>", "write the CSV here, readable for you alone");
  withServer(segmentCommand).action(async (options: ServerOptions & SegmentCommand) => {
    const { exportSegmentCommand } = await import("../export-segment.ts");
    done(await exportSegmentCommand(serverOf(options, environment), options, output));
  });
}
