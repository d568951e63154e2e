/** The slice of mandates: somebody asks for somebody else. */
import * as endpoints from "@kept/contract/mandates";
import { bind } from "../platform/http/bind.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { addMandatePages, MANDATE_UPLOAD } from "./mandate-pages.tsx";
import { viewPaper } from "./mandate-paper.ts";
import { readMandate, readRepresentative } from "./read-mandate.ts";
import { remindOfMandates, sendMandateReminder } from "./remind-of-mandates.ts";
import { sendMandateMail } from "./send-mandate-mail.ts";
import { confirmRepresentative, permitRepresentative, reviewMandate } from "./settle-mandate.ts";
import { submitMandate } from "./submit-mandate.ts";
import { listWaitingMandates } from "./waiting-mandates.ts";

export function createMandatesSlice(parts: RequestParts): Slice {
  return {
    name: "mandates",
    routes: [
      bind(endpoints.submitFor, async (ctx, { body }) => {
        await submitMandate(ctx.as({ kind: "person", id: "anonymous" }), parts, { ...body, channel: "api" });
        return { received: true } as const;
      }),
      bind(endpoints.confirmRepresentative, async (ctx, { body }) => {
        await confirmRepresentative(ctx, parts, body.token);
        return { confirmed: true } as const;
      }),
      bind(endpoints.permitRepresentative, async (ctx, { body }) => {
        await permitRepresentative(ctx, parts, body);
        return { permitted: body.permitted };
      }),
      bind(endpoints.listWaitingMandates, async (ctx) => ({ mandates: await listWaitingMandates(ctx) })),
      bind(endpoints.getMandate, (ctx, { params }) => readMandate(ctx, params.requestId)),
      bind(endpoints.readMandate, (ctx, { params }) => readRepresentative(ctx, params.requestId)),
      bind(endpoints.getMandatePaper, (ctx, { params }) => viewPaper(ctx, params.requestId)),
      bind(endpoints.reviewMandate, async (ctx, { params, body }) => {
        await reviewMandate(ctx, parts, params.requestId, body);
        return readMandate(ctx, params.requestId);
      }),
    ],
    pages: (pages) => addMandatePages(pages, parts),
    uploads: [MANDATE_UPLOAD],
    jobs: [
      handleJob("requests.mandate-mail", (ctx, payload) => sendMandateMail(ctx, parts, payload)),
      handleJob("requests.mandates-remind", (ctx, payload) => sendMandateReminder(ctx, parts, payload)),
    ],
    sweeps: [{ name: "mandates.remind", everySeconds: 3600, run: (ctx) => remindOfMandates(ctx, parts) }],
  };
}
