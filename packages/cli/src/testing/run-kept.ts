/** Runs the command inside the test, or as a child process, and collects what it says. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "../main.ts";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of one test, with its own data directory; removed when it is disposed. */
export interface Workplace extends Disposable {
  readonly path: string;
  readonly dataDir: string;
  /** Environment variables that a configuration may name. */
  readonly variables: Record<string, string>;
  /** The path of a file in it. */
  file(name: string): string;
  /** Runs the command in this process. */
  kept(...args: readonly string[]): Promise<Ran>;
  /** Runs it and reads its JSON; rejects when the code is another than `code`. */
  keptJson(code: number, ...args: readonly string[]): Promise<unknown>;
}

/** Makes a workplace. */
export function createWorkplace(): Workplace {
  const path = mkdtempSync(join(tmpdir(), "kept-cli-"));
  const dataDir = join(path, "data");
  const variables: Record<string, string> = {};
  const kept = async (...args: readonly string[]): Promise<Ran> => {
    const written = { out: "", err: "" };
    const output = {
      out: (text: string) => {
        written.out += text;
      },
      err: (text: string) => {
        written.err += text;
      },
      hasColours: false,
      hasProgress: false,
      isClosed: () => false,
    };
    const code = await main(args, output, {
      url: variables["KEPT_URL"] ?? null,
      server: null,
      apiKey: null,
      browser: null,
      searchPath: "",
      dataDir,
      variables,
    });
    return { code, ...written };
  };
  return {
    path,
    dataDir,
    variables,
    file: (name) => join(path, name),
    kept,
    async keptJson(code, ...args) {
      const ran = await kept(...args, "--json");
      if (ran.code !== code)
        throw new Error(
          `kept ${args.join(" ")} ended with ${ran.code}, not ${code}:\n${ran.err}${ran.out.slice(0, 4000)}`,
        );
      return JSON.parse(ran.out) as unknown;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

export interface ChildOptions {
  readonly dataDir: string;
  readonly nodeArguments?: readonly string[];
  /** Closes standard output after the first part of it, as `| head` does. */
  readonly closesOutput?: boolean;
  /** What is typed. */
  readonly input?: string;
  /** Called with what is written to standard output; without, it is collected. */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** Runs the command as a process of its own, as `npx kept` does. */
export function runChild(
  args: readonly string[],
  options: ChildOptions,
): Promise<Ran & { readonly signal: string | null }> {
  const bin = resolve(import.meta.dirname, "../../bin/kept.js");
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), bin, ...args], {
    env: { PATH: process.env["PATH"], KEPT_DATA_DIR: options.dataDir },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.input ?? "");
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (options.onOutput === undefined) out += chunk.toString();
    else options.onOutput(chunk);
    if (options.closesOutput) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => done({ code, signal, out, err }));
  });
}
