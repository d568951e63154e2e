/** The channels by kind: a new way to tell recipients is a row here. */
import type { ChannelKind } from "@kept/contract/recipients";
import { opendsrChannel } from "../opendsr/channel-opendsr.ts";
import type { Channel } from "./channel.ts";
import { emailChannel } from "./channel-email.ts";
import { webhookChannel } from "./channel-webhook.ts";

const channels: readonly Channel[] = [webhookChannel, opendsrChannel, emailChannel];

/** Null for what operators do by hand. */
export function findChannel(kind: ChannelKind): Channel | null {
  return channels.find((channel) => channel.kind === kind) ?? null;
}
