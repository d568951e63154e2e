/** Controllers are told how their requests stand, signed with our certificate: the latest state only, until they have it. */
import { requestState } from "@kept/contract/request-states";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { openJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import { callOpendsr } from "./call-opendsr.ts";
import { describeRequest } from "./describe-request.ts";
import type { OpendsrParts } from "./opendsr-parts.ts";
import { signBody } from "./signed-body.ts";

const BATCH = 200;
const ATTEMPTS = 20;

export async function tellControllers(ctx: Ctx, parts: OpendsrParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("opendsr_request")
    .selectAll()
    .where("sealed_callbacks", "is not", null)
    .where((where) => where.or([where("callback_after", "is", null), where("callback_after", "<=", now)]))
    .orderBy("created_at")
    .limit(BATCH)
    .execute();
  for (const row of rows) {
    const request = await findRequest(ctx, row.request_id);
    const settings = parts.settings.controllers[row.controller];
    if (request === undefined || settings === undefined || row.sealed_callbacks === null) continue;
    const state = requestState(request.state);
    if (state.openDsr === row.told_status) continue;
    const place = `opendsr_request/${row.request_id}`;
    const urls = openJson<string[]>(ctx.keys, "opendsr.callbacks", place, row.sealed_callbacks);
    const status = await describeRequest(ctx, row.controller, row.subject_request_id, request);
    const body = Buffer.from(JSON.stringify(status), "utf8");
    const told = await Promise.all(urls.map((url) => deliver(url, body, parts, settings.allowPrivateAddress)));
    const attempts = row.callback_attempts + 1;
    const isOver = state.phase === "closed" || attempts >= ATTEMPTS;
    const pause = `PT${Math.min(2 ** attempts * 15, 21_600)}S`;
    const change = told.every((one) => one)
      ? { told_status: state.openDsr, callback_attempts: 0, callback_after: null }
      : { callback_attempts: attempts, callback_after: isoInstant(addDuration(ctx.clock.now(), pause)) };
    const end = (told.every((one) => one) && state.phase === "closed") || attempts >= ATTEMPTS;
    await ctx.db
      .updateTable("opendsr_request")
      .set({ ...change, ...(end && isOver ? { sealed_callbacks: null } : {}) })
      .where("request_id", "=", row.request_id)
      .execute();
  }
}

async function deliver(url: string, body: Uint8Array, parts: OpendsrParts, isPrivate: boolean): Promise<boolean> {
  if (!isPrivate && !url.startsWith("https:")) return false;
  try {
    const signed = signBody("opendsr", body, parts.settings.domain, parts.key);
    const headers = { ...signed, "content-type": "application/json" };
    const answer = await callOpendsr(url, { method: "POST", reach: isPrivate ? "any" : "public", headers, body });
    return answer.status >= 200 && answer.status < 300;
  } catch {
    return false;
  }
}
