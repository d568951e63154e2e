/** The `kept` command: what it understands. What a command does is loaded when it is called. */
import { Command, Option } from "commander";
import type { AccessCommand } from "./access.ts";
import type { ChangeCommand } from "./change-command.ts";
import type { CheckCommand } from "./check.ts";
import type { DiscoverCommand } from "./discover.ts";
import type { AgentOptions, ExerciseOptions } from "./drp.ts";
import { type CliEnvironment, readCliEnvironment } from "./environment.ts";
import type { ErasePeopleCommand } from "./erase-people.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import type { ExplainCommand } from "./explain.ts";
import { explainError } from "./explain-error.ts";
import type { SegmentCommand } from "./export-segment.ts";
import type { GenerateTypesCommand } from "./generate-types.ts";
import type { ImportCommand } from "./import-fideslang.ts";
import type { ImportPackageCommand } from "./import-package.ts";
import type { LedgerCommand } from "./ledger.ts";
import type { LintBannerCommand } from "./lint-banner.ts";
import type { LintMessageCommand } from "./lint-message.ts";
import type { SignInCommand } from "./operators.ts";
import { type PersonOptions, readPerson, readPersonIfNamed, readScopeWords } from "./person-options.ts";
import { createProcessOutput, formatTable, type Output } from "./print.ts";
import type { ReceiptCommand } from "./receipt.ts";
import type { ReplayCommand } from "./replay.ts";
import type { ResidueCommand } from "./residue.ts";
import type { ScanCommand } from "./scan.ts";
import type { ServerAddress } from "./server-connection.ts";
import type { TargetOptions } from "./target.ts";
import type { UndoCommand } from "./undo.ts";
import type { VerifyPackageCommand } from "./verify-package.ts";

interface ServerOptions {
  readonly server?: string;
  readonly apiKey?: string;
  readonly system?: string;
}

type RightCommand = TargetOptions & PersonOptions & ServerOptions;

/** Runs one command and answers its exit code. Never throws. */
export async function main(
  args: readonly string[],
  output: Output = createProcessOutput(),
  environment: CliEnvironment = readCliEnvironment(),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = buildProgram(output, environment, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return explainError(error, output);
  }
}

