/** Where people's answers to our mail should come. */
import type { KeptConfig, MailboxConfig } from "../kept-config.ts";

/** The mailbox that a message came to, else the one for rights. */
export function answerAddress(kept: KeptConfig, mailbox: string | null, reference: string): string | undefined {
  const chosen: MailboxConfig | undefined =
    (mailbox === null ? undefined : kept.mailboxes[mailbox]) ??
    Object.values(kept.mailboxes).find((one) => one.purpose === "rights");
  const address = chosen?.addresses[0];
  if (address === undefined || chosen === undefined || !chosen.plusAddresses) return address;
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}+${reference.replace("-", "").toLowerCase()}${address.slice(at)}`;
}
