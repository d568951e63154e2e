/** Which kinds of data a run changed in each system, so that recipients are told of what concerns them. */
import type { HttpSystem } from "@kept/connectors/http/http-system";
import { isRowRights } from "@kept/connectors/rights/open-rights-system";
import type { RightsSystem } from "@kept/connectors/rights-system";
import { findCategory } from "@kept/engine/categories";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { Lease } from "./lease.ts";
import { isDone, listSteps, type StepRow, updateStep } from "./queries.ts";
import { describeTrouble } from "./trouble.ts";

/** Notes it beside each step that has done its part. A system that cannot say it now leaves it open: it is no reason to stop. */
export async function noteCategories(ctx: Ctx, parts: RequestParts, lease: Lease, requestId: string): Promise<void> {
  const steps = (await listSteps(ctx, requestId)).filter((step) => isDone(step) && step.categories === null);
  for (const step of steps) {
    const categories = await changedCategories(ctx, parts, step);
    if (categories === null) continue;
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      await updateStep(tx, requestId, step.system, { categories: jsonb(categories) });
    });
  }
}

/** Sorted; null when it is not known. */
async function changedCategories(ctx: Ctx, parts: RequestParts, step: StepRow): Promise<readonly string[] | null> {
  const changed = step.change_outcome;
  if (changed !== null && "changes" in changed) {
    return [...new Set(changed.changes.map(({ category }) => category))].sort();
  }
  const tables = [
    ...(step.outcome?.tables ?? []).filter((table) => table.deleted + table.detached + table.redacted > 0),
    ...(changed?.tables ?? []).filter((table) => table.marked + table.sealed > 0),
  ].map(({ name }) => name);
  if (tables.length === 0) return [];
  try {
    const known = await categoriesByTable(await parts.systems.open(step.system));
    const found = new Set(tables.flatMap((table) => known.get(table) ?? []));
    return [...found].filter((category) => findCategory(category)?.personal ?? true).sort();
  } catch (error) {
    describeTrouble(ctx, step.system, error);
    return null;
  }
}

async function categoriesByTable(rights: RightsSystem): Promise<ReadonlyMap<string, readonly string[]>> {
  if (isRowRights(rights)) {
    const { index } = await rights.discover();
    return new Map(index.model.tables.map(({ name, columns }) => [name, columns.map(({ category }) => category)]));
  }
  const { description } = rights as HttpSystem;
  return new Map(description.tables.map(({ name, categories }) => [name, categories]));
}
