/** Systems that an answer does not hold, as the person is told of them. */
import { describeStep, listSteps } from "../fulfilment/queries.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { RequestParts } from "./request-parts.ts";

export interface RequestGap {
  /** What people call the system. */
  readonly title: string;
  readonly reason: string;
  /** It follows by itself; otherwise it was left out. */
  readonly isLater: boolean;
}

export async function listGaps(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  language: Language,
): Promise<readonly RequestGap[]> {
  return (await listSteps(ctx, requestId)).map(describeStep).flatMap(({ system, later, skipped }) => {
    const said = later ?? skipped;
    if (said === null) return [];
    const title = parts.systems.names.includes(system) ? parts.systems.title(system, language) : system;
    return [{ title, reason: said.reason, isLater: later !== null }];
  });
}
