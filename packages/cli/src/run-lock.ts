/**
 * One erasure at a time on one database, among the commands that share a data directory. The lock is one of the
 * operating system (through SQLite), so that a killed process never leaves it behind.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const SQLITE_BUSY = 5;
const POLL_MS = 100;

/** Takes the lock of this folder, or answers null when another process has it. */
export function tryLock(folder: string): Disposable | null {
  const database = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    // Nothing is ever written, so no journal stands beside it.
    database.exec("BEGIN EXCLUSIVE");
    return { [Symbol.dispose]: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** Takes the lock, and waits while another process has it; `onWait` is called once when that is so. */
export async function waitForLock(folder: string, onWait: () => void): Promise<Disposable> {
  for (let waited = false; ; waited = true) {
    const lock = tryLock(folder);
    if (lock !== null) return lock;
    if (!waited) onWait();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && Number(error.errcode) % 256 === SQLITE_BUSY;
}
