/** `kept start`: runs the server with the operator's configuration until it is told to stop. */
import { dirname } from "node:path";
import { startKept } from "@kept/server/main";
import { untilTold } from "@kept/server/platform/until-told";
import { findConfig, loadConfig, withStartErrors } from "./config-file.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";

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
