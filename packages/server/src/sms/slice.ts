/** The slice of text messages. */
import { addDuration } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import { addIncomingDoor } from "./incoming-door.ts";
import { addSmsOutbox } from "./outbox-page.tsx";
import { adoptWaiting } from "./receive-sms.ts";
import { resumeTexts, sendSms } from "./send-sms.ts";
import type { SmsParts } from "./sms-parts.ts";

/** What is shown in development, in place of being handed over, is kept no longer than this. */
const SEALED_LIFETIME = "P1D";
/** Hashes of who wrote, by which a machine knows whom it has answered. */
const INCOMING_LIFETIME = "P30D";

export function createSmsSlice(parts: SmsParts, options: { readonly development: boolean }): Slice {
  return {
    name: "sms",
    routes: [],
    pages: (pages) => {
      addIncomingDoor(pages, parts);
      if (options.development) addSmsOutbox(pages);
    },
    // A code is of use for ten minutes: it is tried often, and soon given up.
    jobs: [handleJob("sms.send", (ctx, { smsId }) => sendSms(ctx, parts, smsId), { retryLimit: 30, retryDelay: 1 })],
    sweeps: [
      { name: "sms.resume", everySeconds: 900, atStart: true, run: (ctx) => resumeTexts(ctx, parts) },
      { name: "sms.tidy", everySeconds: 3600, run: tidySms },
      { name: "sms.adopt", everySeconds: 3600, atStart: true, run: adoptWaiting },
    ],
  };
}

/** What was said is forgotten after its time. */
export async function tidySms(ctx: Ctx): Promise<void> {
  const before = (lifetime: string) => new Date(addDuration(ctx.clock.now(), `-${lifetime}`).epochMilliseconds);
  await ctx.db
    .updateTable("sms_message")
    .set({ sealed: null })
    .where("sealed", "is not", null)
    // What still waits is settled first, and forgotten with that.
    .where("state", "<>", "queued")
    .where("created_at", "<=", before(SEALED_LIFETIME))
    .execute();
  await ctx.db
    .deleteFrom("sms_incoming")
    .where("settled_at", "is not", null)
    .where("received_at", "<=", before(INCOMING_LIFETIME))
    .execute();
}
