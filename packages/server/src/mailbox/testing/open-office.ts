/** A product with mailboxes, for tests: letters are delivered, sorted, looked at. */
import { createTransport } from "nodemailer";
import { createCentreSlice } from "../../centre/slice.ts";
import { createChildrenSlice } from "../../children/slice.ts";
import { createChoiceParts } from "../../choices/choice-parts.ts";
import { createSessionVerifier } from "../../choices/session-token.ts";
import { createComplaintsSlice } from "../../complaints/slice.ts";
import type { KeptConfigInput } from "../../kept-config.ts";
import { mailCases } from "../../open-mail-case.ts";
import { createTestCtx, type TestCtx } from "../../platform/testing/create-test-ctx.ts";
import { createRequestParts } from "../../requests/request-parts.ts";
import { createRequestsSlice } from "../../requests/slice.ts";
import { createSystemsSlice } from "../../systems/slice.ts";
import { createSystems } from "../../systems/systems.ts";
import { createMailboxParts, type MailboxParts, type OptOutMessage } from "../mailbox-parts.ts";
import type { MessageRow } from "../queries.ts";
import { createMailboxSlice } from "../slice.ts";

export const RIGHTS = "privacy@example.com";
export const QUESTIONS = "hello@example.com";

export interface Office extends AsyncDisposable {
  readonly t: TestCtx;
  readonly parts: MailboxParts;
  readonly lead: Record<string, string>;
  /** Delivers to the SMTP listener, and lets everything that follows happen. */
  deliver(raw: string | Uint8Array, to?: string): Promise<void>;
  /** A letter in plain text; answers its Message-ID. */
  write(letter: Letter): Promise<string>;
  messages(): Promise<readonly MessageRow[]>;
  api<T>(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: T }>;
}

export interface Letter {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OfficeOptions {
  readonly kept?: Partial<KeptConfigInput>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly imap?: boolean;
  readonly afterReading?: "keep" | "delete";
  /** Variable with the authority of the mail server's certificate. */
  readonly authority?: string;
  readonly mailTls?: { readonly key: string; readonly certificate: string };
  readonly plusAddresses?: boolean;
  readonly optOut?: (message: OptOutMessage) => boolean;
}

export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const made: { parts?: MailboxParts } = {};
  const { variables = {} } = options;
  const t = await createTestCtx({
    slices: ({ kept, settings, databaseKind, folder, clock }) => {
      const systems = createSystems({ kept, folder, variables });
      const choices = createChoiceParts({
        kept,
        publicUrl: settings.publicUrl,
        verifySession: createSessionVerifier(kept.choices.session, variables, clock),
        variables,
      });
      const requests = createRequestParts({ kept, settings, systems, choices });
      const children = { kept, publicUrl: settings.publicUrl, choices, requests };
      const complaints = { kept, publicUrl: settings.publicUrl };
      made.parts = createMailboxParts({
        kept,
        settings: { ...settings, variables },
        requests,
        ...(options.optOut === undefined ? {} : { optOut: async (_tx, message) => options.optOut?.(message) ?? false }),
        openCase: mailCases(complaints, children),
      });
      return [
        createSystemsSlice(systems),
        createRequestsSlice(requests, databaseKind),
        createMailboxSlice(made.parts),
        createChildrenSlice(children),
        createComplaintsSlice(complaints),
        createCentreSlice(requests),
      ];
    },
    kept: {
      mailboxes: {
        rights: {
          addresses: [RIGHTS],
          purpose: "rights",
          plusAddresses: options.plusAddresses ?? false,
          ...(options.imap === true
            ? {
                imap: {
                  env: "RIGHTS_IMAP",
                  afterReading: options.afterReading ?? "keep",
                  ...(options.authority === undefined ? {} : { authority: { env: options.authority } }),
                },
              }
            : {}),
        },
        questions: { addresses: [QUESTIONS], purpose: "questions" },
      },
      ...options.kept,
    },
    settings: { mailPort: 0, mailTls: options.mailTls ?? null },
  });
  const { parts } = made;
  if (parts === undefined) throw new Error("The slices were not made.");
  const { headers: lead } = await t.signIn("privacy-lead");
  let letters = 0;
  const office: Office = {
    t,
    parts,
    lead,
    deliver: async (raw, to = RIGHTS) => {
      const transport = createTransport({ host: "127.0.0.1", port: parts.listeningOn ?? 0, ignoreTLS: true });
      const from = /^From:.*?<?([^<>\s]+@[^<>\s]+)>?\s*$/im.exec(Buffer.from(raw).toString("latin1"))?.[1] ?? "";
      await transport.sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(raw) });
      transport.close();
      await t.drain();
    },
    write: async (letter) => {
      letters += 1;
      const id = `<letter-${letters}@mail.example.org>`;
      const headers = {
        From: letter.from ?? "Ada Miles <ada@example.org>",
        To: letter.to ?? RIGHTS,
        Subject: letter.subject ?? "A letter",
        Date: new Date(t.clock.now().epochMilliseconds).toUTCString(),
        "Message-ID": id,
        "Content-Type": "text/plain; charset=utf-8",
        ...letter.headers,
      };
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      await office.deliver(`${head.join("\r\n")}\r\n\r\n${letter.text.replace(/\n/g, "\r\n")}\r\n`, letter.to);
      return id;
    },
    messages: () => t.ctx.db.selectFrom("mailbox_message").selectAll().orderBy("id").execute(),
    api: async (method, path, body) => {
      const response = await t.app.request(path, {
        method,
        headers: { ...lead, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text.startsWith("{") ? JSON.parse(text) : text) as never };
    },
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
  return office;
}
