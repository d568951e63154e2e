/** Follows the server's stream of changes: connects, reads, connects again from where it was. */

import { streamChanges } from "@kept/contract/decision-endpoints";
import { type DecisionChange, DecisionChangeSchema } from "@kept/contract/decisions";
import { GateTooSmall } from "./answers-table.ts";
import { type Client, KeptProblem } from "./client.ts";
import { splitLines } from "./load-snapshot.ts";

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

export interface FollowParts {
  readonly client: Client;
  /** Where to go on from. */
  position(): number;
  onChange(change: DecisionChange): void;
  /** The server cannot tell what happened since: a new snapshot is needed. */
  onOutdated(): Promise<void>;
  readonly signal: AbortSignal;
}

/** Runs until the signal aborts. Never rejects: a gate that cannot follow grows stale, and then denies. */
export async function followChanges(parts: FollowParts): Promise<void> {
  let pause = FIRST_PAUSE;
  while (!parts.signal.aborted) {
    try {
      const query = { after: parts.position() };
      const response = await parts.client.open(streamChanges, { query, signal: parts.signal });
      if (response.body === null) throw new Error("The stream has no body.");
      for await (const line of splitLines(readUntil(response.body, parts.signal))) {
        pause = FIRST_PAUSE;
        if (!line.startsWith("data: ")) continue;
        parts.onChange(DecisionChangeSchema.parse(JSON.parse(line.slice(6))));
      }
    } catch (error) {
      const isOutdated = error instanceof KeptProblem && error.problem.code === "snapshot_outdated";
      if (isOutdated || error instanceof GateTooSmall) await parts.onOutdated().catch(() => undefined);
    }
    if (parts.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      const stop = (): void => {
        clearTimeout(timer);
        resolve();
      };
      parts.signal.addEventListener("abort", stop, { once: true });
    });
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/** The chunks of a body until it ends or the signal aborts, whether or not the other side takes notice. */
async function* readUntil(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (!signal.aborted) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}
