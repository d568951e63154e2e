/** Binds the endpoints of messages. */
import * as messages from "@kept/contract/message-endpoints";
import * as sales from "@kept/contract/sales";
import * as lifts from "@kept/contract/suppression-lifts";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { streamLines } from "../platform/http/stream-lines.ts";
import { explainRecipient } from "./explain-recipient.ts";
import { exportSegment } from "./export-segment.ts";
import { liftSuppression, listLifts, settleLift } from "./lift-suppression.ts";
import { listRefusals } from "./list-refusals.ts";
import type { MessageParts } from "./message-parts.ts";
import { readStreams } from "./read-streams.ts";
import { referFriend } from "./refer-friend.ts";
import { recordSale } from "./sales.ts";
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
    bind(messages.exportSegment, async (ctx, { body }) =>
      streamLines(await exportSegment(ctx, parts, body), "text/csv; charset=utf-8"),
    ),
    bind(messages.listRefusals, (ctx, { query }) => listRefusals(ctx, query)),
    bind(messages.checkRecipient, (ctx, { body }) => explainRecipient(ctx, parts, body)),
    bind(sales.recordSale, (ctx, { body }) => recordSale(ctx, parts, body)),
    bind(lifts.liftSuppression, (ctx, { body }) => liftSuppression(ctx, parts, body)),
    bind(lifts.listLifts, (ctx) => listLifts(ctx, parts)),
    bind(lifts.settleLift, (ctx, { params, body }) => settleLift(ctx, params.liftId, body.agreed)),
  ];
}
