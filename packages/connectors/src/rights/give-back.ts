/**
 * One of several who were erased in one run comes back. All who hang together are put back and the others are erased again, in one
 * transaction: afterwards it is as if they alone had left, and nobody outside of it ever sees their rows.
 */
import { composeNet } from "@kept/engine/compose-diff";
import { copiesOfOthers } from "@kept/engine/copy-searches";
import type { Diff, Statements } from "@kept/engine/diff";
import { askNow } from "@kept/engine/has-happened";
import { askedAfterAnyway } from "@kept/engine/held-writes";
import type { Finding, ModelIndex } from "@kept/engine/model";
import { planRevert, type RevertedTable, type RevertPlan, revertedKeys } from "@kept/engine/plan-revert";
import { checkReverted, checkTaken, type Observed } from "@kept/engine/revert-held";
import type { ErasurePlan } from "@kept/engine/rights";
import type { Operation } from "@kept/engine/store";
import type { RowReader, RowStore, RowWriter } from "../connector.ts";
import { type BatchRights, type GiveBackHooks, type KeptTogether, PlanRefused } from "../rights-system.ts";
import type { PlannedBatch, PlanTogether } from "./batch-rights.ts";
import { carryOutWatched, checkHeld } from "./carry-out-watched.ts";
import type { Discovery } from "./discover.ts";
import { drive } from "./drive.ts";
import { applyObserved } from "./observed-change.ts";
import { isOnlyTried, OnlyTried } from "./only-tried.ts";
import { findAllLocked, refuseBlocked } from "./refuse-plan.ts";
import { tryAgain } from "./try-again.ts";

interface Told {
  readonly tables: readonly RevertedTable[];
  readonly findings: readonly Finding[];
  readonly residue: readonly Finding[];
}

/** Those who stay away, erased once more. */
interface Rest {
  readonly kept: KeptTogether | null;
  readonly plan: ErasurePlan;
  readonly seen: Observed;
}

/** That part of {@link BatchRights}. */
export function createGiveBack(
  store: RowStore,
  discover: () => Promise<Discovery>,
  plan: PlanTogether,
): Pick<BatchRights, "planGiveBack" | "giveBack"> {
  async function carryOut(
    writer: RowWriter,
    discovery: Discovery,
    kept: KeptTogether,
    at: number,
    { seal }: Pick<GiveBackHooks, "seal">,
  ): Promise<Told> {
    const { index } = discovery;
    for (const { table, keyColumns, keys } of revertedKeys(await planBack(writer, discovery, kept.diff)))
      await writer.lockRows(table, keyColumns, keys);
    const back = await planBack(writer, discovery, kept.diff);
    refuseBlocked(back.findings, "given back");
    const asks = askNow(kept.diff);
    const before = await writer.readExact(asks);
    await seal(composeNet(store.system, asks, before, null), null);
    const others = kept.away.filter((one) => one.at !== at).flatMap(({ rows }) => rows);
    const watching = { seek: async () => copiesOfOthers(index, kept.diff, others), isAskedAfter: askedAfterAnyway };
    const { done, unheld } = await carryOutWatched(writer, index, bothWays(back, kept.diff), watching, async () => {
      const returned = await applyObserved(writer, index, back, async () => {}, undefined);
      const look = checkReverted(index, back, returned);
      return { look, rest: await eraseRest(writer, discovery, kept, at) };
    });
    const { look, rest } = done;
    const net = composeNet(store.system, asks, before, await writer.readExact(asks));
    await seal(net, rest?.kept ?? null);
    return {
      tables: describeNet(net, back),
      findings: [...back.findings, ...look.findings, ...tellOthers(rest?.kept ?? null)],
      residue: [...look.residue, ...unheld, ...(rest === null ? [] : await checkRest(writer, index, rest))],
    };
  }

  /** Erases those who stay away once more, and answers what is then to be kept of them. */
  async function eraseRest(
    writer: RowWriter,
    discovery: Discovery,
    { away, scope, today, diff }: KeptTogether,
    at: number,
  ): Promise<Rest | null> {
    const staying = away.filter((one) => one.at !== at);
    if (staying.length === 0) return null;
    const { erasure, split } = await planRest(writer, discovery, staying, scope, today);
    const { operations, suspendForeignKeys, findings } = erasure.whole;
    refuseBlocked(findings.map(ofOthers), "given back");
    if (suspendForeignKeys && !diff.suspendForeignKeys) refuseBlocked([ofOthers(UNTANGLED)], "given back");
    const change = { exact: [], operations, suspendForeignKeys };
    const taken = await applyObserved(writer, discovery.index, change, async () => {}, undefined);
    const places = staying.map((one) => one.at);
    // Those who no longer hang together stay in one part: whoever can open it could open all of it before.
    return { kept: join(split(taken.diff), taken.diff, places), plan: erasure.whole, seen: taken };
  }

  async function planRest(
    writer: RowWriter,
    discovery: Discovery,
    staying: KeptTogether["away"],
    scope: KeptTogether["scope"],
    today: string,
  ): Promise<PlannedBatch> {
    try {
      const people = staying.map(({ rows }) => ({ identifiers: [], keys: rows }));
      const found = await findAllLocked(writer, discovery.index, people);
      return await plan(writer, discovery, found, scope, { today });
    } catch (error) {
      if (!(error instanceof PlanRefused)) throw error;
      throw new PlanRefused("plan_blocked", error.message, error.findings.map(ofOthers), null);
    }
  }

  async function planBack(reader: RowReader, { index }: Discovery, diff: Diff): Promise<RevertPlan> {
    return await drive(reader, planRevert(index, diff, await reader.readExact(askNow(diff))));
  }

  return {
    async planGiveBack(kept, at) {
      const discovery = await discover();
      const told: Told[] = [];
      const { suspendForeignKeys } = kept.diff;
      try {
        await store.write(
          async (writer) => {
            told.push(await carryOut(writer, discovery, kept, at, { seal: async () => {} }));
            throw new OnlyTried();
          },
          { suspendForeignKeys },
        );
      } catch (error) {
        if (error instanceof PlanRefused) return { system: store.system, tables: [], findings: error.findings };
        if (!isOnlyTried(error)) throw error;
      }
      const { tables = [], findings = [], residue = [] } = told.at(-1) ?? {};
      return { system: store.system, tables, findings: [...findings, ...residue.map(asNotice)] };
    },
    async giveBack(kept, at, hooks) {
      const discovery = await discover();
      const { suspendForeignKeys } = kept.diff;
      const told = await tryAgain(
        () => store.write((writer) => carryOut(writer, discovery, kept, at, hooks), { suspendForeignKeys }),
        hooks.onRetry,
      );
      return { system: store.system, ...told, verified: told.residue.length === 0 };
    },
  };
}

