/** A letter that is a case of its own: which slice opens it. */
import type { ChildParts } from "./children/child-parts.ts";
import { claimChild } from "./children/open-child-case.ts";
import type { ComplaintParts } from "./complaints/complaint-parts.ts";
import { openComplaint } from "./complaints/open-complaint.ts";
import type { CaseMessage, MailboxParts } from "./mailbox/mailbox-parts.ts";
import type { TxCtx } from "./platform/ctx.ts";

const LONGEST_COMPLAINT = 8000;
const LONGEST_CLAIM = 4000;

export function mailCases(complaints: ComplaintParts, children: ChildParts): MailboxParts["openCase"] {
  const openers: Readonly<Record<CaseMessage["case"], (tx: TxCtx, message: CaseMessage) => Promise<string>>> = {
    complaint: (tx, { address, text, language, receivedAt, aboutRequest }) =>
      openComplaint(tx, complaints, {
        channel: "mailbox",
        email: address,
        contact: "",
        text: text.slice(0, LONGEST_COMPLAINT),
        language,
        arrivedAt: receivedAt,
        aboutRequest,
      }),
    // Whose child it is the letter says in its own way: an operator reads it, and names the account.
    child: (tx, { address, text, language, receivedAt }) =>
      claimChild(tx, children, {
        person: null,
        email: address,
        wish: "delete",
        text: text.slice(0, LONGEST_CLAIM),
        language,
        knownAt: receivedAt,
      }),
  };
  return (tx, message) => openers[message.case](tx, message);
}
