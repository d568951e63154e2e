/** The `kept` command: what it understands, and how trouble is told. */
import { MapInvalid } from "@kept/connectors/rights/map-file";
import { SystemError } from "@kept/connectors/connector";
import { CATEGORIES } from "@kept/engine/categories";
import { KeptProblem, KeptUnreachable } from "@kept/sdk/client";
import { Command, CommanderError, Option } from "commander";
import { type AccessCommand, access } from "./access.ts";
import { type DiscoverCommand, discover } from "./discover.ts";
import { readCliEnvironment } from "./environment.ts";
import { type EraseCommand, erase } from "./erase.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { verifyLedgerCommand } from "./ledger.ts";
import { formatTable, type Output, processOutput } from "./print.ts";
import { accessByServer, discoverByServer, eraseByServer, type ServerOptions } from "./server-requests.ts";
import { start } from "./start.ts";
import { chooseUrl, openTarget, type PersonOptions, readPerson, readScope, type TargetOptions } from "./target.ts";

interface RightCommand extends TargetOptions, PersonOptions, ServerOptions {
  readonly scope?: readonly string[];
}

/** Runs one command and answers its exit code. Never throws. */
export async function main(args: readonly string[], output: Output = processOutput): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = buildProgram(output, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return explain(error, output);
  }
}

function buildProgram(output: Output, done: (code: ExitCode) => void): Command {
  const environment = readCliEnvironment();
  const program = new Command("kept")
    .description("Run your privacy policy: find, show, do and prove, on databases Kept did not design.")
    .version("0.1.0")
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .addHelpText("after", HELP);

  withTarget(program.command("discover").description("what is personal, whose rows are whose, what is unclear"))
    .argument("[url]", "a database address, a SQLite file, or the name of a system of a running server")
    .option("--out <file>", "write the map (YAML) here; what stood there is kept as <file>.bak")
    .option("--accept", "confirm every proposal in one word")
    .option("--accept-table <name>", "confirm the proposals of this table (repeatable)", collect)
    .action(async (url: string | undefined, options: DiscoverCommand & ServerOptions) => {
      const server = serverOf(options, environment);
      const isSystemName = url !== undefined && !/[:/.\\]/.test(url);
      if (isSystemName && server !== null) return done(await discoverByServer(server, url, options, output));
      done(await discover(chooseUrl(url === undefined ? options : { url }, environment), options, output));
    });

  withPerson(withTarget(program.command("access").description("the data of one person: summary, JSON or package")))
    .option("--out <file>", "write the package (ZIP) here")
    .addOption(new Option("--language <code>", "language of the package").choices(["en", "de"]).default("en"))
    .action(async (options: RightCommand & AccessCommand) => {
      const person = readPerson(options);
      const server = options.url === undefined ? serverOf(options, environment) : null;
      if (server !== null) return done(await accessByServer(server, person, options, output));
      await using rights = await openTarget(chooseUrl(options, environment), options);
      done(await access(rights, person, await scopeOf(rights, options), options, output));
    });

  withPerson(withTarget(program.command("erase").description("what an erasure would do; with --yes, do it")))
    .option("--yes", "do it; without, nothing is changed")
    .action(async (options: RightCommand & EraseCommand) => {
      const person = readPerson(options);
      const server = options.url === undefined ? serverOf(options, environment) : null;
      if (server !== null) return done(await eraseByServer(server, person, options, output));
      const url = chooseUrl(options, environment);
      await using rights = await openTarget(url, options);
      const place = { url, dataDir: environment.dataDir };
      done(await erase(rights, person, await scopeOf(rights, options), options, place, output));
    });

  program
    .command("categories")
    .description("the taxonomy of data categories, as maps name them")
    .action(() => {
      const rows = CATEGORIES.map(({ name, title, iri }) => [name, title, iri ?? ""] as const);
      output.out(formatTable(["category", "what", "DPV"], rows));
    });

  const ledger = program.command("ledger").description("the tamper-evident record");
  withServer(ledger.command("verify").description("recompute the ledger and say whether it is whole"))
    .argument("[file]", "an exported ledger (JSON lines); without, the running server's")
    .option("--json", "print the result as JSON")
    .action(async (file: string | undefined, options: ServerOptions & { readonly json?: boolean }) => {
      done(await verifyLedgerCommand(file, serverOf(options, environment), options, output));
    });

  program
    .command("start")
    .description("run the server: API, privacy centre, console and workers in one process")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .action(async (options: { readonly config: string }) => done(await start(options.config, output)));

  return program;
}

const HELP = `
Try it on your own data, without a server:
  kept discover postgres://user@host/shop --accept --out shop.map.yaml
  kept access --url postgres://user@host/shop --map shop.map.yaml --email ada@example.org --out ada.zip
  kept erase  --url postgres://user@host/shop --map shop.map.yaml --email ada@example.org        (a dry run)

KEPT_URL stands in for --url; KEPT_SERVER and KEPT_API_KEY for --server and --api-key.
Exit codes: 0 done, 1 failed, 2 bad usage, 3 blocked by findings, 4 not found.
`;

function withTarget(command: Command): Command {
  return withServer(command)
    .option("--url <address>", "postgres://, mysql://, mariadb:// or a SQLite file")
    .option("--map <file>", "the map of this database")
    .option("--schema <name>", "database schema to read (repeatable; default: all that the user can see)", collect)
    .option("--no-data", "infer from the catalogue alone; look at no rows")
    .option("--json", "print JSON");
}

function withServer(command: Command): Command {
  return command
    .option("--server <address>", "go through a running Kept server")
    .option("--api-key <key>", "API key for the server (better: KEPT_API_KEY)");
}

function withPerson(command: Command): Command {
  return command
    .option("--email <address>", "e-mail address of the person", collect)
    .option("--phone <number>", "phone number of the person", collect)
    .option("--username <name>", "user name of the person", collect)
    .option("--id <table:key>", "a row that is the person; parts of a key separated by commas", collect)
    .option("--scope <names>", "only these tables or categories of data, separated by commas", collect);
}

/** An option that may be given several times. */
function collect(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, value];
}

function serverOf(options: ServerOptions, environment: ReturnType<typeof readCliEnvironment>) {
  const server = options.server ?? environment.server;
  const apiKey = options.apiKey ?? environment.apiKey;
  return server === null ? null : { server, apiKey };
}

async function scopeOf(rights: Awaited<ReturnType<typeof openTarget>>, options: RightCommand) {
  const { index } = await rights.discover();
  const tables = index.model.tables.map(({ name }) => name);
  return readScope(options.scope, tables, CATEGORIES.map(({ name }) => name));
}

/** Trouble in words: what is wrong, and what to do. A stack trace is for defects only. */
function explain(error: unknown, output: Output): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError || error instanceof MapInvalid) {
    output.err(`${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof SystemError) {
    output.err(`${error.message} (${error.code})\n${error.advice}\n`);
    return error.code === "system_url_invalid" ? EXIT.usage : EXIT.failed;
  }
  if (error instanceof KeptProblem) {
    output.err(`${error.message} (${error.problem.code})\n`);
    return error.problem.status === 404 ? EXIT.notFound : error.problem.status === 422 ? EXIT.usage : EXIT.failed;
  }
  if (error instanceof KeptUnreachable) {
    output.err(`${error.message}\n`);
    return EXIT.failed;
  }
  output.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}
