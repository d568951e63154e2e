/** An SMTP listener: who may send, who is written to and what is taken is the caller's; how it is taken is the same for all. */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import type { Log } from "../log.ts";
import { StartError } from "../start-error.ts";
import { type ByteBudget, createByteBudget } from "./byte-budget.ts";

const SLACK = 64 * 1024;

export interface SmtpListener {
  readonly port: number;
  /** Lets the deliveries at work end. */
  close(): Promise<void>;
}

/** An answer that is no success; its message goes to the sender as it stands, after the code. */
export class SmtpRefusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

export interface SmtpListenerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Name of the variable that sets the port, for whoever has to change it. */
  readonly variable: string;
  readonly mostBytes: number;
  /** With it nobody signs in before STARTTLS; null: a proxy in front has one, or the network is private. */
  readonly tls?: { readonly certificate: string; readonly key: string } | null;
  /** Clients at once; further ones wait for the answer to their greeting. */
  readonly mostClients: number;
  readonly log: Log;
  /** Who may send: a name for the session, or null. Without it nobody signs in, and nobody has to. */
  readonly signIn?: (user: string, password: string) => Promise<string | null>;
  /** Throws {@link SmtpRefusal} for an address that nothing is taken for. */
  readonly checkRecipient: (address: string, session: SMTPServerSession) => Promise<void> | void;
  /** Stores the message before it answers: what it answers follows `250`. Throws {@link SmtpRefusal}. */
  readonly take: (raw: Buffer, session: SMTPServerSession) => Promise<string>;
}

/** @throws StartError `port_taken` */
export async function openSmtpListener(options: SmtpListenerOptions): Promise<SmtpListener> {
  const { log, mostBytes } = options;
  const refusal = (error: unknown): Error => {
    if (error instanceof SmtpRefusal) return error;
    log.error("a delivery could not be dealt with", { error });
    // The sender keeps the message and tries again.
    return new SmtpRefusal(451, "4.3.0 not possible now, try again later");
  };
  // What would go beyond two of the largest is left unread until there is room.
  const budget = createByteBudget(2 * mostBytes);
  const server = new SMTPServer({
    ...authentication(options, refusal),
    disableReverseLookup: true,
    hideSMTPUTF8: false,
    logger: false,
    banner: "Kept",
    size: mostBytes,
    maxClients: options.mostClients,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onRcptTo: (address, session, callback) => {
      Promise.resolve()
        .then(() => options.checkRecipient(address.address, session))
        .then(() => callback())
        .catch((error: unknown) => callback(refusal(error)));
    },
    onData: (stream, session, callback) => {
      takeWithin(budget, shareOf(session, mostBytes), async (share) =>
        options.take(await readWhole(stream, share), session),
      )
        .then((answer) => callback(null, answer))
        .catch((error: unknown) => callback(refusal(error)));
    },
  });
  // What goes wrong with one connection is that client's affair.
  server.on("error", () => undefined);
  await listen(server, options);
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Without a certificate of ours none is offered: the library would show one whose key everybody has. */
function authentication(
  { signIn, tls = null }: SmtpListenerOptions,
  refusal: (error: unknown) => Error,
): Partial<SMTPServerOptions> {
  const secured: Partial<SMTPServerOptions> =
    tls === null
      ? { disabledCommands: ["STARTTLS"], allowInsecureAuth: true }
      : { key: tls.key, cert: tls.certificate, minVersion: "TLSv1.2", allowInsecureAuth: false };
  if (signIn === undefined) {
    return { ...secured, disabledCommands: ["AUTH", ...(secured.disabledCommands ?? [])], authOptional: true };
  }
  return {
    ...secured,
    authMethods: ["PLAIN", "LOGIN"],
    onAuth: (auth, _session, callback) => {
      signIn(auth.username ?? "", auth.password ?? "")
        .then((user) =>
          user === null ? callback(new SmtpRefusal(535, "5.7.8 not known, or not allowed")) : callback(null, { user }),
        )
        .catch((error: unknown) => callback(refusal(error)));
    },
  };
}

async function takeWithin<T>(budget: ByteBudget, share: number, work: (share: number) => Promise<T>): Promise<T> {
  const giveBack = await budget.take(share);
  try {
    return await work(share);
  } finally {
    giveBack();
  }
}

/** The bytes that the client said it will send (RFC 1870), and a little for what was added on the way; else the most. */
function shareOf({ envelope: { mailFrom } }: SMTPServerSession, mostBytes: number): number {
  const named = mailFrom === false || typeof mailFrom.args !== "object" ? {} : mailFrom.args;
  const declared = "SIZE" in named ? Number(named["SIZE"]) : 0;
  return declared > 0 ? Math.min(declared + SLACK, mostBytes) : mostBytes;
}

async function readWhole(stream: SMTPServerDataStream, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and let go, so that the client hears the answer.
    if (size <= mostBytes) chunks.push(chunk);
  }
  if (size > mostBytes || stream.sizeExceeded) throw new SmtpRefusal(552, "5.3.4 the message is too large");
  return Buffer.concat(chunks);
}

function listen(server: SMTPServer, { host, port, variable }: SmtpListenerOptions): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) =>
      reject(
        new StartError("port_taken", `Mail cannot be taken on ${host}:${port} (${cause.code ?? "unknown"}).`, {
          action: `Set ${variable} to a port that is free, or leave it out when no mail is to be taken there.`,
          cause,
        }),
      );
    server.server.once("error", fail);
    server.listen(port, host, () => {
      server.server.removeListener("error", fail);
      resolve();
    });
  });
}
