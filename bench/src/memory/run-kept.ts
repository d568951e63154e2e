/** Runs the command line in this process. */
import { main } from "@kept/cli/main";

/** Runs a command whose results are not needed. Rejects with what it said when it fails. */
export async function runKept(...args: readonly string[]): Promise<void> {
  const failures: string[] = [];
  const output = {
    out: () => undefined,
    err: (text: string) => void failures.push(text),
    hasColours: false,
    hasProgress: false,
    isClosed: () => false,
  };
  const code = await main(args, output);
  if (code !== 0) throw new Error(`kept ${args[0]} ended with ${code}: ${failures.join("")}`);
}
