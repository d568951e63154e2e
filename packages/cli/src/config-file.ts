/** The operator's configuration as a file: where it is, what it exports, and what is wrong with it. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { StartError } from "@kept/server/platform/start-error";
import { CommandError, EXIT, UsageError } from "./exit-codes.ts";

/** The path of the configuration. Rejects with a UsageError when there is none. */
export function findConfig(configFile: string): string {
  const path = resolve(configFile);
  if (existsSync(path)) return path;
  throw new UsageError(
    `There is no ${configFile}. Write one (see docs/running.md), or name it with --config; \`npm start\` shows a whole one at work.`,
  );
}

/** What the configuration exports, not yet checked. */
export async function loadConfig(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  if (module.default !== undefined) return module.default;
  throw new UsageError(`${path} exports nothing by default: end it with \`export default defineKept({ … })\`.`);
}

/** Runs `work` and says in words what is wrong with a configuration. */
export async function withStartErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StartError) throw new CommandError(EXIT.failed, error.describe(), { cause: error });
    if (error instanceof SyntaxError) throw new UsageError(`The configuration cannot be read: ${error.message}`);
    throw error;
  }
}
