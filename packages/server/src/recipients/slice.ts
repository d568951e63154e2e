/** The slice of recipients. */
import * as endpoints from "@kept/contract/recipient-endpoints";
import { bind } from "../platform/http/bind.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import { requireRequest } from "../requests/read-request.ts";
import { addAnswerPages } from "./answer-pages.tsx";
import { listNotices, listOpenNotices, settleNotice } from "./notices.ts";
import type { RecipientParts } from "./recipient-parts.ts";
import { listDisclosures, recordDisclosure } from "./record-disclosure.ts";
import { remindOfNotices, sendNoticeReminder } from "./remind-notices.ts";
import { NOTICE_ATTEMPTS, tellRecipient } from "./tell-recipient.ts";

export function createRecipientsSlice(parts: RecipientParts): Slice {
  return {
    name: "recipients",
    routes: [
      bind(endpoints.recordDisclosure, (ctx, { body }) => recordDisclosure(ctx, parts, body)),
      bind(endpoints.listDisclosures, (ctx, { params }) => listDisclosures(ctx, params.personId)),
      bind(endpoints.listNotices, async (ctx, { params }) => {
        await requireRequest(ctx, params.requestId);
        return { notices: [...(await listNotices(ctx, parts, params.requestId))] };
      }),
      bind(endpoints.listOpenNotices, (ctx, { query }) => listOpenNotices(ctx, parts, query.late === "true")),
      bind(endpoints.settleNotice, (ctx, { params, body }) => settleNotice(ctx, parts, params, body)),
    ],
    pages: (pages) => addAnswerPages(pages, parts),
    jobs: [
      handleJob("recipients.tell", (ctx, payload) => tellRecipient(ctx, parts, payload), {
        retryLimit: NOTICE_ATTEMPTS + 5,
        retryDelay: 2,
        timeoutSeconds: 120,
      }),
      handleJob("recipients.remind", (ctx, payload) => sendNoticeReminder(ctx, parts, payload)),
    ],
    sweeps: [{ name: "recipients.remind", everySeconds: 900, atStart: true, run: remindOfNotices }],
  };
}
