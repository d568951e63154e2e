/** The slice of mailboxes: two doors, one way in, and the inbox. */
import type { SmtpListener } from "../platform/mail/smtp-listener.ts";
import { handleJob, type Slice, type Sweep } from "../platform/slice.ts";
import { readMailbox } from "./imap-door.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { mailboxRoutes } from "./routes.ts";
import { sendAcknowledgement, sendAnswer } from "./send-mailbox-mail.ts";
import { openSmtpDoor } from "./smtp-door.ts";
import { sortMessage } from "./sort-message.ts";
import { tidyMessages } from "./tidy-messages.ts";
import { type MailboxWatch, watchMailbox } from "./watch-mailbox.ts";

/** Seconds between two readings of a mailbox. */
const READ_EVERY = 30;

export function createMailboxSlice(parts: MailboxParts): Slice {
  let door: SmtpListener | null = null;
  const watches = new Map<string, MailboxWatch>();
  return {
    name: "mailbox",
    routes: mailboxRoutes(parts),
    jobs: [
      handleJob("mailbox.sort", (ctx, { messageId }) => sortMessage(ctx, parts, messageId)),
      handleJob("mailbox.acknowledge", (ctx, payload) => sendAcknowledgement(ctx, parts, payload)),
      handleJob("mailbox.answer", (ctx, payload) => sendAnswer(ctx, parts, payload)),
    ],
    sweeps: [
      ...Object.entries(parts.kept.mailboxes)
        .filter(([, mailbox]) => mailbox.imap !== undefined)
        .map(
          ([name]): Sweep => ({
            name: `mailbox.read:${name}`,
            everySeconds: READ_EVERY,
            atStart: true,
            run: async (ctx) => {
              await readMailbox(ctx, parts, name);
              // Whoever reads it waits there for the next letter as well.
              if (!watches.has(name)) watches.set(name, watchMailbox(ctx, parts, name));
            },
          }),
        ),
      { name: "mailbox.tidy", everySeconds: 3600, run: (ctx) => tidyMessages(ctx, parts) },
    ],
    start: async (ctx) => {
      if (parts.mailPort === null) return;
      door = await openSmtpDoor(ctx, parts, { host: parts.mailHost, port: parts.mailPort });
      parts.listeningOn = door.port;
    },
    stop: async () => {
      await Promise.all([...watches.values()].map((watch) => watch.stop()));
      watches.clear();
      await door?.close();
      door = null;
      parts.listeningOn = null;
    },
  };
}
