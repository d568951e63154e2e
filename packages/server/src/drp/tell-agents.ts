/** Agents that asked for it are told where their requests stand: the latest state only, until they have it. */
import { callHttp } from "@kept/connectors/http/http-call";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import { ownAddress } from "./agent-hosts.ts";
import { describeStatus, openText } from "./describe-status.ts";
import type { DrpParts } from "./drp-parts.ts";
import { type DrpRequestRow, forgetMessages, listCallbacks } from "./queries.ts";

const BATCH = 200;
const ATTEMPTS = 20;
const TIMEOUTS = { connect: 5_000, answer: 10_000, idle: 5_000 } as const;

export async function tellAgents(ctx: Ctx, parts: DrpParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  // All of them, page by page: most have nothing new, and must not stand in the way of those behind them.
  for (let after = ""; ; ) {
    const rows = await listCallbacks(ctx, now, after, BATCH);
    for (const row of rows) await tellAgent(ctx, parts, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) break;
    after = last.request_id;
  }
  await forgetMessages(ctx, now);
}

async function tellAgent(ctx: Ctx, { directory, requests, settings }: DrpParts, row: DrpRequestRow): Promise<void> {
  const request = await findRequest(ctx, row.request_id);
  const agent = directory.find(row.agent_id);
  const callback = openText(ctx.keys, row.request_id, "callback", row.sealed_callback);
  if (request === undefined || callback === null) return;
  const status = JSON.stringify(describeStatus(ctx.keys, requests.publicUrl, request, row));
  const isFinal = request.closed_at !== null;
  // Checked again: the directory may have changed since, and whoever left it gets nothing.
  const url = agent === undefined ? null : ownAddress(agent, callback, settings.allowLoopback);
  if (url === null || (status === row.told_status && isFinal)) return await forget(ctx, row.request_id);
  if (status === row.told_status) return;
  if (await deliver(url, status, settings.allowLoopback)) {
    const change = { told_status: status, callback_attempts: 0, callback_after: null };
    await ctx.db.updateTable("drp_request").set(change).where("request_id", "=", row.request_id).execute();
    if (isFinal) await forget(ctx, row.request_id);
    return;
  }
  const attempts = row.callback_attempts + 1;
  if (attempts >= ATTEMPTS) return await forget(ctx, row.request_id);
  const pause = `PT${Math.min(2 ** attempts * 15, 21_600)}S`;
  const change = { callback_attempts: attempts, callback_after: isoInstant(addDuration(ctx.clock.now(), pause)) };
  await ctx.db.updateTable("drp_request").set(change).where("request_id", "=", row.request_id).execute();
}

/** Nothing more is told there. */
async function forget(ctx: Ctx, requestId: string): Promise<void> {
  await ctx.db.updateTable("drp_request").set({ sealed_callback: null }).where("request_id", "=", requestId).execute();
}

async function deliver(url: URL, status: string, allowLoopback: boolean): Promise<boolean> {
  try {
    const answer = await callHttp({
      url: url.href,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.from(status, "utf8"),
      reach: allowLoopback ? "any" : "public",
      timeouts: TIMEOUTS,
    });
    // What it says beyond that is not read.
    answer.close();
    return answer.status === 200;
  } catch {
    return false;
  }
}
