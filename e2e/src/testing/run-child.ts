/** Programs as processes of their own: what they print, how they end, and ends that they do not choose. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { cleanEnvironment } from "./environment.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const PATIENCE_MILLISECONDS = 180_000;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

export interface Child extends AsyncDisposable {
  /** Everything on both streams so far. */
  output(): string;
  /** Waits until the output matches. @throws Error with the output when the program ends before, or takes too long */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** @param script path of a program, from the root of the repository */
export function startChild(script: string, environment: Record<string, string>, args: readonly string[] = []): Child {
  const child: ChildProcess = spawn(process.execPath, [resolve(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...cleanEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const ended = new Promise<Ended>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => done({ code, signal, output }));
  });
  return {
    output: () => output,
    ended,
    kill: (signal) => void child.kill(signal),
    says: (pattern) =>
      new Promise((found, failed) => {
        const timer = setTimeout(() => look(true), PATIENCE_MILLISECONDS);
        const look = (isLast: boolean): void => {
          const match = pattern.exec(output);
          if (match === null && !isLast) return;
          clearTimeout(timer);
          listeners.delete(listener);
          if (match === null) failed(new Error(`It did not say ${pattern}, but:\n${output}`));
          else found(match);
        };
        const listener = (): void => look(false);
        listeners.add(listener);
        ended.then(() => look(true), failed);
        look(false);
      }),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await ended;
    },
  };
}
