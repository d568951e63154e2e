/**
 * Fault injection: loaded into a child process (`--import …/kill-at.ts?moment=…`), it ends that process without warning
 * at one moment of an erasure. It touches Node's own modules only.
 */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
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
export type Moment = (typeof MOMENTS)[number];

const moment = new URL(import.meta.url).searchParams.get("moment");

function die(now: Moment): void {
  if (moment === now) process.kill(process.pid, "SIGKILL");
}

const { rename, rm } = fs;
fs.rename = async (from, to) => {
  if (String(to).endsWith("plan.sealed")) die("plan-not-sealed");
  if (String(to).endsWith("receipt.json")) die("receipt-not-written");
  await rename(from, to);
  if (String(to).endsWith("plan.sealed")) die("plan-sealed");
};
fs.rm = async (path, options) => {
  if (String(path).endsWith("plan.sealed")) die("receipt-written");
  await rm(path, options);
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
  if (writers.has(this) && /^\s*(DELETE|UPDATE)/i.test(sql)) die("first-change");
  return prepare.call(this, sql, options);
};
