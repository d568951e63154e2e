/** Turns work that pushes rows from inside a snapshot into rows that a caller pulls, with a bounded number in between. */

const BATCH = 200;

/**
 * Runs `work` and yields what it pushes. `push` resolves when there is room again, so that a slow reader slows the store
 * down instead of filling memory. Leaving the loop early ends the work at its next push.
 */
export async function* streamOut<T>(
  work: (push: (item: T) => Promise<void> | void) => Promise<void>,
): AsyncGenerator<T> {
  let batch: T[] = [];
  let wakeReader: (() => void) | null = null;
  let wakeWriter: (() => void) | null = null;
  let ended = false;
  let left = false;
  const running = work((item) => {
    if (left) throw new ReaderLeft();
    batch.push(item);
    if (batch.length < BATCH) return;
    wakeReader?.();
    return new Promise<void>((resolve) => {
      wakeWriter = resolve;
    });
  }).finally(() => {
    ended = true;
    wakeReader?.();
  });
  // Seen again by the `await` below; without a handler here an early failure would count as unhandled.
  running.catch(() => undefined);
  try {
    for (;;) {
      if (batch.length < BATCH && !ended) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
        wakeReader = null;
      }
      const ready = batch;
      batch = [];
      yield* ready;
      (wakeWriter as (() => void) | null)?.();
      wakeWriter = null;
      if (ended && batch.length === 0) break;
    }
    await running;
  } finally {
    left = true;
    (wakeWriter as (() => void) | null)?.();
    await running.catch(ignoreReaderLeft);
  }
}

class ReaderLeft extends Error {
  override readonly name = "ReaderLeft";
}

function ignoreReaderLeft(error: unknown): void {
  if (!(error instanceof ReaderLeft)) throw error;
}
