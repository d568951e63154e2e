import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StartError } from "../start-error.ts";
import { acquireEmbeddedLock } from "./embedded-lock.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-lock-"));
  file = join(folder, "database.lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

function refusal(): StartError {
  try {
    acquireEmbeddedLock(file).release();
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error("The lock was given.");
}

const holder = (change: object) =>
  JSON.stringify({ pid: 1, hostname: hostname(), process: null, since: "2026-11-22T10:00:00Z", ...change });

test("is held by one, and free again after release", () => {
  const lock = acquireEmbeddedLock(file);
  expect(refusal().code).toBe("database_locked");
  lock.release();
  expect(existsSync(file)).toBe(false);
  acquireEmbeddedLock(file).release();
});

test("of a live process is respected, with its number and what to do", () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    writeFileSync(file, holder({ pid: child.pid }));
    const error = refusal();
    expect(error.message).toContain(String(child.pid));
    expect(error.action).toContain(`kill ${child.pid}`);
    expect(readFileSync(file, "utf8")).toContain(String(child.pid));
  } finally {
    child.kill("SIGKILL");
  }
});

test("of a process that ended is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(file, holder({ pid }));
  const lock = acquireEmbeddedLock(file);
  expect(readFileSync(file, "utf8")).toContain(`"pid":${process.pid}`);
  lock.release();
});

test("left by an earlier process with our own number (a restarted container) is taken over", () => {
  writeFileSync(file, holder({ pid: process.pid, process: "another boot/1" }));
  acquireEmbeddedLock(file).release();
});

test("of another machine, or that cannot be read, is never taken over", () => {
  writeFileSync(file, holder({ hostname: "elsewhere.example.org" }));
  expect(refusal().message).toContain("elsewhere.example.org");
  writeFileSync(file, "{");
  expect(refusal().action).toContain("delete the file");
});