/** What is put back, and what is taken away again: of these tables, as long as it is not planned of which rows. */
function bothWays(back: RevertPlan, { tables }: Diff): Statements {
  const again = tables.map(({ name, keyColumns }): Operation => {
    return { op: "delete", table: name, keyColumns, keys: [], why: "again" };
  });
  return { exact: back.exact, operations: [...back.operations, ...again] };
}

/** What of the others' erasure does not hold: asked as far as triggers may have had their say. */
async function checkRest(writer: RowReader, index: ModelIndex, { plan, seen }: Rest): Promise<readonly Finding[]> {
  const held = await checkHeld(writer, index, plan, askedAfterAnyway);
  return [...held, ...checkTaken(plan.operations, seen)];
}

/** What would be left is told before, and stands in nothing's way. */
function asNotice(finding: Finding): Finding {
  return { ...finding, blocks: false };
}

/** One part for all who stay, whose places in the run are those of before. */
function join(parts: readonly KeptTogether[], diff: Diff, places: readonly number[]): KeptTogether | null {
  const [first] = parts;
  if (first === undefined) return null;
  const away = parts.flatMap((part) => part.away.map(({ at, rows }) => ({ at: places[at] ?? at, rows })));
  return { diff, away, scope: first.scope, today: first.today };
}

const UNTANGLED: Finding = {
  code: "cycle_stuck",
  table: "",
  column: "",
  message: "Foreign keys form a cycle that nothing cuts.",
  suggestion: "Let one of its columns be NULL, or make one of its constraints deferrable.",
  blocks: true,
};

/** What stands in the way of erasing those again who stay away. */
function ofOthers(finding: Finding): Finding {
  const message = `Others who were erased in the same run have to stay erased, and cannot be: ${finding.message}`;
  return finding.blocks ? { ...finding, message } : finding;
}

function tellOthers(rest: KeptTogether | null): readonly Finding[] {
  if (rest === null) return [];
  const count = rest.away.length;
  return [
    {
      code: "others_stay_erased",
      table: "",
      column: "",
      message: `${count} other${count === 1 ? "" : "s"} who left in the same run shared rows with them. Those rows come back without the others, who stay erased.`,
      suggestion: "Nothing has to be done.",
      blocks: false,
    },
  ];
}

/** What it comes to for each table, as seen from outside of the transaction. */
function describeNet(net: Diff, back: RevertPlan): readonly RevertedTable[] {
  const names = new Set([...net.tables.map(({ name }) => name), ...net.added.map(({ table }) => table)]);
  for (const { name, newer } of back.tables) if (newer > 0) names.add(name);
  return [...names].map((name) => {
    const rows = net.tables.find((table) => table.name === name)?.rows ?? [];
    return {
      name,
      returned: net.added.find(({ table }) => table === name)?.keys.length ?? 0,
      restored: rows.filter(({ after }) => after !== null).length,
      removed: rows.filter(({ after }) => after === null).length,
      newer: back.tables.find((table) => table.name === name)?.newer ?? 0,
    };
  });
}
