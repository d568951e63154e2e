/** Options that several commands share: where, through which server, who, and what. */
import type { Command } from "commander";
import type { CliEnvironment } from "../environment.ts";
import type { PersonOptions } from "../person-options.ts";
import type { ServerAddress } from "../server-connection.ts";
import type { TargetOptions } from "../target.ts";

export interface ServerOptions {
  readonly server?: string;
  readonly apiKey?: string;
  readonly system?: string;
}

export type RightCommand = TargetOptions & PersonOptions & ServerOptions;

export function withTarget(command: Command): Command {
  return withServer(withDatabase(command)).option("--system <name>", "the system of the server that is meant");
}

export function withDatabase(command: Command): Command {
  return withAddress(command.optionsGroup("Where, straight on a database:"))
    .option("--map <file>", "the map of this database")
    .option("--files <store=folder>", "where the files stand that its rows name (repeatable)", collect);
}

export function withAddress(command: Command): Command {
  return command
    .option("--url <address>", "postgres://, mysql://, mariadb:// or a SQLite file")
    .option("--schema <name>", "database schema to read (repeatable; default: the search path)", collect)
    .option("--no-data", "infer from the catalogue alone; look at no rows");
}

export function withServer(command: Command): Command {
  return command
    .optionsGroup("Where, through a running server:")
    .option("--server <address>", "go through a running Kept server")
    .option("--api-key <key>", "API key for the server (better: KEPT_API_KEY)");
}

export function withPerson(command: Command): Command {
  return withNaming(command.optionsGroup("Who and what:")).option(
    "--scope <names>",
    "only these tables or categories of data, separated by commas",
    collect,
  );
}

export function withNaming(command: Command): Command {
  return command
    .option("--email <address>", "e-mail address of the person (repeatable)", collect)
    .option("--phone <number>", "phone number of the person (repeatable)", collect)
    .option("--username <name>", "user name of the person (repeatable)", collect)
    .option("--id <table:key>", "the row that is the person; parts of a key separated by commas (repeatable)", collect);
}

/** An option that may be given several times. */
export function collect(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, value];
}

export function serverOf(options: ServerOptions, environment: CliEnvironment): ServerAddress | null {
  const server = options.server ?? environment.server;
  return server === null ? null : { server, apiKey: options.apiKey ?? environment.apiKey };
}