function buildProgram(output: Output, environment: CliEnvironment, done: (code: ExitCode) => void): Command {
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

  const discoverCommand = program
    .command("discover")
    .description("what is personal, whose rows are whose, what is unclear")
    .argument("[url]", "a database address, a SQLite file, or the name of a system of a running server")
    .option("--accept", "confirm every proposal in one word")
    .option("--accept-table <name>", "confirm the proposals of this table (repeatable)", collect)
    .option("--query-log <file>", "statements the application runs (SQL, csv log, general log): what joins show beside")
    .option("--out <file>", "write the map (YAML) here; what stood there is kept as <file>.bak")
    .option("--json", "print JSON");
  withTarget(discoverCommand).action(async (url: string | undefined, options: DiscoverCommand & ServerOptions) => {
    const server = serverOf(options, environment);
    const isSystemName = url === undefined ? options.system !== undefined : !/[:/.\\]/.test(url);
    if (isSystemName && server !== null) {
      const { discoverByServer } = await import("./server-systems.ts");
      return done(await discoverByServer(server, url ?? options.system ?? "", options, output));
    }
    const { chooseUrl } = await import("./target.ts");
    const { discover } = await import("./discover.ts");
    done(await discover(await chooseUrl(url ?? options.url, environment), options, output));
  });

  const accessCommand = program
    .command("access")
    .description("the data of one person: a summary, JSON, or the package that they get")
    .option("--out <file>", "write the package (ZIP) here")
    .addOption(new Option("--language <code>", "language of the package").choices(["en", "de"]).default("en"))
    .option("--json", "print JSON: {person, tables, gaps}");
  withTarget(withPerson(accessCommand)).action(async (options: RightCommand & AccessCommand) => {
    const person = readPerson(options);
    const words = readScopeWords(options);
    const server = options.url === undefined ? serverOf(options, environment) : null;
    if (server !== null) {
      const { accessByServer } = await import("./server-requests.ts");
      return done(await accessByServer(server, person, words, options, output));
    }
    const target = await import("./target.ts");
    const { access } = await import("./access.ts");
    await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
    const { index } = await rights.discover();
    const scope = target.readScope(words, index);
    done(await access(rights, target.describePerson(index, person), scope, options, output));
  });

  const eraseCommand = program
    .command("erase")
    .description("what an erasure would do; with --yes, do it")
    .option("--yes", "do it; without, nothing is changed")
    .option("--undo-window <duration>", "keep it sealed for so long that `kept undo` can take it back (P7D)")
    .option("--people <file>", "everybody in this file, in one run: one identifier or table:key a line, or a CSV")
    .option("--skip-unclear", "with --people: go on without those who are unknown or not clear")
    .option("--json", "print JSON: {mode, tables, findings, verified}; with --people also {people, skipped}");
  withTarget(withPerson(eraseCommand)).action(async (options: RightCommand & ErasePeopleCommand) => {
    if (options.people !== undefined) {
      if (readPersonIfNamed(options) !== null)
        throw new UsageError("--people is for everybody in the file: without --email or --id.");
      const target = await import("./target.ts");
      const { erasePeople } = await import("./erase-people.ts");
      const url = await target.chooseUrl(options.url, environment);
      await using rights = await target.openTarget(url, options);
      const scope = target.readScope(readScopeWords(options), (await rights.discover()).index);
      const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
      return done(await erasePeople(rights, options.people, scope, options, place, output));
    }
    const person = readPerson(options);
    const words = readScopeWords(options);
    const server = options.url === undefined ? serverOf(options, environment) : null;
    if (server !== null) {
      const { eraseByServer } = await import("./server-requests.ts");
      return done(await eraseByServer(server, person, words, options, output));
    }
    const target = await import("./target.ts");
    const { erase } = await import("./erase.ts");
    const url = await target.chooseUrl(options.url, environment);
    await using rights = await target.openTarget(url, options);
    const { index } = await rights.discover();
    const scope = target.readScope(words, index);
    const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
    done(await erase(rights, target.describePerson(index, person), scope, options, place, output));
  });

  addChangeCommands(program, environment, output, done);

  const explainCommand = program
    .command("explain")
    .description("whose a row is and why; what access shows of it, what an erasure does to it")
    .argument("<table>", "the table of the row")
    .argument("<key>", "its key; several parts separated by commas")
    .option("--json", "print JSON: {row, exists, people, more}");
  withDatabase(withNaming(explainCommand.optionsGroup("For whom (default: everybody whom it concerns):"))).action(
    async (table: string, key: string, options: TargetOptions & PersonOptions & ExplainCommand) => {
      const person = readPersonIfNamed(options);
      const target = await import("./target.ts");
      const { explain } = await import("./explain.ts");
      await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
      const { index } = await rights.discover();
      const query = person === null ? null : target.describePerson(index, person);
      done(await explain(rights, target.readRow(index, table, key), query, options, output));
    },
  );

  const replayCommand = program
    .command("replay")
    .description("after a backup was restored: erase again whoever was erased since")
    .option("--since <moment>", "only erasures since the backup was made")
    .option("--from <address>", "the address at which they were erased, when the backup was restored elsewhere")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, erasures, due, erased, clean, blocked, newer, ambiguous, tables, verified}");
  withTarget(replayCommand).action(async (options: RightCommand & ReplayCommand & { readonly from?: string }) => {
    const server = options.url === undefined ? serverOf(options, environment) : null;
    if (server !== null) {
      const { replayByServer } = await import("./server-replay.ts");
      return done(await replayByServer(server, options.system, options, output));
    }
    const target = await import("./target.ts");
    const { replay } = await import("./replay.ts");
    const url = await target.chooseUrl(options.url, environment);
    await using rights = await target.openTarget(url, options);
    const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
    const from = options.from === undefined ? place.target : target.identifyTarget(options.from);
    done(await replay(rights, options, place, from, output));
  });

  const residueCommand = program
    .command("residue")
    .description("where values of a person still stand, in any text of a database, whatever its map says")
    .option("--text <words>", "look for these words too, a name for instance (repeatable)", collect)
    .option("--plus-tags", "ada+tag@example.org counts as ada@example.org")
    .option("--request <reference>", "the request whose person is meant; through a running server, in all its systems")
    .option("--json", "print JSON: {places, tables, columns, unread, findings}; through a server {state, systems}");
  withServer(withDatabase(withNaming(residueCommand.optionsGroup("Whose:")))).action(
    async (options: TargetOptions & PersonOptions & ServerOptions & ResidueCommand) => {
      const server = options.url === undefined ? serverOf(options, environment) : null;
      if (server !== null) {
        const { residueByServer } = await import("./server-residue.ts");
        return done(await residueByServer(server, options, output));
      }
      const person = readPerson(options);
      const target = await import("./target.ts");
      const { residue } = await import("./residue.ts");
      await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
      const { index } = await rights.discover();
      done(await residue(rights, target.describePerson(index, person), options, output));
    },
  );

  const importing = program.command("import").description("take in what others have written");
  const packageCommand = importing
    .command("package")
    .description("put a person's package into an empty database of the same shape")
    .argument("<file>", "the package (ZIP)")
    .option("--system <name>", "which system of the package")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, tables, stubs, emptied, findings, left}");
  withDatabase(packageCommand).action(async (file: string, options: TargetOptions & ImportPackageCommand) => {
    const target = await import("./target.ts");
    const { importPackage } = await import("./import-package.ts");
    await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
    done(await importPackage(rights, file, options, output));
  });

  const importCommand = importing
    .command("fideslang")
    .description("dataset annotations (YAML); what a map cannot say is reported")
    .argument("<file...>", "annotation files")
    .option("--out <file>", "write the map (YAML) here; a folder gets a map for each dataset")
    .option("--dataset <key>", "only the dataset with this fides_key")
    .option("--json", "print JSON: {datasets: [{dataset, map, findings}]}");
  withAddress(importCommand.optionsGroup("Hold it against the live database:")).action(
    async (files: readonly string[], options: ImportCommand) => {
      const { chooseUrl } = await import("./target.ts");
      const { importFideslang } = await import("./import-fideslang.ts");
      const url = options.url === undefined ? null : await chooseUrl(options.url, environment);
      done(await importFideslang(files, url, options, output));
    },
  );

  program
    .command("categories")
    .description("the categories of data, as maps name them")
    .option("--json", "print JSON")
    .action(async (options: { readonly json?: boolean }) => {
      const { CATEGORIES } = await import("@kept/engine/categories");
      if (options.json) return await output.out(`${JSON.stringify(CATEGORIES)}\n`);
      const rows = CATEGORIES.map(({ name, title, iri }) => [name, title, iri ?? ""] as const);
      await output.out(formatTable(output, ["category", "what", "W3C DPV"], rows));
    });

  const ledger = program.command("ledger").description("the tamper-evident record");
  const verifyCommand = ledger
    .command("verify")
    .description("recompute the ledger and say whether it is whole")
    .argument("[file]", "an exported ledger (JSON lines); without, the running server's")
    .option("--key <key>", "the ledger's public key, kept from before; without, the one that it names itself")
    .option("--json", "print JSON");
  withServer(verifyCommand).action(async (file: string | undefined, options: ServerOptions & LedgerCommand) => {
    const { verifyLedgerCommand } = await import("./ledger.ts");
    done(await verifyLedgerCommand(file, serverOf(options, environment), options, output));
  });

  const lint = program.command("lint").description("look at what people are shown or sent, before they are");
  lint
    .command("message")
    .description("does a message mix service and marketing; needs no server")
    .argument("<file>", "the message, as it would be sent (.eml)")
    .addOption(
      new Option("--class <class>", "the class of its stream").choices(["service", "marketing"]).default("marketing"),
    )
    .option("--json", "print JSON: {class, findings}")
    .action(async (file: string, options: LintMessageCommand) => {
      const { lintMessage } = await import("./lint-message.ts");
      done(await lintMessage(file, options, output));
    });

  const segmentCommand = program
    .command("segment")
    .description("everybody for whom the answer about a purpose is yes")
    .command("export")
    .description("their addresses, for a mailing service: a disclosure, which the ledger keeps")
    .requiredOption("--purpose <name>", "a purpose of the configuration")
    .requiredOption("--recipient <name>", "who gets it: a recipient that the purpose names")
    .option("--topic <name>", "one of its topics")
    .option("--out <file>", "write the CSV here, readable for you alone");
  withServer(segmentCommand).action(async (options: ServerOptions & SegmentCommand) => {
    const { exportSegmentCommand } = await import("./export-segment.ts");
    done(await exportSegmentCommand(serverOf(options, environment), options, output));
  });

  program
    .command("package")
    .description("what people were given of their data")
    .command("verify")
    .description("check that a package is whole, and each table what its schema says; needs no server")
    .argument("<file>", "the package (ZIP)")
    .option("--json", "print JSON")
    .action(async (file: string, options: VerifyPackageCommand) => {
      const { verifyPackage } = await import("./verify-package.ts");
      done(await verifyPackage(file, options, output));
    });

  program
    .command("receipt")
    .description("what people were given about their choices")
    .command("verify")
    .description("check a receipt: what it says, who signed it, that it was entered; needs no server")
    .argument("<file>", "the receipt, as it was downloaded")
    .option("--key <key>", "the ledger's public key, kept from before; without, the one that the receipt names itself")
    .option("--json", "print JSON")
    .action(async (file: string, options: ReceiptCommand) => {
      const { verifyReceiptCommand } = await import("./receipt.ts");
      done(await verifyReceiptCommand(file, options, output));
    });

  program
    .command("generate")
    .description("make code of the configuration")
    .command("types")
    .description("purposes, categories, recipients, channels and topics as TypeScript types for the SDK's gate")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--out <file>", "write here; without, print")
    .action(async (options: GenerateTypesCommand) => {
      const { generateTypes } = await import("./generate-types.ts");
      done(await generateTypes(options, output));
    });

  const drpCommand = program
    .command("drp")
    .description("an authorised agent of the Data Rights Protocol 1.0, to test a provider with");
  drpCommand
    .command("keygen")
    .description("make the agent's key, and print what goes into the directory")
    .argument("<file>", "the seed is written here, for this account only")
    .action(async (file: string) => done(await (await import("./drp.ts")).makeAgentKey(file, output)));
  withAgent(drpCommand.command("setup").description("get a token from the provider; an earlier one ends")).action(
    async (options: AgentOptions) => done(await (await import("./drp.ts")).setUpAgent(options, output)),
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
      done(await (await import("./drp.ts")).exerciseRight(right, options, output)),
    );
  withAgent(drpCommand.command("status").description("where a request stands"))
    .argument("<request>", "the request's id, as the provider gave it")
    .action(async (requestId: string, options: AgentOptions) =>
      done(await (await import("./drp.ts")).readRightStatus(requestId, options, output)),
    );
  withAgent(drpCommand.command("revoke").description("take a request back"))
    .argument("<request>", "the request's id, as the provider gave it")
    .option("--reason <text>", "why")
    .action(async (requestId: string, options: AgentOptions & { readonly reason?: string }) =>
      done(await (await import("./drp.ts")).revokeRight(requestId, options, output)),
    );

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
      const { signInOperator } = await import("./operators.ts");
      done(await signInOperator(options, output));
    });

  program
    .command("start")
    .description("run the server: API, privacy centre, console and workers in one process")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .action(async (options: { readonly config: string }) => {
      const { start } = await import("./start.ts");
      done(await start(options.config, output));
    });

  program
    .command("scan")
    .description("what a site really keeps in browsers and asks for, held against what the configuration declares")
    .argument("<url>", "where to begin; only pages of its origin are opened")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--browser <path>", "a Chromium of this machine (or KEPT_CHROMIUM); none is downloaded")
    .option("--region <code>", "as a visitor from there: DE, US-CA (repeatable; default: unknown)", collect)
    .option("--country-header <name>", "header that tells the site the country; default: banner.countryHeader")
    .option("--header <name=value>", "send this header too (repeatable)", collect)
    .option("--state <name>", "only this: before, accepted, rejected, withdrawn, signal (repeatable)", collect)
    .option("--pages <count>", "pages to look at", "5")
    .option("--seconds <count>", "after so long nothing more is opened", "300")
    .option("--server <address>", "where Kept itself runs, when pages ask it directly")
    .option("--out <file>", "write the report (HTML) here")
    .option("--json", "print JSON: {site, at, findings, regions, proposed}")
    .action(async (url: string, options: ScanCommand) => {
      const { scan } = await import("./scan.ts");
      done(await scan(url, options, environment, output));
    });

  lint
    .command("banner")
    .description("does the banner steer people? words, colours and intervals, and how it looks in a browser")
    .argument("[url]", "a site as it is; without, the banners that the configuration makes")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--browser <path>", "a Chromium of this machine (or KEPT_CHROMIUM); none is downloaded")
    .option("--no-render", "words, colours and intervals only; needs no browser")
    .option("--pictures <folder>", "keep a picture of every banner that is looked at")
    .option("--json", "print JSON: {findings}")
    .action(async (url: string | undefined, options: LintBannerCommand) => {
      const { lintBannerCommand } = await import("./lint-banner.ts");
      done(await lintBannerCommand(url, options, environment, output));
    });

  const checkCommand = program
    .command("check")
    .description("look at the configuration, and whether the maps still match the live systems; made for CI")
    .option("--config <file>", "the operator's configuration", "kept.config.ts")
    .option("--no-systems", "look at the configuration only; connect to nothing")
    .option("--json", "print JSON: {systems: [{system, state, differences, findings}]}");
  withDatabase(checkCommand).action(async (options: CheckCommand & { readonly config: string }) => {
    const check = await import("./check.ts");
    if (options.url !== undefined) {
      const { chooseUrl } = await import("./target.ts");
      return done(await check.checkDatabase(await chooseUrl(options.url, environment), options, output));
    }
    if (options.map !== undefined) throw new UsageError("--map is the map of a database: name that with --url.");
    done(await check.checkConfig(options.config, options, environment.variables, output));
  });

  return program;
}

