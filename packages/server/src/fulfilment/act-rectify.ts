/** Rectification: a wrong value becomes the right one in every system; recipients are told of what changed (Art. 16, 19 GDPR). */
import type { RectificationOutcome } from "@kept/connectors/lifecycle-rights";
import type { RequestDetails } from "@kept/contract/requests";
import type { Finding } from "@kept/engine/model";
import type { Correction, RectificationPlan } from "@kept/engine/plan-rectification";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { isNobody, type SystemsAct } from "./act.ts";
import { changedPerson, changeSystems, describeChange, nobodyThere, planUnsupported } from "./change-step.ts";
import { NO_COUNTS } from "./settle-step.ts";
import { openPlan } from "./stored-plan.ts";
import type { ChangeOutcome } from "./tables.ts";

export const rectifyAct: SystemsAct = {
  through: "systems",
  doneMessage: "rectified",
  partMessage: "partly_done",
  approvesRest: false,
  async plan(rights, person, _scope, _options, details) {
    if (rights.rectification === undefined) return await planUnsupported(rights, person, "rectification", "correct");
    const found = await rights.find(person);
    if (found.subjects.length === 0 && isNobody(found.findings)) return nobodyThere();
    const corrections = correctionsFor(details, rights.system);
    const plan = await rights.rectification.planRectification(person, corrections);
    const tables = plan.changes.map((change) => ({
      table: change.table,
      rows: change.rows,
      counts: { ...NO_COUNTS, corrected: change.rows },
      why: change.why,
      columns: [change.column],
    }));
    return describeChange(tables, [...plan.findings.map(soften), ...unsaid(details)], plan.system, plan);
  },
  carryOut: (run) =>
    changeSystems(run, {
      keepsDiff: false,
      rightsOf: ({ rectification }) => rectification,
      change: (rectification, run, step, hooks) => {
        const { details, ctx, request } = run;
        const approved = openPlan<RectificationPlan>(ctx.keys, request.id, step.system, step.sealed_plan ?? EMPTY);
        const corrections = correctionsFor(details, step.system);
        const hash = (value: string) => hashValue(ctx.keys, value);
        return rectification.rectify(changedPerson(run, step), corrections, approved, { ...hooks, hash });
      },
      settled: ({ ctx, request }, step, residue): RectificationOutcome => {
        const plan = openPlan<RectificationPlan>(ctx.keys, request.id, step.system, step.sealed_plan ?? EMPTY);
        const changes = plan.changes.map(({ table, column, category, rows, before, value }) => ({
          table,
          column,
          category,
          rows,
          before: before.map((one) => hashValue(ctx.keys, one)),
          after: hashValue(ctx.keys, value),
        }));
        return { system: step.system, changes, verified: residue.length === 0, residue };
      },
      tell: (step, outcome) => describeForRecipients(step.system, outcome),
    }),
};

const EMPTY = new Uint8Array();

function hashValue(keys: Keyring, value: string): string {
  return keys.blindIndex("rectified-value", value);
}

function correctionsFor(details: RequestDetails, system: string): readonly Correction[] {
  return details.corrections
    .filter((one) => one.system === null || one.system === system)
    .map(({ table, column, key, category, value }) => ({ table, column, key, category, value }));
}

/** A category that one of several systems does not hold is no reason to correct nothing. */
function soften(finding: Finding): Finding {
  return finding.code === "category_missing" ? { ...finding, blocks: false } : finding;
}

/** The person's own words do not name a column: somebody has to read them, and say which. */
function unsaid({ corrections, statement }: RequestDetails): readonly Finding[] {
  if (corrections.length > 0) return [];
  return [
    {
      code: "correction_unsaid",
      table: "",
      column: "",
      message:
        statement === null
          ? "The request does not say what is wrong and what is right."
          : "The person says in their own words what is wrong; which column that is has to be said.",
      suggestion:
        "Read it with the identifiers, or in the letter by which it came, then plan again and name what is to be corrected.",
      blocks: true,
    },
  ];
}

/** The hook of whoever tells recipients: what changed, by tables and categories, never by value. */
function describeForRecipients(system: string, outcome: ChangeOutcome) {
  if (!("changes" in outcome) || outcome.changes.length === 0) return [];
  const { changes } = outcome;
  const data = {
    system,
    categories: [...new Set(changes.map(({ category }) => category))].sort().join(","),
    tables: [...new Set(changes.map(({ table }) => table))].sort().join(","),
    rows: changes.reduce((sum, { rows }) => sum + rows, 0),
  };
  return [{ type: "request.corrected" as const, data }];
}
