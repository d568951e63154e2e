/** `kept operators sign-in`. */

import { type Command, Option } from "commander";
import type { SignInCommand } from "../operators.ts";
import type { CommandContext } from "./command-context.ts";

export function addOperators(program: Command, { output, done }: CommandContext): void {
  program
    .command("operators")
    .description("who may use the console")
    .command("sign-in")
    .description("print a link that signs an operator in once; run it where the server runs")
    .requiredOption("--email <address>", "the operator's e-mail address; made an operator when there is none with it")
    .option("--name <name>", "name of a new operator", "Privacy lead")
    .addOption(
      new Option("--role <role>", "role of a new operator")
        .choices(["privacy-lead", "engineer", "viewer"])
        .default("privacy-lead"),
    )
    .option("--server <address>", "the server, when it is not where its settings say")
    .action(async (options: SignInCommand) => {
      const { signInOperator } = await import("../operators.ts");
      done(await signInOperator(options, output));
    });
}
