/** Controllers are told how their requests stand, signed with our certificate: the latest state only, until they have it. */
import { requestState } from "@kept/contract/request-states";
import type { Selectable } from "kysely";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { openJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import { callOpendsr } from "./call-opendsr.ts";
import { describeRequest } from "./describe-request.ts";
import type { OpendsrParts } from "./opendsr-parts.ts";
import { signBody } from "./signed-body.ts";
import type { OpendsrTables } from "./tables.ts";

const BATCH = 200;
const ATTEMPTS = 20;

type Row = Selectable<OpendsrTables["opendsr_request"]>;

export async function tellControllers(ctx: Ctx, parts: OpendsrParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  // All of them, page by page: most have nothing new, and must not stand in the way of those behind them.
  for (let after = ""; ; ) {
    const rows = await ctx.db
      .selectFrom("opendsr_request")
      .selectAll()
      .where("sealed_callbacks", "is not", null)
      .where((where) => where.or([where("callback_after", "is", null), where("callback_after", "<=", now)]))
      .where("request_id", ">", after)
      .orderBy("request_id")
      .limit(BATCH)
      .execute();
    for (const row of rows) await tellController(ctx, parts, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.request_id;
  }
}

async function tellController(ctx: Ctx, parts: OpendsrParts, row: Row): Promise<void> {
  const request = await findRequest(ctx, row.request_id);
  const settings = parts.settings.controllers[row.controller];
  if (request === undefined || settings === undefined || row.sealed_callbacks === null) return;
  const state = requestState(request.state);
  if (state.openDsr === row.told_status) return;
  const urls = openJson<string[]>(
    ctx.keys,
    "opendsr.callbacks",
    `opendsr_request/${row.request_id}`,
    row.sealed_callbacks,
  );
  const status = await describeRequest(ctx, row.controller, row.subject_request_id, request);
  const body = Buffer.from(JSON.stringify(status), "utf8");
  const told = await Promise.all(urls.map((url) => deliver(url, body, parts, settings.allowPrivateAddress)));
  const isTold = told.every((one) => one);
  const attempts = row.callback_attempts + 1;
  const pause = `PT${Math.min(2 ** attempts * 15, 21_600)}S`;
  const change = isTold
    ? { told_status: state.openDsr, callback_attempts: 0, callback_after: null }
    : { callback_attempts: attempts, callback_after: isoInstant(addDuration(ctx.clock.now(), pause)) };
  // Nothing more is told there once the end is told, or nobody is there to be told.
  const isOver = isTold ? state.phase === "closed" : attempts >= ATTEMPTS;
  await ctx.db
    .updateTable("opendsr_request")
    .set({ ...change, ...(isOver ? { sealed_callbacks: null } : {}) })
    .where("request_id", "=", row.request_id)
    .execute();
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
