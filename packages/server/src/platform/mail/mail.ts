/** Messages as use cases see them: what to say to whom, in text and HTML. */

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
  /** A machine answers a person's message by itself: `auto-replied` (RFC 3834, 5). @defaultValue auto-generated */
  readonly automatic?: "auto-generated" | "auto-replied" | "no";
}
