/** The stream of a request's changes: the present state first, then what happens in this process at once, in others soon. */

import type { RequestState } from "@kept/contract/request-states";
import type { RequestEvent } from "@kept/contract/requests";
import { describeStep, listSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { StreamEvent } from "../platform/http/bind.ts";
import { requireRequest } from "./read-request.ts";
import type { RequestParts } from "./request-parts.ts";

/** Other processes' changes are seen by looking this often. */
const LOOK_MILLISECONDS = 2_000;

export async function* watchRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent<RequestEvent>> {
  const waiting: RequestEvent[] = [];
  let wake = (): void => undefined;
  const told = new Map<string, string>();
  const unsubscribe = parts.feed.subscribe(requestId, (event) => {
    waiting.push(event);
    wake();
  });
  try {
    while (!signal.aborted) {
      for (const event of await look(ctx, requestId)) {
        if (isNews(told, event)) yield { event: event.type, data: event };
      }
      const until = Date.now() + LOOK_MILLISECONDS;
      while (!signal.aborted && Date.now() < until) {
        for (const event of waiting.splice(0)) {
          if (isNews(told, event)) yield { event: event.type, data: event };
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, until - Date.now());
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          if (waiting.length > 0) wake();
          signal.addEventListener("abort", wake, { once: true });
        });
      }
    }
  } finally {
    unsubscribe();
  }
}

/** Progress is always news; a state only when it is another than the last one told. */
function isNews(told: Map<string, string>, event: RequestEvent): boolean {
  if (event.type === "progress") return true;
  const about = event.type === "state" ? "" : event.system;
  if (told.get(about) === event.state) return false;
  told.set(about, event.state);
  return true;
}

async function look(ctx: Ctx, requestId: string): Promise<readonly RequestEvent[]> {
  const at = isoInstant(ctx.clock.now());
  const row = await requireRequest(ctx, requestId);
  const steps = (await listSteps(ctx, requestId)).map(describeStep);
  return [
    { type: "state", requestId, state: row.state as RequestState, at },
    ...steps.map((step) => ({ type: "step", requestId, system: step.system, state: step.state, at }) as const),
  ];
}
