/** `kept start`: runs the server with the operator's configuration until it is told to stop. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startKept } from "@kept/server/main";
import { StartError } from "@kept/server/platform/start-error";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";

/** Starts, prints where to go, and resolves when SIGINT or SIGTERM has ended it cleanly. */
export async function start(configFile: string, output: Output): Promise<ExitCode> {
  const path = resolve(configFile);
  if (!existsSync(path)) {
    throw new UsageError(
      `There is no ${configFile}. Write one (see docs/running.md), or name it with --config; \`npm start\` shows a whole one at work.`,
    );
  }
  try {
    const { default: kept } = (await import(pathToFileURL(path).href)) as { default: unknown };
    const running = await startKept({ kept, folder: dirname(path) });
    const link = await running.createOperatorSignInLink({
      name: "Privacy lead",
      email: "privacy-lead@localhost",
      role: "privacy-lead",
    });
    output.out(`${paint(output, "bold", "Kept is running.")}\n`);
    output.out(`  privacy centre  ${running.url}/privacy\n  console         ${link}\n                  (signs in once)\n`);
    output.out(`  API reference   ${running.url}/docs/api\n\nCtrl-C ends it.\n`);
    await untilStopped(running.stop);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    output.err(`${error.describe()}\n`);
    return EXIT.failed;
  }
}

/** The second signal does not wait. */
export async function untilStopped(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
  await stop();
}
