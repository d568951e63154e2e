/**
 * Reads an IMAP mailbox from where it was read last. A message and the place of the next one are stored in one
 * transaction: whatever dies, and whenever, each message is taken in exactly once.
 */
import type { ImapFlow } from "imapflow";
import type { MailboxConfig } from "../kept-config.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { DOOR_ACTOR, type MailboxParts } from "./mailbox-parts.ts";
import { MailboxError, problemOf } from "./mailbox-problems.ts";
import { receiveMessage } from "./receive-message.ts";
import { recordReachable, recordUnreachable } from "./record-reach.ts";

/** A message longer than this is taken in by its beginning, and a person looks at the rest. */
export const MOST_BYTES = 20 * 1024 * 1024;
const CUT_BYTES = 1024 * 1024;
/** Messages in one reading; the next begins soon after. */
const MOST_AT_ONCE = 200;

/** Never throws: what hinders it is shown in the console and at /health, and tried again. */
export async function readMailbox(ctx: Ctx, parts: MailboxParts, name: string): Promise<void> {
  const mailbox = parts.kept.mailboxes[name];
  if (mailbox?.imap === undefined) return;
  const door = ctx.as(DOOR_ACTOR);
  try {
    await readNew(door, parts, name, mailbox);
    await recordReachable(door, name);
  } catch (error) {
    await recordUnreachable(door, name, firstReadingFrom(door, mailbox), problemOf(error));
  }
}

async function readNew(ctx: Ctx, parts: MailboxParts, name: string, mailbox: MailboxConfig): Promise<void> {
  const { env, afterReading, authority } = mailbox.imap ?? { env: "", afterReading: "keep", authority: undefined };
  const { client, folder } = await connectTo(parts.variables[env], authorityOf(parts, authority));
  // Without a listener an error of the socket would end the process; the pending command reports it as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const opened = await client.mailboxOpen(folder, { readOnly: afterReading === "keep" }).catch((error: unknown) => {
      // The server said no and is still there: it is the folder that is not.
      throw client.usable ? new MailboxError("folder_missing", error) : error;
    });
    const cursor = await openCursor(ctx, name, mailbox, String(opened.uidValidity));
    const since = new Date(cursor.since);
    since.setUTCDate(since.getUTCDate() - 1);
    // `n:*` names the last message even when n is beyond it; and days of a search are those of the server's zone.
    const found = await client.search({ uid: `${cursor.lastUid + 1}:*`, since }, { uid: true });
    const uids = (found === false ? [] : found).filter((uid) => uid > cursor.lastUid).sort((a, b) => a - b);
    for (const uid of uids.slice(0, MOST_AT_ONCE)) {
      await takeMessage(ctx, client, name, uid, cursor.since);
      if (afterReading === "delete") await client.messageDelete(String(uid), { uid: true });
    }
    await client.logout();
  } finally {
    client.close();
  }
}

async function takeMessage(ctx: Ctx, client: ImapFlow, name: string, uid: number, since: string): Promise<void> {
  const facts = await client.fetchOne(String(uid), { uid: true, size: true, internalDate: true }, { uid: true });
  // Somebody may have deleted it in the meantime.
  if (facts === false) return;
  const arrived = new Date(facts.internalDate ?? ctx.clock.now().epochMilliseconds);
  const isCut = (facts.size ?? 0) > MOST_BYTES;
  const source = isCut ? { start: 0, maxLength: CUT_BYTES } : true;
  const fetched = await client.fetchOne(String(uid), { uid: true, source }, { uid: true });
  if (fetched === false || fetched.source === undefined) return;
  const raw = fetched.source;
  await ctx.transaction(async (tx) => {
    if (arrived.getTime() >= Date.parse(since)) {
      const receivedAt = Temporal.Instant.fromEpochMilliseconds(arrived.getTime());
      await receiveMessage(tx, { mailbox: name, door: "imap", raw, receivedAt, isCut });
    }
    await tx.db
      .updateTable("mailbox_cursor")
      .set({ last_uid: uid })
      .where("mailbox", "=", name)
      .where("last_uid", "<", uid)
      .execute();
  });
}

/**
 * Where to go on. When the server numbered its messages anew (RFC 9051, 2.3.1.1), everything is read again; what is here
 * already is known by its content.
 */
async function openCursor(
  ctx: Ctx,
  name: string,
  mailbox: MailboxConfig,
  uidValidity: string,
): Promise<{ readonly lastUid: number; readonly since: string }> {
  return await ctx.transaction(async (tx) => {
    const known = await tx.db
      .selectFrom("mailbox_cursor")
      .selectAll()
      .where("mailbox", "=", name)
      .forUpdate()
      .executeTakeFirst();
    if (known?.uid_validity === uidValidity) return { lastUid: known.last_uid, since: known.since.toISOString() };
    const since = known?.since.toISOString() ?? firstReadingFrom(tx, mailbox);
    await tx.db
      .insertInto("mailbox_cursor")
      .values({ mailbox: name, uid_validity: uidValidity, last_uid: 0, since })
      .onConflict((conflict) => conflict.column("mailbox").doUpdateSet({ uid_validity: uidValidity, last_uid: 0 }))
      .execute();
    if (known !== undefined && known.uid_validity !== null) {
      await tx.outbox.add(`mailbox/${name}`, { entry: { type: "mailbox.renumbered", data: { mailbox: name } } });
    }
    return { lastUid: 0, since };
  });
}

function firstReadingFrom(ctx: Pick<Ctx, "clock">, mailbox: MailboxConfig): string {
  return isoInstant(addDuration(ctx.clock.now(), `-${mailbox.firstReading}`));
}

/** Throws {@link MailboxError} when the variable that the configuration names is not set. */
export function authorityOf(
  parts: Pick<MailboxParts, "variables">,
  authority: { readonly env: string } | undefined,
): string | undefined {
  if (authority === undefined) return undefined;
  const pem = parts.variables[authority.env];
  if (pem === undefined || pem === "") throw new MailboxError("variable_missing");
  return pem;
}

/** `imaps://user:password@host:993/INBOX`. Without encryption only this machine itself is spoken to. */
export async function connectTo(
  address: string | undefined,
  authority?: string,
  longestIdle?: number,
): Promise<{ readonly client: ImapFlow; readonly folder: string }> {
  if (address === undefined || address === "") throw new MailboxError("variable_missing");
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !["imap:", "imaps:"].includes(url.protocol) || url.username === "") {
    throw new MailboxError("address_invalid");
  }
  const secure = url.protocol === "imaps:";
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  // A hundred modules, for those who have a mailbox to read.
  const { ImapFlow } = await import("imapflow");
  const client = new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 993 : 143) : Number(url.port),
    secure,
    ...(secure ? {} : { doSTARTTLS: !isHere || authority !== undefined }),
    ...(authority === undefined ? {} : { tls: { ca: authority } }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    // Whoever waits for letters hears nothing for a long time.
    ...(longestIdle === undefined
      ? { socketTimeout: 60_000 }
      : { maxIdleTime: longestIdle, socketTimeout: longestIdle + 60_000 }),
  });
  return { client, folder: decodeURIComponent(url.pathname.replace(/^\//, "")) || "INBOX" };
}
