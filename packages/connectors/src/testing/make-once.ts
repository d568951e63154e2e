/** Files that tests make once and keep for all processes, also of later runs. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** Nothing that is made so takes as long, even on a busy machine. */
const LONGEST_MS = 120_000;

/**
 * Makes what is to stand at `path`, unless it is there: written to the draft that `make` is given, then moved into place.
 * Who comes meanwhile waits for it. Should the one that makes it be killed, the next makes it anew.
 */
export async function makeOnce(path: string, make: (draft: string) => Promise<void>): Promise<void> {
  const mark = `${path}.making`;
  while (!existsSync(path)) {
    if (!takeMark(mark)) {
      await wait(50);
      continue;
    }
    const draft = `${path}.${randomBytes(6).toString("hex")}`;
    try {
      await make(draft);
      moveIntoPlace(draft, path);
    } finally {
      rmSync(draft, { recursive: true, force: true });
      rmSync(mark, { force: true });
    }
  }
}

/** The mark only saves work: should two have it, both make the same, and the first of them stays. */
function takeMark(mark: string): boolean {
  if (isBeingMade(mark)) return false;
  rmSync(mark, { force: true });
  try {
    writeFileSync(mark, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function isBeingMade(mark: string): boolean {
  try {
    if (Date.now() - statSync(mark).mtimeMs > LONGEST_MS) return false;
    const maker = Number(readFileSync(mark, "utf8"));
    // Without a number it is being written at this moment.
    if (maker > 0) process.kill(maker, 0);
    return true;
  } catch {
    return false;
  }
}

function moveIntoPlace(draft: string, path: string): void {
  try {
    renameSync(draft, path);
  } catch (error) {
    // A folder is not replaced by another one.
    if (!existsSync(path)) throw error;
  }
}
