import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeOnce } from "./make-once.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-once-"));
  path = join(folder, "made");
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = `
  import { appendFileSync, writeFileSync } from "node:fs";
  import { setTimeout as wait } from "node:timers/promises";
  const { makeOnce } = await import(process.argv[1]);
  await makeOnce(process.argv[2], async (draft) => {
    appendFileSync(process.argv[2] + ".log", "made\\n");
    if (process.argv[3] === "dies") process.kill(process.pid, "SIGKILL");
    await wait(300);
    writeFileSync(draft, "whole");
  });
`;

function makeAlone(...more: readonly string[]): Promise<number | null> {
  const module = new URL("./make-once.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program, module, path, ...more], {
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

const timesMade = () => readFileSync(`${path}.log`, "utf8").trim().split("\n").length;

test("of several processes that want it at once, one makes it and the others wait", async () => {
  expect(await Promise.all([makeAlone(), makeAlone(), makeAlone()])).toEqual([0, 0, 0]);
  expect(timesMade()).toBe(1);
  expect(readFileSync(path, "utf8")).toBe("whole");
  expect(readdirSync(folder).sort()).toEqual(["made", "made.log"]);
});

test("who is killed while making it leaves it to the next", async () => {
  await makeAlone("dies");
  expect(existsSync(path)).toBe(false);
  expect(await makeAlone()).toBe(0);
  expect(timesMade()).toBe(2);
  expect(readFileSync(path, "utf8")).toBe("whole");
});

test("what could not be made is not there, and is tried again", async () => {
  const broken = makeOnce(path, (draft) => {
    writeFileSync(draft, "half");
    return Promise.reject(new Error("no room"));
  });
  await expect(broken).rejects.toThrow("no room");
  expect(readdirSync(folder)).toEqual([]);
  await makeOnce(path, async (draft) => writeFileSync(draft, "whole"));
  expect(readFileSync(path, "utf8")).toBe("whole");
});
