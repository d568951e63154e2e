/** `kept receipt verify`. */

import type { Command } from "commander";
import type { ReceiptCommand } from "../receipt.ts";
import type { CommandContext } from "./command-context.ts";

export function addReceipt(program: Command, { output, done }: CommandContext): void {
  program
    .command("receipt")
    .description("what people were given about their choices")
    .command("verify")
    .description("check a receipt: what it says, who signed it, that it was entered; needs no server")
    .argument("<file>", "the receipt, as it was downloaded")
    .option("--key <key>", "the ledger's public key, kept from before; without, the one that the receipt names itself")
    .option("--json", "print JSON")
    .action(async (file: string, options: ReceiptCommand) => {
      const { verifyReceiptCommand } = await import("../receipt.ts");
      done(await verifyReceiptCommand(file, options, output));
    });
}
