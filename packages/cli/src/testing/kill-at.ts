/**
 * Fault injection: loaded into a child process (`--import …/kill-at.ts?moment=…`), it ends that process without warning
 * at one moment of an erasure, or of a change that can be taken back. It touches Node's own modules only.
 */
import fs from "node:fs/promises";
import { flushCompileCache, syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import { DatabaseSync } from "node:sqlite";

export const MOMENTS = [
  "plan-not-sealed",
  "plan-sealed",
  "first-change",
  "before-commit",
  "after-commit",
  "receipt-not-written",
  "receipt-written",
] as const;
/** On a server there is one more: it has done the first statement, and waits for the next. */
export const SERVER_MOMENTS = [...MOMENTS, "change-made"] as const;
/** A change is sealed twice: before its first statement, and after its last. */
export const CHANGE_MOMENTS = [
  "change-not-sealed",
  "change-sealed",
  "first-change",
  "change-not-completed",
  "before-commit",
  "after-commit",
  "receipt-not-written",
  "change-receipt-written",
] as const;
/** The end of a window: the half of its key is gone, and what it opened is still there; only the receipt is left to be written. */
export const END_MOMENTS = ["half-destroyed", "receipt-not-written"] as const;
/** Files go after the rows: before the first of them, and between the first and the rest. */
export const FILE_MOMENTS = ["before-commit", "after-commit", "file-deleted", "receipt-not-written"] as const;
export type EraseMoment = (typeof SERVER_MOMENTS)[number];
export type Moment =
  | EraseMoment
  | (typeof CHANGE_MOMENTS)[number]
  | (typeof END_MOMENTS)[number]
  | (typeof FILE_MOMENTS)[number];

const moment = new URL(import.meta.url).searchParams.get("moment");

function die(now: Moment): void {
  if (moment !== now) return;
  // What it compiled is kept as at any other end: the next child to be killed starts the sooner.
  flushCompileCache();
  process.kill(process.pid, "SIGKILL");
}

const { rename, rm, unlink } = fs;
fs.unlink = async (path) => {
  await unlink(path);
  die("file-deleted");
};
let seals = 0;
fs.rename = async (from, to) => {
  const isChange = String(to).endsWith("change.sealed");
  if (isChange) seals += 1;
  if (isChange) die(seals === 1 ? "change-not-sealed" : "change-not-completed");
  if (String(to).endsWith("plan.sealed")) die("plan-not-sealed");
  if (String(to).endsWith("receipt.json")) die("receipt-not-written");
  await rename(from, to);
  if (String(to).endsWith("plan.sealed")) die("plan-sealed");
  if (isChange && seals === 1) die("change-sealed");
};
fs.rm = async (path, options) => {
  if (String(path).endsWith("plan.sealed")) die("receipt-written");
  if (String(path).endsWith("change.sealed")) die("change-receipt-written");
  await rm(path, options);
  if (String(path).endsWith("undo.key")) die("half-destroyed");
};
syncBuiltinESMExports();

const { exec, prepare } = DatabaseSync.prototype;
const writers = new WeakSet<DatabaseSync>();
DatabaseSync.prototype.exec = function (sql: string): void {
  const ends = sql === "COMMIT" && writers.has(this);
  if (ends) die("before-commit");
  exec.call(this, sql);
  if (ends) die("after-commit");
  if (sql === "BEGIN IMMEDIATE") writers.add(this);
};
DatabaseSync.prototype.prepare = function (sql, options) {
  if (writers.has(this) && /^\s*(DELETE|UPDATE|INSERT)/i.test(sql)) die("first-change");
  return prepare.call(this, sql, options);
};

/** What a server is sent stands readable in the packets of every protocol. */
const { write } = Socket.prototype;
const changing = new WeakSet<Socket>();
Socket.prototype.write = function (this: Socket, chunk: string | Uint8Array, ...rest: unknown[]): boolean {
  const sent = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1");
  const ends = changing.has(this) && /\bCOMMIT\b(?!TED)/.test(sent);
  if (/\b(DELETE FROM|INSERT INTO|UPDATE \S+ (AS \S+ )?SET)\b/.test(sent) && !changing.has(this)) {
    die("first-change");
    changing.add(this);
    this.once("data", () => die("change-made"));
  }
  if (ends) {
    die("before-commit");
    this.once("data", () => die("after-commit"));
    changing.delete(this);
  }
  return Reflect.apply(write, this, [chunk, ...rest]) as boolean;
} as typeof write;
