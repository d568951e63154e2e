/** A letter on paper: an operator types it in or scans it, and it goes the way of every message. */
import { type EnterLetter, MOST_SCAN_BYTES } from "@kept/contract/mailbox";
import { postedBy } from "../clocks/posted-letters.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { type StoredLetter, storeLetter } from "./parse/read-stored.ts";
import { receiveMessage } from "./receive-message.ts";

/** How the files begin that a scan may be. */
const BEGINNINGS: Readonly<Record<StoredScan["type"], string>> = {
  "application/pdf": "25504446",
  "image/jpeg": "ffd8ff",
  "image/png": "89504e470d0a1a0a",
};
type StoredScan = NonNullable<EnterLetter["scan"]>;

/** Answers the id of the message. Throws `letter_empty`, `letter_not_arrived` or `scan_not_readable`. */
export async function enterLetter(ctx: Ctx, parts: MailboxParts, input: EnterLetter): Promise<{ readonly id: string }> {
  const { controller } = parts.kept;
  const { text, scan, arrivedOn } = input;
  if (text === "" && scan === undefined) throw problem("letter_empty");
  const now = ctx.clock.now();
  const today = now.toZonedDateTimeISO(controller.zone).toPlainDate().toString();
  if (arrivedOn > today) throw problem("letter_not_arrived");
  if (scan !== undefined) checkScan(scan);
  const letter: StoredLetter = { from: input.email ?? null, text, scan: scan ?? null };
  return await ctx.transaction(async (tx) => {
    const id = await receiveMessage(tx, {
      mailbox: "post",
      door: "post",
      raw: storeLetter(letter),
      receivedAt: postedBy(controller, arrivedOn, now),
      isCut: false,
      // Two letters of the same words are two letters.
      identity: tx.ids.next("inb"),
    });
    return { id: id ?? "" };
  });
}

function checkScan({ type, content }: StoredScan): void {
  const bytes = Buffer.from(content, "base64");
  const isType = bytes.subarray(0, 8).toString("hex").startsWith(BEGINNINGS[type]);
  if (!isType || bytes.byteLength > MOST_SCAN_BYTES) throw problem("scan_not_readable");
}
