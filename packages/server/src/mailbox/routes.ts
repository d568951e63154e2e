/** Binds the endpoints of the inbox. */
import * as endpoints from "@kept/contract/mailbox-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import {
  answerMessage,
  dismissMessage,
  joinMessage,
  makeCaseOfMessage,
  makeRequestOfMessage,
} from "./act-on-message.ts";
import { enterLetter } from "./enter-letter.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { fetchAttachment, getMessage, listInbox, listTemplates, readMessage } from "./read-inbox.ts";

export function mailboxRoutes(parts: MailboxParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.enterLetter, (ctx, { body }) => enterLetter(ctx, parts, body)),
    bind(endpoints.listInbox, (ctx, { query }) => listInbox(ctx, parts, query)),
    bind(endpoints.listTemplates, async () => listTemplates(parts)),
    bind(endpoints.getMessage, (ctx, { params }) => getMessage(ctx, params.messageId)),
    bind(endpoints.readMessage, (ctx, { params }) => readMessage(ctx, params.messageId)),
    bind(endpoints.getAttachment, (ctx, { params }) => fetchAttachment(ctx, params.messageId, params.position)),
    bind(endpoints.makeRequestOfMessage, async (ctx, { params, body }) => {
      await makeRequestOfMessage(ctx, parts, params.messageId, body);
      return getMessage(ctx, params.messageId);
    }),
    bind(endpoints.makeCaseOfMessage, async (ctx, { params, body }) => {
      await makeCaseOfMessage(ctx, parts, params.messageId, body);
      return getMessage(ctx, params.messageId);
    }),
    bind(endpoints.joinMessage, async (ctx, { params, body }) => {
      await joinMessage(ctx, params.messageId, body.request);
      return getMessage(ctx, params.messageId);
    }),
    bind(endpoints.answerMessage, async (ctx, { params, body }) => {
      await answerMessage(ctx, params.messageId, body);
      return getMessage(ctx, params.messageId);
    }),
    bind(endpoints.dismissMessage, async (ctx, { params, body }) => {
      await dismissMessage(ctx, params.messageId, body);
      return getMessage(ctx, params.messageId);
    }),
  ];
}
