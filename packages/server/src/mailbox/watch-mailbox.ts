/** Waits at the mail server (IDLE, RFC 2177) so that a letter is read when it comes; the reading every half minute stays. */
import { setTimeout as wait } from "node:timers/promises";
import type { Ctx } from "../platform/ctx.ts";
import { authorityOf, connectTo, readMailbox } from "./imap-door.ts";
import type { MailboxParts } from "./mailbox-parts.ts";

export interface MailboxWatch {
  /** Ends the connection, after the reading at work. */
  stop(): Promise<void>;
}

/** Milliseconds before a connection that broke is tried again, doubling up to the last. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
/** Servers end a connection that says nothing for half an hour. */
const LONGEST_IDLE = 20 * 60_000;

/** What goes wrong is no fault of the mailbox: reading says what is, and goes on without this. */
export function watchMailbox(ctx: Ctx, parts: MailboxParts, name: string): MailboxWatch {
  const stopping = new AbortController();
  let reading: Promise<void> = Promise.resolve();
  // One reading after the other: several letters at once are one reading, and what comes meanwhile is another.
  const read = (): void => {
    reading = reading.then(() => (stopping.signal.aborted ? undefined : readMailbox(ctx, parts, name)));
  };
  const watching = watch(parts, name, read, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      await reading;
    },
  };
}

async function watch(parts: MailboxParts, name: string, read: () => void, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    const lasted = await idleOnce(parts, name, read, signal).catch(() => false);
    pause = lasted ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
    await wait(pause, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** True when it waited there until the connection ended. */
async function idleOnce(parts: MailboxParts, name: string, read: () => void, signal: AbortSignal): Promise<boolean> {
  const imap = parts.kept.mailboxes[name]?.imap;
  if (imap === undefined) return false;
  const { client, folder } = await connectTo(
    parts.variables[imap.env],
    authorityOf(parts, imap.authority),
    LONGEST_IDLE,
  );
  if (signal.aborted) return false;
  const end = () => client.close();
  signal.addEventListener("abort", end);
  client.on("error", () => undefined);
  client.on("exists", ({ count, prevCount }: { count: number; prevCount: number }) => {
    if (count > prevCount) read();
  });
  try {
    await client.connect();
    await client.mailboxOpen(folder, { readOnly: true });
    // What came between the last reading and now.
    read();
    while (!signal.aborted && client.usable) await client.idle();
    return true;
  } finally {
    signal.removeEventListener("abort", end);
    client.close();
  }
}
