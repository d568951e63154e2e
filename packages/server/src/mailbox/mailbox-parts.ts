/** What the use cases of mailboxes need beside the context: the configured mailboxes, requests, and the listener. */
import type { MailCaseName } from "@kept/contract/mailbox-classes";
import type { Settings } from "../config.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { Actor, TxCtx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { ClaimedIdentifier } from "../requests/submit-request.ts";
import type { MessageRow } from "./queries.ts";

/** Somebody wrote that they want no more mail of some kind. */
export interface OptOutMessage {
  readonly messageId: string;
  /** The sender's: a claim, not proof; an opt-out harms nobody, so it may be believed. */
  readonly identifier: ClaimedIdentifier;
  /** By which it came. */
  readonly door: MessageRow["door"];
  readonly receivedAt: string;
}

/** Somebody wrote what is a case of its own. */
export interface CaseMessage {
  readonly case: MailCaseName;
  /** The sender's address: where the answer goes. */
  readonly address: string;
  readonly text: string;
  readonly language: Language;
  /** ISO instant: its clocks begin here. */
  readonly receivedAt: string;
  /** The request that it is about, where one is known. */
  readonly aboutRequest: string | null;
}

export interface MailboxParts {
  readonly kept: KeptConfig;
  readonly publicUrl: string;
  readonly mailFrom: string;
  readonly mailHost: string;
  /** Null: the listener offers no encryption. */
  readonly mailTls: Settings["mailTls"];
  /** Null: no listener. */
  readonly mailPort: number | null;
  /** Where the addresses of IMAP mailboxes, with their passwords, are read from. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly requests: RequestParts;
  /** Carries an opt-out out in the message's own transaction; false: nobody did, and a person decides. */
  readonly optOut: (tx: TxCtx, message: OptOutMessage) => Promise<boolean>;
  /** Opens a case in the message's own transaction, and answers its id. */
  readonly openCase: (tx: TxCtx, message: CaseMessage) => Promise<string>;
  /** The port that the listener took; null while it does not listen. Set by the slice. */
  listeningOn: number | null;
}

export function createMailboxParts(from: {
  readonly kept: KeptConfig;
  readonly settings: Pick<Settings, "publicUrl" | "mailFrom" | "mailHost" | "mailTls" | "mailPort" | "variables">;
  readonly requests: RequestParts;
  readonly optOut?: MailboxParts["optOut"];
  readonly openCase: MailboxParts["openCase"];
}): MailboxParts {
  const { publicUrl, mailFrom, mailHost, mailTls, mailPort, variables } = from.settings;
  const optOut = from.optOut ?? (async () => false);
  return {
    kept: from.kept,
    publicUrl,
    mailFrom,
    mailHost,
    mailTls,
    mailPort,
    variables,
    requests: from.requests,
    optOut,
    openCase: from.openCase,
    listeningOn: null,
  };
}

/** Whose address it is: the name of a mailbox and what stands after a `+`; null: nobody's here. */
export function findMailbox(
  parts: Pick<MailboxParts, "kept">,
  address: string,
): { readonly name: string; readonly tag: string | null } | null {
  const [, local = "", tag = null, domain = ""] =
    /^([^@+]*)(?:\+([^@]*))?@(.+)$/.exec(address.trim().toLowerCase()) ?? [];
  for (const [name, mailbox] of Object.entries(parts.kept.mailboxes)) {
    for (const own of mailbox.addresses) {
      if (own.toLowerCase() === address.trim().toLowerCase()) return { name, tag: null };
      if (own.toLowerCase() === `${local}@${domain}`) return { name, tag };
    }
  }
  return null;
}

/** Who acts when a door takes a message in. */
export const DOOR_ACTOR: Actor = { kind: "system", id: "mailbox" };
