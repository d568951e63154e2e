/** A controller sends a request to us, its processor: a request like any other, which the controller answers for. */
import { requestState } from "@kept/contract/request-states";
import * as z from "zod";
import { addInstruction } from "../instructions/instructions.ts";
import { isoInstant } from "../platform/clock.ts";
import { equalSecrets } from "../platform/crypto/keyring.ts";
import { sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { ProblemError } from "../platform/http/problems.ts";
import { regionOf } from "../regions/region-of.ts";
import { cancelRequest } from "../requests/close-request.ts";
import { openRequest, regionFacts } from "../requests/open-request.ts";
import { findRequest, type RequestRow } from "../requests/queries.ts";
import { receiveRequest } from "../requests/receive-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { OpendsrParts } from "./opendsr-parts.ts";

/** Types of the protocol that we carry out, with the kind of request that each opens. */
export const SUBJECT_REQUEST_TYPES = [{ type: "erasure", kind: "erasure" }] as const;

/** Identities by which systems can be searched: a hash finds nobody in them. */
export const IDENTITIES = [
  { identity_type: "email", identity_format: "raw", kind: "email" },
  { identity_type: "controller_customer_id", identity_format: "raw", kind: "id" },
] as const;

const REGULATIONS = { gdpr: null, ccpa: "US-CA" } as const;
const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The published example leaves out `regulation`; without it the strictest rules count. */
const requestSchema = z.object({
  regulation: z.enum(["gdpr", "ccpa"]).default("gdpr"),
  subject_request_id: z.string().regex(UUID_4),
  subject_request_type: z.enum(SUBJECT_REQUEST_TYPES.map((row) => row.type)),
  subject_identities: z
    .array(
      z.object({ identity_type: z.string(), identity_value: z.string().min(1).max(320), identity_format: z.string() }),
    )
    .min(1)
    .max(50),
  submitted_time: z.iso.datetime({ offset: true }),
  status_callback_urls: z.array(z.url().max(2000)).max(5).default([]),
});

/** A refusal as the protocol has it. */
export class OpendsrRefusal extends Error {
  override readonly name = "OpendsrRefusal";
  readonly status: 400 | 401 | 404 | 413;
  readonly reason: string;
  constructor(status: OpendsrRefusal["status"], reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** The controller whose token this is. @throws OpendsrRefusal */
export function requireController(parts: OpendsrParts, authorization: string | undefined): string {
  const token = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "";
  const found = Object.entries(parts.settings.controllers).find(([, { token: known }]) => {
    const secret = parts.variables[known.env];
    return secret !== undefined && secret.length >= 16 && equalSecrets(secret, token);
  });
  if (found === undefined) throw new OpendsrRefusal(401, "unauthorized", "A token of a known controller is needed.");
  return found[0];
}

/** The same request again is the one that is there. @throws OpendsrRefusal */
export async function processRequest(
  ctx: Ctx,
  parts: OpendsrParts,
  controller: string,
  body: unknown,
): Promise<{ readonly subjectRequestId: string; readonly request: RequestRow }> {
  const read = requestSchema.safeParse(body);
  if (!read.success) {
    const fields = [...new Set(read.error.issues.map((issue) => issue.path.join(".")))].join(", ");
    throw new OpendsrRefusal(400, "invalid", `These are missing or wrong: ${fields}.`);
  }
  const { subject_request_id: id, subject_identities: identities } = read.data;
  const identifiers = identities.flatMap(({ identity_type: type, identity_format: format, identity_value: value }) => {
    const known = IDENTITIES.find((one) => one.identity_type === type && one.identity_format === format);
    return known === undefined ? [] : [{ kind: known.kind, value }];
  });
  if (identifiers.length === 0)
    throw new OpendsrRefusal(400, "identity", "No identity is of a type that is supported.");
  const kind = SUBJECT_REQUEST_TYPES.find((row) => row.type === read.data.subject_request_type)?.kind ?? "erasure";
  return await as(ctx, controller).transaction(async (tx) => {
    const known = await findOwn(tx, controller, id);
    if (known !== null) return { subjectRequestId: id, request: known };
    const request = await openRequest(tx, parts.requests, {
      kind,
      state: "planning",
      channel: "opendsr",
      language: "en",
      // The controller answers the person.
      person: { identifiers, keys: [], replyTo: null },
      scope: { tables: [], categories: [], purposes: [], rows: [] },
      region: regionOf({ declared: REGULATIONS[read.data.regulation] }),
      arrivedAt: new Date(read.data.submitted_time).toISOString(),
    });
    const data = { kind, channel: "opendsr", ...regionFacts(request) };
    await recordEvent(tx, request.id, { type: "request.submitted", data });
    await receiveRequest(tx, parts.requests, request.id, `controller ${controller}`);
    await addInstruction(tx, {
      direction: "received",
      party: controller,
      channel: "protocol",
      text: `${read.data.subject_request_type} ${id}`,
      requestId: request.id,
    });
    const callbacks = read.data.status_callback_urls;
    await tx.db
      .insertInto("opendsr_request")
      .values({
        controller,
        subject_request_id: id,
        request_id: request.id,
        sealed_callbacks:
          callbacks.length === 0
            ? null
            : sealJson(tx.keys, "opendsr.callbacks", `opendsr_request/${request.id}`, callbacks),
        told_status: requestState(request.state).openDsr,
        created_at: isoInstant(tx.clock.now()),
      })
      .execute();
    return { subjectRequestId: id, request };
  });
}

/** The controller's own request. @throws OpendsrRefusal */
export async function requireOwn(ctx: Ctx, controller: string, id: string): Promise<RequestRow> {
  const request = await ctx.transaction((tx) => findOwn(tx, controller, id));
  if (request === null) throw new OpendsrRefusal(404, "not_found", "There is no such request.");
  return request;
}

/** Only while nothing has begun. @throws OpendsrRefusal */
export async function cancelOwn(ctx: Ctx, parts: OpendsrParts, controller: string, id: string): Promise<RequestRow> {
  const request = await requireOwn(ctx, controller, id);
  if (requestState(request.state).openDsr !== "pending") {
    throw new OpendsrRefusal(400, "not_pending", "The request is not pending any more.");
  }
  try {
    await cancelRequest(as(ctx, controller), parts.requests, request.id);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new OpendsrRefusal(400, "not_pending", "The request is not pending any more.");
  }
  return (await findRequest(ctx, request.id)) ?? request;
}

async function findOwn(tx: TxCtx, controller: string, id: string): Promise<RequestRow | null> {
  const row = await tx.db
    .selectFrom("opendsr_request")
    .select("request_id")
    .where("controller", "=", controller)
    .where("subject_request_id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : ((await findRequest(tx, row.request_id)) ?? null);
}

function as(ctx: Ctx, controller: string): Ctx {
  return ctx.as({ kind: "system", id: `controller:${controller}` });
}
