/** `kept rectify`: a wrong value becomes the right one wherever it stands for the person (Art. 16 GDPR). */
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { CATEGORIES } from "@kept/engine/categories";
import type { ModelIndex } from "@kept/engine/model";
import type { Correction } from "@kept/engine/plan-rectification";
import type { PersonQuery } from "@kept/engine/rights";
import { type ChangeCommand, carryOutChange, withRuns } from "./change-command.ts";
import { describeRectificationPlan } from "./change-report.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { openLocalKeys } from "./local-keys.ts";
import { exitCodeOfNaming } from "./naming-findings.ts";
import { formatFindings, formatTable, type Output, paint, tell } from "./print.ts";
import type { ErasePlace } from "./settle-runs.ts";
import { splitKey } from "./split-key.ts";
import { tellRestricted } from "./standing-restrictions.ts";

/** Plans, and with `--yes` carries out, a rectification. */
export async function rectify(
  rights: RowRights,
  person: PersonQuery,
  corrections: readonly Correction[],
  options: ChangeCommand,
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  return await withRuns(rights, place, options, output, async (folder) => {
    const made = await rights.lifecycle.planRectification(person, corrections);
    const found = { subjects: made.subjects, findings: made.findings };
    const plan = made.subjects.length > 0 ? made : { ...made, findings: await tellRestricted(place, person, found) };
    const blocks = plan.findings.some((finding) => finding.blocks);
    if (!options.yes || blocks || plan.operations.length === 0) {
      const json = { mode: "dry-run", changes: plan.changes, findings: plan.findings, verified: false };
      await tell(describeRectificationPlan(plan, options.yes ?? false, output), json, options, output);
      if (blocks) return exitCodeOfNaming(plan.findings) ?? EXIT.blocked;
      return plan.subjects.length === 0 ? EXIT.notFound : EXIT.done;
    }
    const keys = await openLocalKeys(place.dataDir);
    const hash = (value: string) => keys.mark(`value ${value}`);
    const changes = plan.changes.map(({ table, column, category, rows, before, value }) => ({
      table,
      column,
      category,
      rows,
      before: before.map(hash),
      after: hash(value),
    }));
    const facts = { kind: "rectification", of: null, subjects: plan.subjects, receipt: { changes } } as const;
    const done = await carryOutChange(rights.lifecycle, place.dataDir, folder, facts, output, (hooks) =>
      rights.lifecycle.rectify(person, corrections, plan, { ...hooks, hash }),
    );
    if (typeof done === "number") return done;
    const residue = done.outcome?.residue ?? (await rights.lifecycle.lookAgain(plan));
    const verified = residue.length === 0;
    const told = done.outcome?.changes ?? changes;
    const receipt = await done.run.finish({ changes: told, verified });
    const verdict = verified
      ? paint(output, ["green", "bold"], "Corrected and verified.")
      : `${paint(output, ["red", "bold"], "Corrected, but not everywhere:")}\n${formatFindings(output, residue)}`;
    const rows = told.map(({ table, column, category, rows: count }) => [`${table}.${column}`, category, count]);
    const text = `${formatTable(output, ["column", "category", "rows"], rows)}\n${verdict}\nReceipt: ${receipt}\n`;
    await tell(text, { mode: "done", changes: told, findings: residue, verified }, options, output);
    return verified ? EXIT.done : EXIT.failed;
  });
}

/** `table.column=value`, `table:key.column=value` or `category=value`. */
export function readCorrections(index: ModelIndex, texts: readonly string[]): readonly Correction[] {
  return texts.map((text) => {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(equals, 0)).trim();
    if (name === "") throw new UsageError(`--set is written table.column=value or category=value, not "${text}".`);
    const value = text.slice(equals + 1);
    const dot = name.lastIndexOf(".");
    const [place = "", column = ""] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
    const colon = place.indexOf(":");
    const written = colon < 0 ? place : place.slice(0, colon);
    const table = index.model.tables.find((one) => one.name.toLowerCase() === written.toLowerCase());
    if (table !== undefined) {
      const key = colon < 0 ? null : place.slice(colon + 1);
      const parts = key === null ? null : splitKey(key, table.key.length);
      return { table: table.name, column, key: parts, category: null, value };
    }
    if (CATEGORIES.some((one) => one.name === name))
      return { table: null, column: null, key: null, category: name, value };
    throw new UsageError(
      `--set ${name}: neither a column (table.column) nor a category of data.\n` +
        `Tables: ${index.model.tables.map((one) => one.name).join(", ")}\nCategories: \`kept categories\` lists them.`,
    );
  });
}
