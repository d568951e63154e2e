/** Writes a map to its file. */
import { existsSync } from "node:fs";
import { copyFile, rename, writeFile } from "node:fs/promises";
import { writeMap } from "@kept/connectors/rights/map-file";
import type { DataMap } from "@kept/engine/map";
import type { Output } from "./print.ts";

/** Writes the map; what stood there before is kept beside it. */
export async function saveMap(path: string, map: DataMap, output: Output): Promise<void> {
  const isThere = existsSync(path);
  if (isThere) await copyFile(path, `${path}.bak`);
  await writeFile(`${path}.part`, writeMap(map));
  await rename(`${path}.part`, path);
  output.err(`Wrote ${path}${isThere ? `; what stood there is in ${path}.bak` : ""}.\n`);
}