/** Rights that take nothing away for good, and the way back from them. Straight on a database. */
function addChangeCommands(
  program: Command,
  environment: CliEnvironment,
  output: Output,
  done: (code: ExitCode) => void,
): void {
  type Options = TargetOptions & PersonOptions & ChangeCommand;
  const open = async (options: TargetOptions) => {
    const target = await import("./target.ts");
    const url = await target.chooseUrl(options.url, environment);
    const rights = await target.openTarget(url, options);
    return { target, rights, place: { target: target.identifyTarget(url), dataDir: environment.dataDir } };
  };

  const restrictCommand = program
    .command("restrict")
    .description("what a restriction would do; with --yes, take a person's data out of ordinary use")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, run, tables, findings, verified}");
  withDatabase(withPerson(restrictCommand)).action(async (options: Options) => {
    const person = readPerson(options);
    const words = readScopeWords(options);
    const { target, rights, place } = await open(options);
    await using _rights = rights;
    const { index } = await rights.discover();
    const { restrict } = await import("./restrict.ts");
    const scope = target.readScope(words, index);
    done(await restrict(rights, target.describePerson(index, person), scope, options, place, output));
  });

  const liftCommand = program
    .command("lift")
    .description("lift a restriction; without a run and a person, list those that stand")
    .argument("[run]", "the restriction's run")
    .option("--yes", "do it; without, nothing is changed")
    .option("--id <table:key>", "the row that is the person, instead of the run", collect)
    .option("--json", "print JSON: {mode, run, tables, findings}");
  withDatabase(liftCommand).action(async (run: string | undefined, options: Options) => {
    const person = readPersonIfNamed(options);
    const { target, rights, place } = await open(options);
    await using _rights = rights;
    const { index } = await rights.discover();
    const { lift } = await import("./restrict.ts");
    const query = person === null ? null : target.describePerson(index, person);
    done(await lift(rights, run, query, options, place, output));
  });

  const rectifyCommand = program
    .command("rectify")
    .description("what a correction would do; with --yes, correct a value wherever it stands for the person")
    .requiredOption(
      "--set <name=value>",
      "table.column=value, table:key.column=value or category=value (repeatable)",
      collect,
    )
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, changes, findings, verified}");
  withDatabase(withNaming(rectifyCommand.optionsGroup("Whose:"))).action(
    async (options: Options & { readonly set: readonly string[] }) => {
      const person = readPerson(options);
      const { target, rights, place } = await open(options);
      await using _rights = rights;
      const { index } = await rights.discover();
      const { readCorrections, rectify } = await import("./rectify.ts");
      const corrections = readCorrections(index, options.set);
      done(await rectify(rights, target.describePerson(index, person), corrections, options, place, output));
    },
  );

  const undoCommand = program
    .command("undo")
    .description("take an erasure back while its window is open; without a run, list those that can be")
    .argument("[run]", "the erasure's run, or its receipt")
    .option("--receipt <file>", "the receipt, when it is not kept in the run's folder")
    .option("--sweep", "only destroy what windows that are over had kept, on every database; connects to nothing")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, run, tables, findings}");
  withDatabase(undoCommand).action(
    async (run: string | undefined, options: Options & UndoCommand & { readonly sweep?: boolean }) => {
      const { sweep, undo } = await import("./undo.ts");
      if (options.sweep) return done(await sweep(environment.dataDir, output));
      const { rights, place } = await open(options);
      await using _rights = rights;
      done(await undo(rights, run, options, place, output));
    },
  );
}

