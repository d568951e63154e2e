/**
 * A purpose that rested on consent rests on something else. Where people have said no to it, that is no change of wording: it
 * would use their data against what they said (Art. 7(3) GDPR). The server does not start with it unless the configuration says
 * why it is right, and whoever said no stays out either way (`decide`).
 */
import { createHash } from "node:crypto";
import type { PurposeFacts } from "@kept/contract/purpose-history";
import { ALL_PURPOSES } from "@kept/engine/choices/choice-state";
import { basisOf } from "@kept/engine/choices/policy";
import { REGIME_NAMES, type RegimeName } from "@kept/engine/regimes/regime";
import { sql } from "kysely";
import type { KeptConfig } from "../kept-config.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { StartError } from "../platform/start-error.ts";
import { listHeld } from "./queries.ts";

type Purpose = KeptConfig["purposes"][string];

/** Consent under a regime; `since`: when a version without it began. Null: the one that is starting is the first. */
interface Lost {
  readonly regime: RegimeName;
  readonly since: Date | null;
}

export interface GivenUp {
  readonly regimes: readonly RegimeName[];
  /** Who said no while it rested on consent, and has not said yes since. */
  readonly people: number;
  /** When the last of them did; null: nobody. */
  readonly last: Date | null;
}

/**
 * Purposes that rested on consent under some regime once and do so no more, by their names: at every start, whatever they have
 * rested on in between, for the noes of then hold for good.
 */
export async function findGivenUp(tx: TxCtx, kept: KeptConfig): Promise<ReadonlyMap<string, GivenUp>> {
  const versions = await listHeld(tx);
  const found = new Map<string, GivenUp>();
  for (const [purpose, settings] of Object.entries(kept.purposes)) {
    const own = versions.filter((version) => version.purpose === purpose);
    const lost = REGIME_NAMES.flatMap((regime): Lost[] => {
      const last = own.findLastIndex(({ facts }) => isConsent(facts, regime));
      if (last === -1 || isConsent(settings, regime)) return [];
      return [{ regime, since: own[last + 1]?.since ?? null }];
    });
    if (lost.length === 0) continue;
    found.set(purpose, { regimes: lost.map(({ regime }) => regime), ...(await countNoes(tx, purpose, lost)) });
  }
  return found;
}

/** Throws `purpose_basis_changed`, naming every purpose at once. */
export function refuseGivenUp(kept: KeptConfig, givenUp: ReadonlyMap<string, GivenUp>): void {
  const problems = [...givenUp].flatMap(([name, { regimes, people, last }]) => {
    if (people === 0 || last === null) return [];
    const change = kept.purposes[name]?.basisChange;
    const who = people === 1 ? "1 person has" : `${people} people have`;
    const what = `purposes.${name}.basis: no longer consent under ${regimes.join(", ")}, and ${who} said no to it`;
    if (change === undefined) return [what];
    const day = last.toISOString().slice(0, 10);
    return change.on < day ? [`${what}, the last on ${day}, after the day of its basisChange (${change.on})`] : [];
  });
  if (problems.length === 0) return;
  throw new StartError(
    "purpose_basis_changed",
    "A purpose no longer rests on the consent that people refused or took back.",
    {
      problems,
      action:
        'Let it rest on consent again, or give a new use a purpose of its own. If the change is right all the same, say so in the purpose: basisChange: { from: "consent", on: "<day>", reason: "…" }. Whoever said no stays out either way.',
    },
  );
}

export async function recordGivenUp(
  tx: TxCtx,
  purpose: string,
  version: number,
  settings: Purpose,
  { regimes, people }: GivenUp,
): Promise<void> {
  const { basisChange } = settings;
  if (people === 0 || basisChange === undefined) return;
  const reasonHash = createHash("sha256").update(basisChange.reason, "utf8").digest("hex");
  const data = { purpose, version, regimes: [...regimes], people, on: basisChange.on, reasonHash };
  await tx.outbox.add(`purpose:${purpose}`, {
    entry: { type: "purpose.consent-given-up", subject: { purpose }, data },
  });
}

function isConsent(purpose: Pick<PurposeFacts, "basis"> | Purpose, regime: RegimeName): boolean {
  return basisOf(purpose as Parameters<typeof basisOf>[0], regime) === "consent";
}

/** People whose last word on the purpose was a no, under one of the regimes, while it rested on consent there. */
async function countNoes(tx: TxCtx, purpose: string, lost: readonly Lost[]): Promise<Pick<GivenUp, "people" | "last">> {
  // Said again since, it is the no of then all the same.
  const said = sql<Date>`coalesce(choice_state.since::timestamptz, choice_record.at)`;
  const row = await tx.db
    .selectFrom("choice_state")
    .innerJoin("choice_record", (join) =>
      join
        .onRef("choice_record.person_id", "=", "choice_state.person_id")
        .onRef("choice_record.id", "=", "choice_state.record_id"),
    )
    .select(({ fn }) => [
      fn.count<string>("choice_state.person_id").distinct().as("people"),
      fn.max<Date>(said).as("last"),
    ])
    .where("choice_state.slot", "=", "consent")
    .where("choice_state.act", "in", ["withdrawn", "refused"])
    .where("choice_state.purpose", "in", [purpose, ALL_PURPOSES])
    .where((where) =>
      where.or(
        lost.map(({ regime, since }) => {
          const isUnder = where("choice_record.regime", "=", regime);
          return since === null ? isUnder : isUnder.and(said, "<", since);
        }),
      ),
    )
    .executeTakeFirstOrThrow();
  return { people: Number(row.people), last: row.last };
}
