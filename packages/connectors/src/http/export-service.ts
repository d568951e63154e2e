/** Access in a service that decides for itself: it says what it holds of somebody, and hands it out row by row. */
import { namesRows } from "@kept/engine/asked-rows";
import type { AccessPlan, Scope } from "@kept/engine/rights";
import type { RightsSystem } from "../rights-system.ts";
import type { AskedScope } from "./asked-scope.ts";
import { notFound } from "./erasure-plan.ts";
import { findInService } from "./find-in-service.ts";
import { ENDPOINTS, type ExportMessage, type ExportPlan, NDJSON_TYPE } from "./protocol.ts";
import { readExport } from "./read-export.ts";
import type { ServiceClient } from "./service-client.ts";

export function createServiceAccess(
  client: ServiceClient,
  asked: AskedScope,
): Pick<RightsSystem, "planAccess" | "readAccess"> {
  const { system } = client;

  async function* exportRows(message: ExportMessage, scope: Scope, onPlan: (plan: AccessPlan) => void | Promise<void>) {
    if (namesRows(scope)) {
      const { subjects, findings } = await findInService(client, message.person);
      return void (await onPlan({
        system,
        subjects,
        tables: [],
        gaps: [...findings, ...asked.findings(scope, false)],
      }));
    }
    const open = await client.openStream({ endpoint: ENDPOINTS.export, message, changes: false }, NDJSON_TYPE);
    yield* readExport(client, open, message.mode, (plan) => onPlan(accessPlan(plan, scope)));
  }

  function accessPlan(plan: ExportPlan, scope: Scope): AccessPlan {
    const gaps = [...plan.gaps, ...asked.findings(scope, false)];
    if (plan.subjects.length === 0 && gaps.length === 0) gaps.push(notFound());
    return { system, subjects: plan.subjects, tables: plan.tables, gaps };
  }

  return {
    async planAccess(person, scope, options) {
      const plans: AccessPlan[] = [];
      const rows = exportRows({ ...asked.message(person, scope, options), mode: "plan" }, scope, (plan) => {
        plans.push(plan);
      });
      // In this mode there are no rows; reading to the end is what proves the plan.
      for await (const _ of rows);
      return plans[0] as AccessPlan;
    },
    readAccess: (person, scope, options, onPlan) =>
      exportRows({ ...asked.message(person, scope, options), mode: "full" }, scope, onPlan),
  };
}
