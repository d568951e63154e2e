/** Makes the embedded database's folder at the first start: in one step, and in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const program = join(import.meta.dirname, "make-database.ts");

/**
 * Making a database takes seconds of computing and some 300 MB that would stay with the server. A process of its own
 * takes both away, and lets the server load its modules meanwhile. The folder has its name only when it is whole.
 */
export async function ensureDatabaseFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  const child = spawn(process.execPath, [program, draft], { stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`The database could not be made: ${complaints.slice(0, 2_000)}`);
  renameSync(draft, folder);
}
