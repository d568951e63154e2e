/** `kept start`: runs the server with the operator's configuration until it is told to stop. */
import { dirname } from "node:path";
import { isConsoleBuilt } from "@kept/server/console-folder";
import { type KeptConfig, parseKept } from "@kept/server/kept-config";
import { startKept } from "@kept/server/main";
import type { NewOperator } from "@kept/server/operators/create-operator";
import { untilTold } from "@kept/server/platform/until-told";
import { findConfig, loadConfig, withStartErrors } from "./config-file.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";

/** Whoever starts the server signs in as its privacy lead, under the address that the controller is written to. */
export function firstOperator({ controller }: KeptConfig): NewOperator {
  return { name: "Privacy lead", email: controller.email, role: "privacy-lead" };
}

/** Where operators go; a link that leads to nothing is not printed. */
export function describeConsole(link: string, isBuilt: boolean): string {
  return isBuilt
    ? `  console         ${link}\n                  (signs in once)\n`
    : "  console         not built: stop, run `npm run build -w @kept/console`, and start again\n";
}

/** Starts, prints where to go, and resolves when SIGINT or SIGTERM has ended it cleanly. */
export async function start(configFile: string, output: Output): Promise<ExitCode> {
  const path = findConfig(configFile);
  return await withStartErrors(async () => {
    const kept = await loadConfig(path);
    const stopped = untilTold();
    const running = await startKept({ kept, folder: dirname(path) });
    const link = await running.createOperatorSignInLink(firstOperator(parseKept(kept)));
    await output.out(
      `${paint(output, "bold", "Kept is running.")}\n` +
        `  privacy centre  ${running.url}/privacy\n` +
        describeConsole(link, isConsoleBuilt()) +
        `  API reference   ${running.url}/docs/api\n\nCtrl-C ends it.\n`,
    );
    await stopped;
    await running.stop();
    return EXIT.done;
  });
}