const HELP = `
Try it on your own data, without a server; nothing is changed without --yes:
  kept discover postgres://user@host/shop --accept --out shop.map.yaml
  kept access --url postgres://user@host/shop --map shop.map.yaml --email ada@example.org --out ada.zip
  kept erase  --url postgres://user@host/shop --map shop.map.yaml --email ada@example.org

KEPT_URL stands in for --url; KEPT_SERVER and KEPT_API_KEY for --server and --api-key.
Exit codes: 0 done, 1 failed, 2 bad usage, 3 blocked by findings (kept check: a map has drifted; kept residue: something is left; kept scan: not as declared; kept lint: the banner steers), 4 not found.
`;

function withAgent(command: Command): Command {
  return command
    .option("--base <url>", "api_base of the provider; /v1/… follows")
    .option("--agent <id>", "the agent's id in the directory")
    .option("--business <id>", "the business's id in the directory")
    .option("--key <file>", "the agent's seed, from `kept drp keygen`")
    .option("--token <file>", "where the token is kept; default <agent>.token")
    .option("--json", "print JSON");
}

function withTarget(command: Command): Command {
  return withServer(withDatabase(command)).option("--system <name>", "the system of the server that is meant");
}

function withDatabase(command: Command): Command {
  return withAddress(command.optionsGroup("Where, straight on a database:")).option(
    "--map <file>",
    "the map of this database",
  );
}

