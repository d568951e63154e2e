/** The command as a process that is talked to: it asks, is answered, and may be ended in the middle. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export interface Talk {
  /** Types a line once it asks: when what it has said since the last line ends with a prompt. */
  say(line: string): Promise<void>;
  /** Waits for the next prompt, and answers all that was said since the last line. */
  heard(): Promise<string>;
  /** Ends it by a signal at its next prompt; resolves to how it ended and what it said then. */
  end(signal: NodeJS.Signals): Promise<Ended>;
  /** Waits until it has ended by itself. */
  ended(): Promise<Ended>;
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

const PROMPT = /(^|\n)> $/;

/** Starts it. */
export function talkToKept(args: readonly string[], dataDir: string): Talk {
  const bin = resolve(import.meta.dirname, "../../bin/kept.js");
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env["PATH"], KEPT_DATA_DIR: dataDir },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let said = "";
  let wake = () => {};
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    wake();
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((done) => {
    child.on("close", (code, signal) => {
      done({ code, signal });
      wake();
    });
  });
  const heard = async () => {
    while (!PROMPT.test(said)) {
      if (child.exitCode !== null) throw new Error(`It has ended:\n${said}`);
      await new Promise<void>((next) => {
        wake = next;
      });
    }
    return said;
  };
  return {
    heard,
    async say(line) {
      await heard();
      said = "";
      child.stdin.write(`${line}\n`);
    },
    async end(signal) {
      await heard();
      said = "";
      child.kill(signal);
      return { ...(await ended), said };
    },
    ended: async () => ({ ...(await ended), said }),
  };
}
