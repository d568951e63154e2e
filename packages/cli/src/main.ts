/** The `kept` command: what it understands, a file a command. What a command does is loaded when it is called. */
import { Command } from "commander";
import { addAccess } from "./commands/access.ts";
import { addCategories } from "./commands/categories.ts";
import { addCheck } from "./commands/check.ts";
import type { CommandContext } from "./commands/command-context.ts";
import { addDiscover } from "./commands/discover.ts";
import { addDrp } from "./commands/drp.ts";
import { addErase } from "./commands/erase.ts";
import { addExplain } from "./commands/explain.ts";
import { addGenerate } from "./commands/generate.ts";
import { addImport } from "./commands/import.ts";
import { addLedger } from "./commands/ledger.ts";
import { addLift } from "./commands/lift.ts";
import { addLint } from "./commands/lint.ts";
import { addOperators } from "./commands/operators.ts";
import { addPackage } from "./commands/package.ts";
import { addReceipt } from "./commands/receipt.ts";
import { addRectify } from "./commands/rectify.ts";
import { addReplay } from "./commands/replay.ts";
import { addResidue } from "./commands/residue.ts";
import { addRestrict } from "./commands/restrict.ts";
import { addScan } from "./commands/scan.ts";
import { addSegment } from "./commands/segment.ts";
import { addStart } from "./commands/start.ts";
import { addUndo } from "./commands/undo.ts";
import { type CliEnvironment, readCliEnvironment } from "./environment.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { explainError } from "./explain-error.ts";
import { createProcessOutput, type Output } from "./print.ts";

/** In the order in which help lists them. */
const COMMANDS: readonly ((program: Command, context: CommandContext) => void)[] = [
  addDiscover,
  addAccess,
  addErase,
  addRestrict,
  addLift,
  addRectify,
  addUndo,
  addExplain,
  addReplay,
  addResidue,
  addImport,
  addCategories,
  addLedger,
  addLint,
  addSegment,
  addPackage,
  addReceipt,
  addGenerate,
  addDrp,
  addOperators,
  addStart,
  addScan,
  addCheck,
];

/** Runs one command and answers its exit code. Never throws. */
export async function main(
  args: readonly string[],
  output: Output = createProcessOutput(),
  environment: CliEnvironment = readCliEnvironment(),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const done = (result: ExitCode) => {
    code = result;
  };
  const program = buildProgram({ environment, output, done });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return explainError(error, output);
  }
}

/** Everything that is understood; `context` is what commands work with once they are called. */
export function buildProgram(context: CommandContext): Command {
  const { output } = context;
  const program = new Command("kept")
    .description("Run your privacy policy: find, show, do and prove, on databases Kept did not design.")
    .version("0.1.0", "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void output.out(text),
      writeErr: output.err,
      outputError: (text, write) => write(`${text.replace(/^error: ./, (start) => start.slice(7).toUpperCase())}`),
    })
    .showHelpAfterError("`kept --help` and `kept <command> --help` tell what is understood.")
    .addHelpText("after", HELP);
  for (const add of COMMANDS) add(program, context);
  return program;
}

const HELP = `
Try it on your own data, without a server; nothing is changed without --yes:
  kept discover postgres://user@host/shop --accept --out shop.map.yaml
  kept access --url postgres://user@host/shop --map shop.map.yaml --email ada@example.org --out ada.zip
  kept erase  --url postgres://user@host/shop --map shop.map.yaml --email ada@example.org

KEPT_URL stands in for --url; KEPT_SERVER and KEPT_API_KEY for --server and --api-key.
Exit codes: 0 done, 1 failed, 2 bad usage, 3 blocked by findings (kept check: a map has drifted; kept residue: something is left; kept scan: not as declared; kept lint: the banner steers), 4 not found.
`;
