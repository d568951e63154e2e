/** An agent takes a request back. The message names neither agent nor request: token and path bind it. */
import { requestState } from "@kept/contract/request-states";
import type { Ctx } from "../platform/ctx.ts";
import { ProblemError } from "../platform/http/problems.ts";
import { cancelRequest } from "../requests/close-request.ts";
import { findRequest } from "../requests/queries.ts";
import { openSigned } from "./check-message.ts";
import type { DrpStatus } from "./describe-status.ts";
import type { Agent } from "./directory.ts";
import { DrpFailure, forbidden } from "./drp-failure.ts";
import type { DrpParts } from "./drp-parts.ts";
import { readStatus } from "./exercise-right.ts";
import { findDrpRequest } from "./queries.ts";

const REVOKED = "revoked";

/** Twice is once. Too late is an error that says how it ended. @throws DrpFailure */
export async function revokeRight(
  ctx: Ctx,
  parts: DrpParts,
  agent: Agent,
  requestId: string,
  body: string,
): Promise<DrpStatus> {
  const said = openSigned(body, agent);
  if (said["reason"] !== undefined && typeof said["reason"] !== "string") {
    throw new DrpFailure(400, "invalid_request", "These are missing or wrong: reason.");
  }
  const drp = await findDrpRequest(ctx, agent.id, { requestId });
  const request = drp === undefined ? undefined : await findRequest(ctx, requestId);
  if (drp === undefined || request === undefined) throw forbidden();
  if (requestState(request.state).drp === REVOKED) return await readStatus(ctx, parts, requestId, agent);
  try {
    await cancelRequest(ctx.as({ kind: "system", id: `agent:${agent.id}` }), parts.requests, requestId);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "request_state_wrong") throw error;
    const status = await readStatus(ctx, parts, requestId, agent);
    if (status.status === REVOKED) return status;
    throw new DrpFailure(409, "too_late", "It has been carried out, or is being carried out, already.", status);
  }
  return await readStatus(ctx, parts, requestId, agent);
}
