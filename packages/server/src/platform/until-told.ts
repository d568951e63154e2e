/** Waits for the word to stop. */

/** npm passes a terminal's Ctrl-C on to a process that has already got it: what comes so soon after is the same one. */
const ECHO_MS = 1_000;

/** Resolves at the first SIGINT or SIGTERM. A second one, later than an echo of the first, ends the process at once. */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    let told: number | null = null;
    const hear = () => {
      const now = performance.now();
      if (told === null) {
        told = now;
        resolve();
      } else if (now - told > ECHO_MS) process.exit(130);
    };
    process.on("SIGINT", hear);
    process.on("SIGTERM", hear);
  });
}
