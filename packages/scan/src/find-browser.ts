/** The browser of this machine. None is ever downloaded. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];

export class NoBrowser extends Error {
  override readonly name = "NoBrowser";
}

/**
 * @param chosen path that was asked for; without it the usual names are looked for
 * @param searchPath folders to look in, as PATH has them
 * @throws NoBrowser with what to do
 */
export function findBrowser(chosen: string | null, searchPath: string): string {
  if (chosen !== null) {
    if (canRun(chosen)) return chosen;
    throw new NoBrowser(`There is no program ${chosen}. Name a Chromium with --browser or KEPT_CHROMIUM.`);
  }
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun);
  if (found !== undefined) return found;
  throw new NoBrowser(
    "No Chromium was found on this machine, and none is downloaded. Install one, and name it with --browser or KEPT_CHROMIUM if it is not on the PATH.",
  );
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
