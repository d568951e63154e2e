/** `kept ledger verify`: of a file, or of a running server. */

import type { Command } from "commander";
import type { LedgerCommand } from "../ledger.ts";
import type { CommandContext } from "./command-context.ts";
import { type ServerOptions, serverOf, withServer } from "./shared-options.ts";

export function addLedger(program: Command, { environment, output, done }: CommandContext): void {
  const ledger = program.command("ledger").description("the tamper-evident record");
  const verifyCommand = ledger
    .command("verify")
    .description("recompute the ledger and say whether it is whole")
    .argument("[file]", "an exported ledger (JSON lines); without, the running server's")
    .option("--key <key>", "the ledger's public key, kept from before; without, the one that it names itself")
    .option("--json", "print JSON");
  withServer(verifyCommand).action(async (file: string | undefined, options: ServerOptions & LedgerCommand) => {
    const { verifyLedgerCommand } = await import("../ledger.ts");
    done(await verifyLedgerCommand(file, serverOf(options, environment), options, output));
  });
}
