/** `kept receipt verify`. */

import type { Command } from "commander";
import type { ReceiptCommand } from "../receipt.ts";
import type { CommandContext } from "./command-context.ts";

export function addReceipt(program: Command, { output, done }: CommandContext): void {
  program
    .command("receipt")
    .description("what people were given about their choices, and about what was done")
    .command("verify")
    .description("check a receipt, of choices, a request or a run: what it says, who signed it; needs no server")
    .argument("<file>", "the receipt, as it was downloaded")
    .option(
      "--key <key>",
      "the public key of the operator, kept from before; without, the one that the receipt names itself",
    )
    .option("--json", "print JSON")
    .action(async (file: string, options: ReceiptCommand) => {
      const { verifyReceiptCommand } = await import("../receipt.ts");
      done(await verifyReceiptCommand(file, options, output));
    });
}
