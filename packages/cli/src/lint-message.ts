/** `kept lint message FILE.eml`: does a message carry what its class must not. Needs no server. */
import { existsSync, readFileSync } from "node:fs";
import { findMixture } from "@kept/engine/messages/find-mixture";
import { readShown } from "@kept/server/messages/read-shown";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";

export interface LintMessageCommand {
  readonly class: "service" | "marketing";
  readonly json?: boolean;
}

/** Exit code 1 when the message mixes. */
export async function lintMessage(file: string, options: LintMessageCommand, output: Output): Promise<ExitCode> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const findings = findMixture({ class: options.class, ...(await readShown(readFileSync(file))) });
  if (options.json) {
    await output.out(`${JSON.stringify({ class: options.class, findings })}\n`);
  } else if (findings.length === 0) {
    await output.out(
      `${paint(output, ["green", "bold"], `The message is ${options.class}.`)} Nothing says otherwise.\n`,
    );
  } else {
    const lines = findings.map(({ rule, is, where, matched }) => `  ${where}: "${matched}" is ${is} (${rule})\n`);
    await output.out(
      `${paint(output, ["red", "bold"], "The message mixes service and marketing.")} ` +
        `In a ${options.class} stream it would be refused; send the two apart.\n${lines.join("")}`,
    );
  }
  return findings.length === 0 ? EXIT.done : EXIT.failed;
}
