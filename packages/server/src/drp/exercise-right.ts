/** An agent exercises a right of somebody: a request like any other, through this door. */

import { type RequestKindName, requestKind } from "@kept/contract/request-kinds";
import * as z from "zod";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { regionOf } from "../regions/region-of.ts";
import { openRequest, regionFacts } from "../requests/open-request.ts";
import { findRequest } from "../requests/queries.ts";
import { receiveRequest } from "../requests/receive-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import { submitUnverified } from "../requests/submit-request.ts";
import { ownAddress } from "./agent-hosts.ts";
import { checkEnvelope } from "./check-message.ts";
import { type DrpStatus, describeStatus, sealText } from "./describe-status.ts";
import type { Agent } from "./directory.ts";
import { DrpFailure } from "./drp-failure.ts";
import type { DrpParts } from "./drp-parts.ts";
import { kindOfExercise } from "./exercises.ts";
import { findDrpRequest, insertDrpRequest, rememberMessage } from "./queries.ts";

/** Where each `regime` of the protocol places the person; without one the right is exercised voluntarily, anywhere. */
const REGIMES = { ccpa: "US-CA" } as const;

/** Names that we do not know may be there: they change nothing. */
const exerciseSchema = z.object({
  "agent-request-id": z.string().min(1).max(200).optional(),
  "drp.version": z.string().optional(),
  exercise: z.string(),
  regime: z.enum(["ccpa"]).optional(),
  relationships: z.array(z.string()).optional(),
  status_callback: z.string().max(2000).optional(),
  name: z.string().max(300).optional(),
  email: z.email().max(320).optional(),
  email_verified: z.boolean().optional(),
  phone_number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional(),
  phone_number_verified: z.boolean().optional(),
});

type Exercise = z.output<typeof exerciseSchema>;

/** The same message again is the same request. @throws DrpFailure */
export async function exerciseRight(ctx: Ctx, parts: DrpParts, agent: Agent, body: string): Promise<DrpStatus> {
  const message = checkEnvelope(ctx, body, agent, parts.settings.businessId);
  const read = exerciseSchema.safeParse(message.value);
  if (!read.success) {
    const fields = [...new Set(read.error.issues.map((issue) => issue.path.join(".")))].join(", ");
    throw new DrpFailure(400, "invalid_request", `These are missing or wrong: ${fields}.`);
  }
  const kind = kindOfExercise(read.data.exercise);
  if (kind === null) throw new DrpFailure(400, "unsupported_action", "This right cannot be exercised here.");
  const { status_callback: callback } = read.data;
  if (callback !== undefined && ownAddress(agent, callback, parts.settings.allowLoopback) === null) {
    throw new DrpFailure(
      400,
      "callback_refused",
      "status_callback is not an https address of the agent's own domains.",
    );
  }
  const actor = { kind: "system", id: `agent:${agent.id}` } as const;
  return await ctx.as(actor).transaction(async (tx) => {
    const seen = { message_hash: message.hash, agent_id: agent.id, expires_at: message.expiresAt };
    const isNew = await rememberMessage(tx, seen);
    const known = isNew ? undefined : await findDrpRequest(tx, agent.id, { messageHash: message.hash });
    if (!isNew && known === undefined)
      throw new DrpFailure(409, "replayed", "The message was used for something else.");
    if (known !== undefined) return await readStatus(tx, parts, known.request_id, agent);
    const requestId = await open(tx, parts, agent, kind, read.data);
    await insertDrpRequest(tx, {
      request_id: requestId,
      agent_id: agent.id,
      sealed_agent_request_id: sealText(tx.keys, requestId, "agent-request-id", read.data["agent-request-id"]),
      exercise: read.data.exercise,
      message_hash: message.hash,
      sealed_callback: sealText(tx.keys, requestId, "callback", callback),
      told_status: "",
      created_at: isoInstant(tx.clock.now()),
    });
    await tx.outbox.add(requestId, {
      entry: {
        type: "drp.right-exercised",
        subject: { request: requestId, agent: agent.id },
        data: { agent: agent.id, exercise: read.data.exercise, regime: read.data.regime ?? null },
      },
    });
    const status = await readStatus(tx, parts, requestId, agent);
    // The answer tells it already: the callback begins with what comes next.
    const told = { told_status: JSON.stringify(status) };
    await tx.db.updateTable("drp_request").set(told).where("request_id", "=", requestId).execute();
    return status;
  });
}

async function open(tx: TxCtx, parts: DrpParts, agent: Agent, kind: RequestKindName, said: Exercise): Promise<string> {
  const { requests, settings } = parts;
  const { email } = said;
  const country = said.regime === undefined ? null : REGIMES[said.regime];
  const scope = { tables: [], categories: [], purposes: [], rows: [] };
  const isTrusted = (isVerified: boolean | undefined) => settings.trustVerified && isVerified === true;
  const phone = isTrusted(said.phone_number_verified) ? said.phone_number : undefined;
  if (email !== undefined && !isTrusted(said.email_verified)) {
    const identifier = { kind: "email", value: email } as const;
    const input = { kind, identifier, channel: "drp", language: "en", scope, country } as const;
    const requestId = await submitUnverified(tx, requests, input);
    if (requestId !== null) return requestId;
    throw new DrpFailure(429, "too_many_requests", "Too many requests of this person wait to be confirmed.");
  }
  if (email === undefined) requirePhone(kind, phone);
  const identifiers = [
    ...(email === undefined ? [] : [{ kind: "email", value: email }]),
    ...(phone === undefined ? [] : [{ kind: "phone", value: phone }]),
  ];
  const request = await openRequest(tx, requests, {
    kind,
    state: "planning",
    channel: "drp",
    language: "en",
    person: { identifiers, keys: [], replyTo: email ?? null },
    scope,
    region: regionOf({ declared: country }),
  });
  const data = { kind, channel: "drp", ...regionFacts(request) };
  await recordEvent(tx, request.id, { type: "request.submitted", data });
  await receiveRequest(tx, requests, request.id, `agent ${agent.id}`);
  return request.id;
}

/** Who is known by a telephone alone cannot confirm by a link, nor be sent what was put together. @throws DrpFailure */
function requirePhone(kind: RequestKindName, phone: string | undefined): void {
  if (phone === undefined) {
    throw new DrpFailure(
      400,
      "identity_missing",
      "An e-mail address is needed, or a telephone number that is verified.",
    );
  }
  if (requestKind(kind).givesPackage) {
    throw new DrpFailure(400, "email_required", "What is put together goes to the person by e-mail: name an address.");
  }
}

/** Where the agent's request stands. Another agent's is as unknown as none. @throws DrpFailure */
export async function readStatus(
  ctx: Ctx | TxCtx,
  { requests }: DrpParts,
  requestId: string,
  agent: Agent,
): Promise<DrpStatus> {
  const drp = await findDrpRequest(ctx, agent.id, { requestId });
  const request = drp === undefined ? undefined : await findRequest(ctx, requestId);
  if (drp === undefined || request === undefined) {
    throw new DrpFailure(403, "forbidden", "The token and what was asked for do not go together.");
  }
  return describeStatus(ctx.keys, requests.publicUrl, request, drp);
}
