/** Where a message came from: its door as the channel of a request, and who it says it is from, an e-mail address, or the number of a telephone. A claim either way. */
import type { MessageDoor } from "@kept/contract/mailbox-classes";
import type { ClaimedIdentifier, MessageChannel } from "../requests/submit-request.ts";

/** @param from as messages keep it: `ada@example.org`, `+49151234567` */
export function senderOf(from: string): ClaimedIdentifier {
  return { kind: from.includes("@") ? "email" : "phone", value: from };
}

const CHANNELS: Readonly<Record<MessageDoor, MessageChannel>> = {
  imap: "mailbox",
  smtp: "mailbox",
  sms: "sms",
  post: "post",
};

export function channelOf(door: MessageDoor): MessageChannel {
  return CHANNELS[door];
}
