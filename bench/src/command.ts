/** The command `npm run bench -- <scenario ...> [--json] [--rows N] [--runs N] [--only PART]`, `npm run bench -- --list`. */
import { parseArgs } from "node:util";
import { describeResults, describeScenarios, jsonLine } from "./report.ts";
import { type Result, type ScenarioOptions, UsageError } from "./scenario.ts";

const usage =
  "Usage: npm run bench -- <scenario ...> [--json] [--rows N] [--runs N] [--only PART]   or   npm run bench -- --list";

const help = `${usage}

  --json       one line of JSON for each result, as soon as it is there
  --rows N     rows of the database, where a scenario has one
  --runs N     how often each side is timed
  --only PART  of inference: one group of schemas
  --list       every scenario and what it measures`;

interface Command {
  readonly names: readonly string[];
  readonly list: boolean;
  readonly help: boolean;
  readonly json: boolean;
  readonly rows: number | null;
  readonly runs: number | null;
  readonly only: string | null;
}

function readCommand(args: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        list: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        rows: { type: "string" },
        runs: { type: "string" },
        only: { type: "string" },
      },
    });
    return {
      names: positionals,
      list: values.list,
      help: values.help,
      json: values.json,
      rows: readCount("rows", values.rows),
      runs: readCount("runs", values.runs),
      only: values.only ?? null,
    };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function readCount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(count) || count < 1)
    throw new UsageError(`--${name} takes a number from 1, not "${text}".`);
  return count;
}

/** Where it writes, a line at a time. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}

/** Runs it and gives its exit code. */
export async function runBench(args: readonly string[], output: Output): Promise<number> {
  try {
    return await obey(readCommand(args), output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(`${error.message}\n${usage}`);
    return 2;
  }
}

async function obey(command: Command, output: Output): Promise<number> {
  if (command.help) {
    output.out(help);
    return 0;
  }
  if (command.names.length === 0 && !command.list) throw new UsageError("Which scenario?");
  // They load half the product: whoever is told how to ask need not wait for it.
  const { chooseScenarios, groups, scenarios } = await import("./scenarios.ts");
  if (command.list) {
    output.out(describeScenarios(scenarios));
    for (const [name, members] of Object.entries(groups)) {
      output.out(`${name}: ${members.map((scenario) => scenario.name).join(", ")}`);
    }
    return 0;
  }
  const results: Result[] = [];
  for (const scenario of chooseScenarios(command.names)) {
    const onProgress: ScenarioOptions["onProgress"] = (what) => output.err(`${scenario.name}: ${what}`);
    const { rows, runs, only } = command;
    const made = [await scenario.run({ rows, runs, only, onProgress })].flat();
    results.push(...made);
    if (command.json) for (const result of made) output.out(jsonLine(result));
  }
  if (!command.json) output.out(describeResults(results));
  return 0;
}
