/** `kept package verify`. */

import type { Command } from "commander";
import type { VerifyPackageCommand } from "../verify-package.ts";
import type { CommandContext } from "./command-context.ts";

export function addPackage(program: Command, { output, done }: CommandContext): void {
  program
    .command("package")
    .description("what people were given of their data")
    .command("verify")
    .description("check that a package is whole, and each table what its schema says; needs no server")
    .argument("<file>", "the package (ZIP)")
    .option("--json", "print JSON")
    .action(async (file: string, options: VerifyPackageCommand) => {
      const { verifyPackage } = await import("../verify-package.ts");
      done(await verifyPackage(file, options, output));
    });
}
