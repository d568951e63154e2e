/** A request as the protocol tells of it: its states and reasons come from the tables of states and refusals. */
import { REFUSAL_REASONS } from "@kept/contract/refusals";
import { requestKind } from "@kept/contract/request-kinds";
import { requestState } from "@kept/contract/request-states";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { RequestRow } from "../requests/queries.ts";
import type { DrpRequestRow } from "./queries.ts";

/** On the wire: response names use underscores. */
export interface DrpStatus {
  readonly request_id: string;
  readonly agent_request_id?: string;
  readonly received_at: string;
  readonly status: string;
  readonly reason?: string;
  readonly expected_by?: string;
  readonly processing_details?: string;
  readonly user_verification_url?: string;
  readonly results_url?: string;
}

const SEAL = "drp.request";

export function sealText(keys: Keyring, requestId: string, field: string, text: string | undefined): Uint8Array | null {
  return text === undefined ? null : sealJson(keys, SEAL, `drp_request/${requestId}/${field}`, text);
}

export function openText(keys: Keyring, requestId: string, field: string, sealed: Uint8Array | null): string | null {
  return sealed === null ? null : openJson<string>(keys, SEAL, `drp_request/${requestId}/${field}`, sealed);
}

/** The path of the page on which the person's part is explained; its end proves that we made it. */
export function verificationPath(keys: Keyring, requestId: string): string {
  return `/drp/verify/${requestId}.${keys.blindIndex("drp.verification", requestId)}`;
}

/** The page by which the person gets at what was put together for them. It holds none of it. */
export function resultsPath(keys: Keyring, requestId: string): string {
  return `/drp/results/${requestId}.${keys.blindIndex("drp.results", requestId)}`;
}

export function describeStatus(keys: Keyring, publicUrl: string, request: RequestRow, drp: DrpRequestRow): DrpStatus {
  const state = requestState(request.state);
  const agentRequestId = openText(keys, request.id, "agent-request-id", drp.sealed_agent_request_id);
  const isOpen = state.phase !== "closed";
  const denial = REFUSAL_REASONS.find((row) => row.code === request.refusal_reason)?.drp ?? "other";
  return {
    request_id: request.id,
    ...(agentRequestId === null ? {} : { agent_request_id: agentRequestId }),
    received_at: request.arrived_at.toISOString(),
    // Whoever has to do something first waits for them; the protocol knows that within `in_progress` only.
    status: state.drpNeedsPerson ? "in_progress" : state.drp,
    ...(state.drpNeedsPerson ? { reason: "need_user_verification" } : {}),
    ...(state.drp === "denied" ? { reason: denial } : {}),
    ...(isOpen && request.due_on !== null ? { expected_by: `${request.due_on}T23:59:59Z` } : {}),
    ...(request.is_extended ? { processing_details: "The time to answer was extended; the person was told why." } : {}),
    ...(state.drpNeedsPerson ? { user_verification_url: `${publicUrl}${verificationPath(keys, request.id)}` } : {}),
    // As long as the person is known: afterwards nobody could be sent anything.
    ...(state.drp === "fulfilled" && requestKind(request.kind).givesPackage && request.sealed_person !== null
      ? { results_url: `${publicUrl}${resultsPath(keys, request.id)}` }
      : {}),
  };
}
