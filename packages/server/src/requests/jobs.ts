/** The jobs of requests, and what repeats. */
import { recomputeClocks } from "../clocks/recompute-clocks.ts";
import { remindOperators, sendReminder } from "../clocks/remind-operators.ts";
import { followLift } from "../fulfilment/follow-lift.ts";
import { planRequest } from "../fulfilment/plan-request.ts";
import { replaySystem } from "../fulfilment/replay-system.ts";
import { scanResidue } from "../fulfilment/residue-scans.ts";
import { liftDue } from "../fulfilment/restrictions.ts";
import { runRequest } from "../fulfilment/run-request.ts";
import { tendUndos } from "../fulfilment/tend-undos.ts";
import { resumeRequests, tidyRequests } from "../fulfilment/tidy-requests.ts";
import { undoErasure } from "../fulfilment/undo-erasure.ts";
import { handleJob, type JobHandler, type Sweep } from "../platform/slice.ts";
import { handOverUnproven } from "../verification/hand-over.ts";
import { lapseUnanswered } from "./ask-person.ts";
import type { RequestParts } from "./request-parts.ts";
import { acknowledge, sendRequestMail } from "./send-request-mail.ts";
import { sendTaskMail } from "./send-task-mail.ts";
import { undoExtensions } from "./undo-extensions.ts";

/** Further tries of a message, at last every ten minutes: a mail server that is away for a day costs nobody their answer. */
const MAIL_TRIES = 152;

export function requestJobHandlers(parts: RequestParts): readonly JobHandler[] {
  return [
    handleJob("requests.mail", (ctx, payload) => sendRequestMail(ctx, parts, payload), { retryLimit: MAIL_TRIES }),
    handleJob("requests.acknowledge", (ctx, { requestId }) => acknowledge(ctx, parts, requestId)),
    handleJob("requests.task-mail", (ctx, payload) => sendTaskMail(ctx, parts, payload)),
    handleJob("requests.remind", (ctx, payload) => sendReminder(ctx, parts, payload)),
    handleJob("requests.plan", (ctx, { requestId }) => planRequest(ctx, parts, requestId)),
    // An erasure that outlasts the queue's patience goes on: the second try finds the lease taken and leaves.
    handleJob("requests.run", (ctx, { requestId }) => runRequest(ctx, parts, requestId)),
    handleJob("requests.follow-lift", (ctx, { requestId }) => followLift(ctx, parts, requestId)),
    handleJob("requests.undo", (ctx, { requestId }) => undoErasure(ctx, parts, requestId)),
    handleJob("systems.replay", (ctx, payload) => replaySystem(ctx, parts, payload), {
      concurrency: 1,
      timeoutSeconds: 14_400,
    }),
    handleJob("requests.scan-residue", (ctx, payload) => scanResidue(ctx, parts, payload), {
      concurrency: 1,
      timeoutSeconds: 14_400,
    }),
  ];
}

export function requestSweeps(parts: RequestParts): readonly Sweep[] {
  return [
    { name: "requests.resume", everySeconds: 15, atStart: true, run: (ctx) => resumeRequests(ctx, parts) },
    { name: "requests.remind", everySeconds: 900, atStart: true, run: (ctx) => remindOperators(ctx, parts) },
    { name: "requests.recompute", everySeconds: 86_400, atStart: true, run: (ctx) => recomputeClocks(ctx, parts) },
    { name: "requests.undo-extensions", everySeconds: 900, run: (ctx) => undoExtensions(ctx, parts) },
    { name: "requests.lapse", everySeconds: 3600, run: (ctx) => lapseUnanswered(ctx, parts) },
    { name: "requests.lift", everySeconds: 60, run: (ctx) => liftDue(ctx, parts) },
    { name: "requests.tend-undos", everySeconds: 60, atStart: true, run: tendUndos },
    { name: "requests.tidy", everySeconds: 3600, run: (ctx) => tidyRequests(ctx, parts) },
    { name: "requests.hand-over", everySeconds: 3600, run: (ctx) => handOverUnproven(ctx, parts) },
  ];
}