function withAddress(command: Command): Command {
  return command
    .option("--url <address>", "postgres://, mysql://, mariadb:// or a SQLite file")
    .option("--schema <name>", "database schema to read (repeatable; default: the search path)", collect)
    .option("--no-data", "infer from the catalogue alone; look at no rows");
}

function withServer(command: Command): Command {
  return command
    .optionsGroup("Where, through a running server:")
    .option("--server <address>", "go through a running Kept server")
    .option("--api-key <key>", "API key for the server (better: KEPT_API_KEY)");
}

function withPerson(command: Command): Command {
  return withNaming(command.optionsGroup("Who and what:")).option(
    "--scope <names>",
    "only these tables or categories of data, separated by commas",
    collect,
  );
}

function withNaming(command: Command): Command {
  return command
    .option("--email <address>", "e-mail address of the person (repeatable)", collect)
    .option("--phone <number>", "phone number of the person (repeatable)", collect)
    .option("--username <name>", "user name of the person (repeatable)", collect)
    .option("--id <table:key>", "the row that is the person; parts of a key separated by commas (repeatable)", collect);
}

/** An option that may be given several times. */
function collect(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, value];
}

function serverOf(options: ServerOptions, environment: CliEnvironment): ServerAddress | null {
  const server = options.server ?? environment.server;
  return server === null ? null : { server, apiKey: options.apiKey ?? environment.apiKey };
}
