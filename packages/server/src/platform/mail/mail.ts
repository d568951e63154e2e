/** Messages as use cases see them: what to say to whom, in text and HTML. */

/** A message that others composed, as it goes over the wire. */
export interface RawMail {
  /** Stable id: forwarding twice under one id forwards once. */
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly language: string;
  /** Envelope. */
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
  /** Its own Message-ID, by which a report names it; null: it has none. */
  readonly messageId: string | null;
  /** What the page of sent messages shows, where there is no mail server. */
  readonly shown: { readonly subject: string; readonly text: string; readonly html: string };
  /** Signs it (RFC 6376) with this key; null: it goes unsigned. */
  readonly signature: DkimKey | null;
}

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface MailMessage {
  /** Stable id of this message: sending twice under one id sends once. Derive it from the job's subject and kind. */
  readonly id: string;
  /** What it is about (a request id): groups messages, holds no personal data. */
  readonly key: string;
  /** Which template: `request-received`. */
  readonly kind: string;
  readonly language: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Id of the message that this one follows in the recipient's mailbox. */
  readonly inReplyTo?: string;
  /** A message of the recipient's own that this one answers, by the Message-IDs of its thread, oldest first. */
  readonly answers?: readonly string[];
  /** Where an answer should go, when not to the sender. */
  readonly replyTo?: string;
  /** It holds what only the recipient may have: where there is a mail server, no copy is kept. */
  readonly isSecret?: boolean;
  /** A machine answers a person's message by itself: `auto-replied` (RFC 3834, 5). @defaultValue auto-generated */
  readonly automatic?: "auto-generated" | "auto-replied" | "no";
}
