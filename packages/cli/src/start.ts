/** `kept start`: runs the server with the operator's configuration until it is told to stop. `kept check`: only looks at it. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseKept } from "@kept/server/kept-config";
import { startKept } from "@kept/server/main";
import { StartError } from "@kept/server/platform/start-error";
import { untilTold } from "@kept/server/platform/until-told";
import { CommandError, EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint, plural } from "./print.ts";

/** Starts, prints where to go, and resolves when SIGINT or SIGTERM has ended it cleanly. */
export async function start(configFile: string, output: Output): Promise<ExitCode> {
  const path = findConfig(configFile);
  return await withStartErrors(async () => {
    const kept = await loadConfig(path);
    const stopped = untilTold();
    const running = await startKept({ kept, folder: dirname(path) });
    const link = await running.createOperatorSignInLink({
      name: "Privacy lead",
      email: "privacy-lead@localhost",
      role: "privacy-lead",
    });
    await output.out(
      `${paint(output, "bold", "Kept is running.")}\n` +
        `  privacy centre  ${running.url}/privacy\n` +
        `  console         ${link}\n                  (signs in once)\n` +
        `  API reference   ${running.url}/docs/api\n\nCtrl-C ends it.\n`,
    );
    await stopped;
    await running.stop();
    return EXIT.done;
  });
}

/** Says whether the configuration is valid, without starting anything. */
export async function check(configFile: string, output: Output): Promise<ExitCode> {
  const path = findConfig(configFile);
  return await withStartErrors(async () => {
    const { systems, purposes } = parseKept(await loadConfig(path), configFile);
    const counts = `${plural(Object.keys(systems).length, "system")}, ${plural(Object.keys(purposes).length, "purpose")}`;
    await output.out(`${configFile} is valid: ${counts}.\n`);
    return EXIT.done;
  });
}

function findConfig(configFile: string): string {
  const path = resolve(configFile);
  if (existsSync(path)) return path;
  throw new UsageError(
    `There is no ${configFile}. Write one (see docs/running.md), or name it with --config; \`npm start\` shows a whole one at work.`,
  );
}

async function loadConfig(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  if (module.default !== undefined) return module.default;
  throw new UsageError(`${path} exports nothing by default: end it with \`export default defineKept({ … })\`.`);
}

async function withStartErrors(work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StartError) throw new CommandError(EXIT.failed, error.describe(), { cause: error });
    if (error instanceof SyntaxError) throw new UsageError(`The configuration cannot be read: ${error.message}`);
    throw error;
  }
}
