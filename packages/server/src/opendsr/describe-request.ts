/** A request as OpenDSR tells of it. */
import { requestState } from "@kept/contract/request-states";
import { listSteps } from "../fulfilment/queries.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { RequestRow } from "../requests/queries.ts";

export async function describeRequest(ctx: Ctx, controller: string, id: string, request: RequestRow) {
  const state = requestState(request.state);
  const isCompleted = state.openDsr === "completed";
  const found = isCompleted ? (await listSteps(ctx, request.id)).filter((step) => step.found === true).length : 0;
  return {
    controller_id: controller,
    subject_request_id: id,
    received_time: request.submitted_at.toISOString(),
    ...(request.due_on === null ? {} : { expected_completion_time: `${request.due_on}T23:59:59Z` }),
    request_status: state.openDsr,
    // A refusal is unknown to the protocol: it is completed with no results.
    ...(isCompleted ? { results_count: state.drp === "fulfilled" ? found : 0 } : {}),
  };
}
