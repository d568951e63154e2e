/** A mail server of the tests on loopback: what arrives here went through SMTP like any other message. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { type ReadMessage, readMime } from "./read-mime.ts";

export interface Mail extends ReadMessage {
  /** Address of the envelope, in lower case. */
  readonly to: string;
  readonly subject: string;
}

export interface Mailbox extends AsyncDisposable {
  /** For SMTP_URL. */
  readonly url: string;
  /** Everything that has come and was not taken, oldest first. */
  readonly waiting: readonly Mail[];
  /**
   * Takes the oldest message to `to` whose subject matches, waiting until it comes.
   * @throws Error after 30 seconds, with the subjects that did come
   */
  take(to: string, subject: RegExp): Promise<Mail>;
}

const PATIENCE_MILLISECONDS = 30_000;

export async function openMailbox(): Promise<Mailbox> {
  const waiting: Mail[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, session, done) => {
      text(stream).then((raw) => {
        const message = readMime(raw);
        for (const { address } of session.envelope.rcptTo) {
          waiting.push({ ...message, to: address.toLowerCase(), subject: message.headers.get("subject") ?? "" });
        }
        arrived.resolve();
        arrived = Promise.withResolvers();
        done();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    waiting,
    take: async (to, subject) => {
      const end = Date.now() + PATIENCE_MILLISECONDS;
      for (;;) {
        const index = waiting.findIndex((mail) => mail.to === to && subject.test(mail.subject));
        const [mail] = index < 0 ? [] : waiting.splice(index, 1);
        if (mail !== undefined) return mail;
        if (Date.now() > end) {
          const came = waiting.map((one) => `${one.to}: ${one.subject}`).join("\n") || "(nothing)";
          throw new Error(`No message to ${to} with ${subject} came. What did:\n${came}`);
        }
        await Promise.race([arrived.promise, new Promise((resolve) => setTimeout(resolve, 500))]);
      }
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The address of the main action: the first that the text names. */
export function linkOf(mail: Mail): string {
  const address = /https?:\/\/\S+/.exec(mail.text)?.[0];
  if (address === undefined) throw new Error(`The message "${mail.subject}" has no link.`);
  if (!mail.html.includes(address)) throw new Error(`The two parts of "${mail.subject}" lead to different addresses.`);
  return address;
}
