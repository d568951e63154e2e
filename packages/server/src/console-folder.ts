/** Where the built console lies. Read by the command line too, which starts without the pages of the server. */
import { existsSync } from "node:fs";
import { join } from "node:path";

export const consoleFolder: string = join(import.meta.dirname, "../../console/dist");

/** Operators see nothing before the console has been built. */
export function isConsoleBuilt(): boolean {
  return existsSync(join(consoleFolder, "index.html"));
}
