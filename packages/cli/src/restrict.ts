/** `kept restrict` and `kept lift`: a person's data out of ordinary use, and back into it (Art. 18 GDPR). */
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { keyId } from "@kept/engine/edge-values";
import type { Finding } from "@kept/engine/model";
import { restrictionStands } from "@kept/engine/restriction-stands";
import { EVERYTHING, type PersonQuery, type RowRef, type Scope } from "@kept/engine/rights";
import { type ChangeCommand, carryOutChange, withRuns } from "./change-command.ts";
import { describeRestricted, describeRestrictionPlan } from "./change-report.ts";
import { findRestrictions, type StandingRestriction } from "./change-run.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { openLocalKeys } from "./local-keys.ts";
import { exitCodeOfNaming } from "./naming-findings.ts";
import { formatFindings, formatTable, type Output, paint, tell } from "./print.ts";
import type { ErasePlace } from "./settle-runs.ts";
import { hashKnown, tellRestricted } from "./standing-restrictions.ts";
import { type TakeBack, takeBack } from "./take-back.ts";
import { today } from "./today.ts";

/** Plans, and with `--yes` carries out, a restriction. */
export async function restrict(
  rights: RowRights,
  person: PersonQuery,
  scope: Scope,
  options: ChangeCommand,
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  return await withRuns(rights, place, options, output, async (folder) => {
    const made = await rights.lifecycle.planRestriction(person, scope, { today: today() });
    const found = { subjects: made.subjects, findings: made.findings };
    const plan = made.subjects.length > 0 ? made : { ...made, findings: await tellRestricted(place, person, found) };
    const counts = plan.tables.map(({ name, marked, sealed, left }) => ({ name, marked, sealed, left }));
    const blocks = plan.findings.some((finding) => finding.blocks);
    if (!options.yes || blocks || plan.operations.length === 0) {
      const json = { mode: "dry-run", run: null, tables: counts, findings: plan.findings, verified: false };
      await tell(describeRestrictionPlan(plan, options.yes ?? false, output), json, options, output);
      if (blocks) return exitCodeOfNaming(plan.findings) ?? EXIT.blocked;
      return plan.subjects.length === 0 ? EXIT.notFound : EXIT.done;
    }
    const known = await listKnown(rights, person, plan.subjects, place.dataDir);
    const { subjects } = plan;
    const facts = { kind: "restriction", of: null, subjects, known, receipt: { restricted: counts } } as const;
    const done = await carryOutChange(rights.lifecycle, place.dataDir, folder, facts, output, (hooks) =>
      rights.lifecycle.restrict(person, scope, { today: today() }, plan, hooks),
    );
    if (typeof done === "number") return done;
    const { run, outcome } = done;
    const residue = outcome?.residue ?? (await rights.lifecycle.lookAgain(plan));
    const verified = residue.length === 0;
    const receipt = await run.finish({ restricted: outcome?.tables ?? counts, verified });
    const json = { mode: "done", run: run.name, tables: outcome?.tables ?? counts, findings: residue, verified };
    const verdict = verified
      ? paint(output, ["green", "bold"], "Restricted and verified.")
      : `${paint(output, ["red", "bold"], "Restricted, but something is still in use:")}\n${formatFindings(output, residue)}`;
    const text = `${describeRestricted(plan.tables, output)}\n${verdict}\nTo lift it: kept lift ${run.name}\nReceipt: ${receipt}\n`;
    await tell(text, json, options, output);
    return verified ? EXIT.done : EXIT.failed;
  });
}

/** What they were asked for by, and whatever else identifies them: hashed, as all of it may be sealed in a moment. */
async function listKnown(
  rights: RowRights,
  { identifiers }: PersonQuery,
  keys: readonly RowRef[],
  dataDir: string,
): Promise<readonly string[]> {
  const { identifying } = await rights.planErasure({ identifiers: [], keys }, EVERYTHING, { today: today() });
  return hashKnown(
    await openLocalKeys(dataDir),
    [...identifiers, ...identifying].map(({ value }) => value),
  );
}

/** Lifts a restriction that stands; without a name, lists them. The person is found by their rows, whatever was sealed. */
export async function lift(
  rights: RowRights,
  name: string | undefined,
  person: PersonQuery | null,
  options: ChangeCommand,
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  return await withRuns(rights, place, options, output, async (folder) => {
    const standing = await findRestrictions(place.dataDir, folder);
    const meant = standing.filter((one) => (name === undefined || one.name === name) && isOf(one, person));
    // The last first: one that came on top of another has to go before it.
    const one = name === undefined && person === null ? undefined : meant.at(-1);
    if (one === undefined) return await listStanding(standing, name !== undefined || person !== null, options, output);
    const reverted = await rights.lifecycle.planRevert(one.diff);
    const plan = { ...reverted, findings: [...reverted.findings, ...findLater(standing, one)] };
    const change: TakeBack = {
      kind: "lift",
      of: one.name,
      subjects: one.subjects,
      plan,
      carryOut: (hooks) => rights.lifecycle.revert(one.diff, hooks),
      describe: (findings) => (findings.length === 0 ? "Lifted: everything is as it was." : "Lifted."),
    };
    return await takeBack(rights, change, place, folder, options, output);
  });
}

/** What an earlier restriction had marked already a later one did not write down: the later goes first. */
function findLater(standing: readonly StandingRestriction[], one: StandingRestriction): readonly Finding[] {
  const later = standing.slice(standing.indexOf(one) + 1);
  return later
    .filter(({ subjects }) => isOf(one, { identifiers: [], keys: subjects }))
    .map((other) => restrictionStands(other, `kept lift ${other.name} --yes`));
}

function isOf({ subjects }: StandingRestriction, person: PersonQuery | null): boolean {
  if (person === null) return true;
  return person.keys.some(({ table, key }) =>
    subjects.some((subject) => subject.table === table && keyId(subject.key) === keyId(key)),
  );
}

async function listStanding(
  standing: readonly StandingRestriction[],
  asked: boolean,
  options: ChangeCommand,
  output: Output,
): Promise<ExitCode> {
  const list = standing.map(({ name, since, subjects }) => ({ run: name, since, rows: subjects }));
  const rows = standing.map(({ name, since, subjects }) => [
    name,
    since,
    subjects.map(({ table, key }) => `${table}:${key.join(",")}`).join(" "),
  ]);
  const none = asked ? "No such restriction stands here" : "No restriction stands here";
  const text = standing.length === 0 ? `${none}.\n` : formatTable(output, ["run", "since", "who"], rows);
  if (asked && !options.json) output.err(standing.length === 0 ? text : `${none}; these do:\n${text}`);
  else await tell(text, { mode: "list", restrictions: list }, options, output);
  return asked ? EXIT.notFound : EXIT.done;
}
