/** A map's file: written in one step, with what its author wrote around it; what stood there at first is kept beside it. */
import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { editMap } from "@kept/connectors/rights/edit-map";
import { MapInvalid, writeMap } from "@kept/connectors/rights/map-file";
import type { DataMap } from "@kept/engine/map";
import { CommandError, EXIT } from "./exit-codes.ts";
import type { Output } from "./print.ts";

export interface MapFile {
  readonly path: string;
  /** The text as it is now; empty when there is none. */
  read(): string;
  /** Replaces it: a reader sees the old text or the new one, and so does whoever comes after a crash. */
  write(text: string): void;
  /**
   * Makes it say this map. A file that says so already is left alone. With `from`, the text that the map was made from: throws a
   * {@link CommandError} where another stands there by now.
   */
  save(map: DataMap, from?: string): void;
}

/** Says once what it wrote and where the text is that stood there. */
export function openMapFile(path: string, output: Output): MapFile {
  let hasWritten = false;
  const read = () => readMapText(path);
  const write = (text: string) => {
    const isThere = !hasWritten && read() !== "";
    if (isThere) copyFileSync(path, `${path}.bak`);
    // Without a pause in which Ctrl-C could come between.
    writeFileSync(`${path}.part`, text, { flush: true });
    renameSync(`${path}.part`, path);
    if (!hasWritten) output.err(`Wrote ${path}${isThere ? `; what stood there is in ${path}.bak` : ""}.\n`);
    hasWritten = true;
  };
  return {
    path,
    read,
    write,
    save(map, from) {
      const before = read();
      if (from !== undefined && before !== from)
        throw new CommandError(
          EXIT.failed,
          `${path} was changed meanwhile, and is left as it is. Run the command again.`,
        );
      const text = before === "" ? writeMap(map) : changeText(before, map);
      if (text !== before) write(text);
      else if (!hasWritten) output.err(`${path} is as it was.\n`);
    },
  };
}

/** The text of a map's file; empty when there is none. */
export function readMapText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** What is no map has no form to keep. */
function changeText(before: string, map: DataMap): string {
  try {
    return editMap(before, map);
  } catch (error) {
    if (error instanceof MapInvalid) return writeMap(map);
    throw error;
  }
}
