/** `kept drp`: the agent of the Data Rights Protocol. */

import type { Command } from "commander";
import type { AgentOptions, ExerciseOptions } from "../drp.ts";
import type { CommandContext } from "./command-context.ts";

export function addDrp(program: Command, { output, done }: CommandContext): void {
  const drpCommand = program
    .command("drp")
    .description("an authorised agent of the Data Rights Protocol 1.0, to test a provider with");
  drpCommand
    .command("keygen")
    .description("make the agent's key, and print what goes into the directory")
    .argument("<file>", "the seed is written here, for this account only")
    .action(async (file: string) => done(await (await import("../drp.ts")).makeAgentKey(file, output)));
  withAgent(drpCommand.command("setup").description("get a token from the provider; an earlier one ends")).action(
    async (options: AgentOptions) => done(await (await import("../drp.ts")).setUpAgent(options, output)),
  );
  withAgent(drpCommand.command("exercise").description("exercise a right of a person"))
    .argument("<right>", "access, access:categories, access:specific, deletion, sale:opt-out")
    .option("--email <address>", "the person's e-mail address")
    .option("--name <name>", "the person's name")
    .option("--phone <number>", "the person's phone number, +49…")
    .option("--verified", "the agent has verified the address and the number")
    .option("--regime <name>", "ccpa; without it the right is exercised voluntarily")
    .option("--callback <url>", "where the provider tells of the request")
    .action(async (right: string, options: ExerciseOptions) =>
      done(await (await import("../drp.ts")).exerciseRight(right, options, output)),
    );
  withAgent(drpCommand.command("status").description("where a request stands"))
    .argument("<request>", "the request's id, as the provider gave it")
    .action(async (requestId: string, options: AgentOptions) =>
      done(await (await import("../drp.ts")).readRightStatus(requestId, options, output)),
    );
  withAgent(drpCommand.command("revoke").description("take a request back"))
    .argument("<request>", "the request's id, as the provider gave it")
    .option("--reason <text>", "why")
    .action(async (requestId: string, options: AgentOptions & { readonly reason?: string }) =>
      done(await (await import("../drp.ts")).revokeRight(requestId, options, output)),
    );
}

function withAgent(command: Command): Command {
  return command
    .option("--base <url>", "api_base of the provider; /v1/… follows")
    .option("--agent <id>", "the agent's id in the directory")
    .option("--business <id>", "the business's id in the directory")
    .option("--key <file>", "the agent's seed, from `kept drp keygen`")
    .option("--token <file>", "where the token is kept; default <agent>.token")
    .option("--json", "print JSON");
}
