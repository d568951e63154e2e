/** Binds the endpoints of messages. */
import * as messages from "@kept/contract/message-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { streamLines } from "../platform/http/stream-lines.ts";
import { exportSegment } from "./export-segment.ts";
import type { MessageParts } from "./message-parts.ts";
import { readStreams } from "./read-streams.ts";
import { referFriend } from "./refer-friend.ts";
import { sendMessage } from "./send-message.ts";
import { checkSuppressions, importSuppressions, writeSuppressions } from "./suppression-list.ts";

export function messageRoutes(parts: MessageParts): readonly BoundEndpoint[] {
  return [
    bind(messages.sendMessage, (ctx, { body }) => sendMessage(ctx, parts, body)),
    bind(messages.referFriend, (ctx, { body }) => referFriend(ctx, parts, body)),
    bind(messages.getStreams, (ctx) => readStreams(ctx, parts)),
    bind(messages.importSuppressions, (ctx, { body }) => importSuppressions(ctx, parts, body)),
    bind(messages.checkSuppressions, (ctx, { body }) => checkSuppressions(ctx, body.addresses)),
    bind(messages.exportSuppressions, (ctx) => Promise.resolve(streamLines(writeSuppressions(ctx)))),
    bind(messages.exportSegment, async (ctx, { body }) => {
      const text = await exportSegment(ctx, parts, body);
      return new Response(text, {
        headers: { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" },
      });
    }),
  ];
}
