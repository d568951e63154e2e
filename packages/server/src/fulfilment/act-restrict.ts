/** Restriction: the person's data out of ordinary use, and what was taken out kept sealed until the lift (Art. 18 GDPR). */
import type { RestrictionOutcome } from "@kept/connectors/lifecycle-rights";
import type { RestrictionPlan } from "@kept/engine/plan-restriction";
import { scopeIn } from "../requests/scope-rows.ts";
import { isNobody, type SystemsAct } from "./act.ts";
import { changedPerson, changeSystems, describeChange, nobodyThere, planUnsupported } from "./change-step.ts";
import { NO_COUNTS } from "./settle-step.ts";
import { noteRestricted } from "./standing-restrictions.ts";
import { openPlan } from "./stored-plan.ts";

export const restrictAct: SystemsAct = {
  through: "systems",
  doneMessage: "restricted",
  partMessage: "partly_done",
  approvesRest: false,
  async plan(rights, person, scope, options) {
    if (rights.restriction === undefined) return await planUnsupported(rights, person, "restriction", "restrict");
    const found = await rights.find(person);
    if (found.subjects.length === 0 && isNobody(found.findings)) return nobodyThere();
    const plan = await rights.restriction.planRestriction(person, scope, options);
    const tables = plan.tables.map((table) => ({
      table: table.name,
      rows: table.marked + table.sealed + table.left,
      counts: { ...NO_COUNTS, marked: table.marked, sealed: table.sealed, left: table.left },
      why: [...new Set(table.rows.map(({ why }) => why))].slice(0, 3).join(" "),
      columns: columnsOf(plan, table.name),
    }));
    return describeChange(tables, plan.findings, plan.system, plan);
  },
  carryOut: (run) =>
    changeSystems(run, {
      keepsDiff: true,
      begin: async (tx, { request }, step) => {
        const { subjects } = openPlan<RestrictionPlan>(tx.keys, request.id, step.system, step.sealed_plan ?? EMPTY);
        await noteRestricted(tx, request.id, step.system, subjects);
      },
      rightsOf: ({ restriction }) => restriction,
      change: (restriction, run, step, hooks) => {
        const { request, options, ctx } = run;
        const approved = openPlan<RestrictionPlan>(ctx.keys, request.id, step.system, step.sealed_plan ?? EMPTY);
        const scope = scopeIn(ctx.keys, request, step.system);
        return restriction.restrict(changedPerson(run, step), scope, options, approved, hooks);
      },
      settled: (_run, step, residue): RestrictionOutcome => ({
        system: step.system,
        tables: step.summary.tables.map(({ table, counts }) => ({
          name: table,
          marked: counts.marked ?? 0,
          sealed: counts.sealed ?? 0,
          left: counts.left ?? 0,
        })),
        verified: residue.length === 0,
        residue,
      }),
      tell: () => [],
    }),
};

const EMPTY = new Uint8Array();

function columnsOf(plan: RestrictionPlan, table: string): string[] {
  const columns = plan.operations.flatMap((one) =>
    one.op === "update" && one.table === table ? Object.keys(one.set) : [],
  );
  return [...new Set(columns)].sort();
}
