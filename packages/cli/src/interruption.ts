/** Ctrl-C while something must not be left half done: it is rolled back first. */
import { CommandError, EXIT } from "./exit-codes.ts";
import type { Output } from "./print.ts";

export interface Interruption extends Disposable {
  /** Called between steps; throws once the user has asked to stop. */
  check(): void;
}

/** Listens until it is disposed. The first signal asks politely, the second ends the process at once. */
export function listenForInterruption(output: Output, whatHappens: string): Interruption {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(130);
    asked = true;
    output.err("\nStopping …\n");
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    check() {
      if (asked) throw new CommandError(EXIT.failed, `Stopped. ${whatHappens}`);
    },
    [Symbol.dispose]() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
