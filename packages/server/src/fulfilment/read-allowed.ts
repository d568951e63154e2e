/**
 * What one system hands out for a request: within its scope, without what is withheld, of whoever was approved and nobody who
 * has come to share the identifier since. The package is made of it, and so is what the person sees on their own pages.
 */
import { type AccessOptions, PlanRefused } from "@kept/connectors/rights-system";
import type { LeftOut } from "@kept/contract/packages";
import { requestKind } from "@kept/contract/request-kinds";
import type { AccessPlan, RowRef, Scope } from "@kept/engine/rights";
import type { Ctx } from "../platform/ctx.ts";
import type { RequestPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { listWithheldRows } from "../requests/withhold-part.ts";
import { personQuery } from "./act.ts";
import { leaveOut, type Read } from "./leave-out.ts";
import type { StepRow } from "./queries.ts";
import { openPlan } from "./stored-plan.ts";
import { basesUnder, takeAlong } from "./take-along.ts";

/** What of the plan of a reading is kept, sealed, until its package is gone. */
export interface ReadPlan {
  readonly subjects: readonly RowRef[];
}

/** `onLeft` is told what stays of a request that takes along only what is portable. Reading rejects with {@link PlanRefused}. */
export async function readAllowed(
  ctx: Ctx,
  parts: RequestParts,
  from: {
    readonly request: RequestRow;
    readonly person: RequestPerson;
    readonly step: StepRow;
    readonly scope: Scope;
    readonly options: AccessOptions;
  },
  onLeft: (left: readonly LeftOut[]) => void,
): Promise<Read> {
  const { request, person, step, scope, options } = from;
  const rights = await parts.systems.open(step.system);
  const read: Read = (onPlan) =>
    rights.readAccess(personQuery(person, step.system), scope, options, async (plan) => {
      refuseOthers(ctx, request, step, plan);
      await onPlan(plan);
    });
  const isPortable = requestKind(request.kind).portable;
  const narrowed = isPortable ? takeAlong(basesUnder(parts.kept, request.regimes), read, onLeft) : read;
  return leaveOut(step.system, await listWithheldRows(ctx, request.id), narrowed);
}

function refuseOthers(ctx: Ctx, request: RequestRow, step: StepRow, plan: AccessPlan): void {
  const approved =
    step.sealed_plan === null ? null : openPlan<ReadPlan>(ctx.keys, request.id, step.system, step.sealed_plan);
  const known = new Set((approved?.subjects ?? []).map((subject) => JSON.stringify([subject.table, ...subject.key])));
  if (plan.subjects.every((subject) => known.has(JSON.stringify([subject.table, ...subject.key])))) return;
  throw new PlanRefused("plan_changed", "Another person's row answers to the identifier now.", [], null);
}
