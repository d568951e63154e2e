/**
 * One process at a time for the embedded database. It has no lock of its own, and two processes that open one folder
 * lose each other's rows silently, so a lock whose holder may be alive is never taken over.
 */
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { StartError } from "../start-error.ts";

export interface EmbeddedLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly hostname: string;
  /** Distinguishes processes that got the same pid one after the other; null where the system does not tell. */
  readonly process: string | null;
  readonly since: string;
}

const heldHere = new Set<string>();

/**
 * Takes the lock, also over one whose holder is gone.
 * @throws StartError `database_locked`, naming the holder
 */
export function acquireEmbeddedLock(file: string): EmbeddedLock {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const mine = JSON.stringify({
    pid: process.pid,
    hostname: hostname(),
    process: processIdentity(process.pid),
    since: new Date().toISOString(),
  } satisfies Holder);
  // Written in full first and then linked into place: nobody ever sees half a lock.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        linkSync(draft, file);
        heldHere.add(file);
        return { release: () => releaseLock(file, mine) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      removeStaleLock(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new StartError("database_locked", `The lock ${file} keeps changing hands.`, {
    action: "Several processes are starting on this data directory: start one, or give each its own KEPT_DATA_DIR.",
  });
}

/** Removes the lock when its holder is gone; throws when it is, or may be, alive. */
function removeStaleLock(file: string): void {
  const text = readIfThere(file);
  if (text === null) return;
  const holder = parseHolder(text);
  if (holder === null) {
    throw new StartError("database_locked", `The lock file ${file} cannot be read.`, {
      action: "If no other Kept runs on this data directory, delete the file and start again.",
    });
  }
  if (holder.hostname !== hostname()) {
    throw new StartError(
      "database_locked",
      `The database is in use by process ${holder.pid} on ${holder.hostname}, since ${holder.since}.`,
      {
        action: `It cannot be seen from here whether that process still runs. Stop it there; if it is certainly gone, delete ${file} and start again.`,
      },
    );
  }
  if (isAlive(holder, file)) {
    throw new StartError("database_locked", `The database is in use by process ${holder.pid}, since ${holder.since}.`, {
      action: `Stop that process (kill ${holder.pid}), talk to the running server instead, or set KEPT_DATA_DIR to another folder.`,
    });
  }
  // Moved aside rather than deleted: when somebody else has just replaced it, we notice and put theirs back.
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readIfThere(aside) !== text) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process was faster; the next attempt judges its lock.
    }
  }
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder, file: string): boolean {
  // A container starts every process with the same pid: then only what this process itself holds counts.
  if (holder.pid === process.pid) return heldHere.has(file);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const identity = processIdentity(holder.pid);
  return identity === null || holder.process === null || identity === holder.process;
}

/** Boot and start time of a process, on Linux. */
function processIdentity(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything; fields are counted after it. Start time is the 22nd field.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${boot}/${fields[19]}`;
  } catch {
    return null;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    if (typeof value.pid !== "number" || typeof value.hostname !== "string") return null;
    return {
      pid: value.pid,
      hostname: value.hostname,
      process: value.process ?? null,
      since: value.since ?? "unknown",
    };
  } catch {
    return null;
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function releaseLock(file: string, mine: string): void {
  heldHere.delete(file);
  if (readIfThere(file) === mine) unlinkSync(file);
}
