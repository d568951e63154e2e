/** What of a system somebody takes elsewhere: the plan and its rows narrowed to what is portable, and the rest named. */
import type { LeftOut } from "@kept/contract/packages";
import type { Basis } from "@kept/engine/choices/bases";
import { basisOf, coversCategory } from "@kept/engine/choices/policy";
import type { Finding } from "@kept/engine/model";
import { type LeftBehind, portablePart } from "@kept/engine/portability";
import type { RegimeName } from "@kept/engine/regimes/regime";
import type { AccessPlan, AccessTable } from "@kept/engine/rights";
import type { KeptConfig } from "../kept-config.ts";
import type { Read } from "./leave-out.ts";

export type BasesOf = (category: string) => readonly Basis[];

/** On what the uses of a category rest, under every regime that applies to the person. */
export function basesUnder(kept: Pick<KeptConfig, "purposes">, regimes: readonly RegimeName[]): BasesOf {
  const purposes = Object.values(kept.purposes);
  return (category) => {
    const uses = purposes.filter(({ categories }) => coversCategory(categories, category));
    const bases = uses.flatMap((purpose) => regimes.map((regime) => basisOf(purpose, regime)));
    return [...new Set(bases)].filter((basis) => basis !== undefined).sort();
  };
}

export interface NarrowedPlan {
  readonly plan: AccessPlan;
  readonly left: readonly LeftOut[];
}

export function narrowPlan(plan: AccessPlan, basesOf: BasesOf): NarrowedPlan {
  const left: LeftOut[] = [];
  const tables = plan.tables.flatMap((table): AccessTable[] => {
    const part = portablePart(table, basesOf);
    left.push(
      ...part.left.map((one) => ({ system: plan.system, ...one, columns: [...one.columns], bases: [...one.bases] })),
    );
    return part.columns === null ? [] : [{ ...table, columns: part.columns }];
  });
  return { plan: { ...plan, tables }, left: uniqueOnes(left) };
}

/** Reads the same, narrowed; `onLeft` is told what stays before the first row comes. */
export function takeAlong(basesOf: BasesOf, read: Read, onLeft: (left: readonly LeftOut[]) => void): Read {
  return async function* readPortable(onPlan) {
    const columns = new Map<string, ReadonlySet<string>>();
    const rows = read(async (whole) => {
      const { plan, left } = narrowPlan(whole, basesOf);
      for (const table of plan.tables) columns.set(table.name, new Set(table.columns));
      onLeft(left);
      await onPlan(plan);
    });
    for await (const row of rows) {
      const taken = row.level === "own" ? columns.get(row.table) : undefined;
      if (taken === undefined) continue;
      const values = Object.entries(row.values).filter(([column]) => taken.has(column));
      yield { ...row, values: Object.fromEntries(values) };
    }
  };
}

/** What the operator sees of it with the plan: it stands in nobody's way. */
export function leftFindings(left: readonly LeftOut[]): readonly Finding[] {
  return left.map(({ table, columns, reason, bases }) => ({
    code: `left_out_${reason}`,
    table,
    column: columns.join(","),
    message: `${[table, columns.join(", ")].filter((name) => name !== "").join(": ")} does not go along: ${REASONS[reason](bases)}.`,
    suggestion: "Nothing, if that is so. Otherwise correct the purposes, or the column's `provenance` in the map.",
    blocks: false,
  }));
}

const REASONS: Readonly<Record<LeftBehind["reason"], (bases: readonly string[]) => string>> = {
  derived: () => "it was worked out here, neither given nor observed",
  other_basis: (bases) => `its use rests on ${bases.join(", ")}`,
  others: () => "it belongs to others too",
};

function uniqueOnes(left: readonly LeftOut[]): readonly LeftOut[] {
  return [...new Map(left.map((one) => [JSON.stringify(one), one])).values()];
}
