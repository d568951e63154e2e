/**
 * A decision as SQL: the same rules as the engine's `decide`, as one condition over a person's latest acts, so that
 * everyone whom a purpose may reach is one set-based query. A property test holds the two together.
 */
import { CHOICE_ACTS, type Effect, type Slot } from "@kept/engine/choices/acts";
import { legalBasis } from "@kept/engine/choices/bases";
import { checkNames } from "@kept/engine/choices/check-names";
import type { ChoiceQuestion } from "@kept/engine/choices/choice-question";
import { ALL_PURPOSES } from "@kept/engine/choices/choice-state";
import { basisOf, type ChoicePolicy, type PolicyPurpose } from "@kept/engine/choices/policy";
import {
  type AgeRule,
  REGIME_RULES,
  type Regime,
  type RegimeRule,
  regimeRule,
} from "@kept/engine/choices/regime-rules";
import { listLoweredAges } from "@kept/engine/regimes/consent-ages";
import { type RawBuilder, sql } from "kysely";

type Condition = RawBuilder<boolean>;

const NEVER: Condition = sql<boolean>`false`;
const ALWAYS: Condition = sql<boolean>`true`;

const actsWith = (effect: Effect): readonly string[] =>
  CHOICE_ACTS.filter((row) => row.effect === effect).map((row) => row.act);
const PERMITS = actsWith("permit");
const RESTRICTS = actsWith("restrict");
const SLOTS: readonly Slot[] = ["consent", "objection", "opt-out", "signal", "restriction", "freeze", "notice"];

/** A purpose of the question's closure over what it depends on, with the scope in which it is asked. */
interface Asked {
  readonly name: string;
  readonly purpose: PolicyPurpose;
  readonly channel: string;
  readonly topic: string;
  /** Prefix of its columns. */
  readonly prefix: string;
}

export interface SegmentSql {
  /** Select list of the aggregate over `choice_state` of one person. */
  readonly columns: RawBuilder<unknown>;
  readonly purposes: readonly string[];
  /** Over `person` as `p` and the aggregate as `s`. */
  readonly condition: Condition;
}

/** Null where the question names what the policy does not: nobody is reached. */
export function compileSegment(policy: ChoicePolicy, question: ChoiceQuestion, at: string): SegmentSql | null {
  const asked: Asked[] = [];
  if (!collect(policy, question, asked)) return null;
  const regimes = [...new Set(REGIME_RULES.map((rule) => rule.regime))];
  const byRegime = regimes.map((regime) => {
    const conditions = asked.map((each) => allowedUnder(each, regime, regimeRule(regime, at), at));
    return sql<boolean>`(p.regime = ${regime} AND ${and(conditions)})`;
  });
  return {
    columns: sql.join(asked.flatMap((each) => columnsOf(each, at))),
    purposes: [...new Set(asked.map((each) => each.name)), ALL_PURPOSES],
    condition: or(byRegime),
  };
}

function collect(policy: ChoicePolicy, question: ChoiceQuestion, asked: Asked[]): boolean {
  if (checkNames(policy, question).some((step) => step.outcome === "deny")) return false;
  const purpose = policy.purposes[question.purpose] as PolicyPurpose;
  asked.push({
    name: question.purpose,
    purpose,
    channel: question.channel ?? "",
    topic: question.topic ?? "",
    prefix: `q${asked.length}`,
  });
  return purpose.dependsOn.every((name) =>
    collect(policy, { purpose: name, channel: policy.purposes[name]?.channels[0] }, asked),
  );
}

/** `at|rank|event|act|until|byParent|told`: the latest of a slot is the greatest text. */
const packed = sql`c.position || '|' || c.act || '|' || c.until || '|' || c.by_parent || '|' || c.told`;

function columnsOf({ name, purpose, channel, topic, prefix }: Asked, at: string): readonly RawBuilder<unknown>[] {
  const scope = sql`c.channel IN ('', ${channel}) AND c.topic IN ('', ${topic})`;
  const isPermit = sql`c.act IN (${sql.join(PERMITS)})`;
  const said = sql`substr(c.position, 1, 24)`;
  const counts = sql`NOT (${isPermit} AND (c.purpose = ${ALL_PURPOSES} OR ${said} > ${at}))`;
  const slots = SLOTS.map(
    (slot) => sql`max(${packed}) FILTER (
      WHERE c.slot = ${slot} AND c.purpose IN (${name}, ${ALL_PURPOSES}) AND ${scope} AND ${counts}
    ) AS ${sql.ref(columnOf(prefix, slot))}`,
  );
  // Of what the purpose rested on consent for: the last no of then, and the last yes; the rest decides as for everybody.
  const { gaveUpConsent } = purpose;
  const since = sql`coalesce(c.since, ${said})`;
  const own = sql`c.slot = 'consent' AND c.purpose IN (${name}, ${ALL_PURPOSES}) AND ${scope} AND ${counts}`;
  const held =
    gaveUpConsent === undefined
      ? []
      : [
          sql`max(${since}) FILTER (
            WHERE ${own} AND c.act IN (${sql.join(RESTRICTS)}) AND substr(${since}, 1, 10) <= ${gaveUpConsent}
          ) AS ${sql.ref(columnOf(prefix, "held"))}`,
          sql`max(${said}) FILTER (WHERE ${own} AND ${isPermit}) AS ${sql.ref(columnOf(prefix, "lifted"))}`,
        ];
  const permit = sql`max(${packed}) FILTER (
    WHERE ${isPermit} AND c.purpose = ${name} AND ${said} <= ${at} AND c.until > ${at} AND ${scope}
  ) AS ${sql.ref(columnOf(prefix, "permit"))}`;
  return [...slots, ...held, permit];
}

function columnOf(prefix: string, slot: Slot | "permit" | "held" | "lifted"): string {
  return `${prefix}_${slot.replaceAll("-", "_")}`;
}

function allowedUnder(asked: Asked, regime: Regime, rule: RegimeRule, at: string): Condition {
  const { purpose, prefix } = asked;
  const name = basisOf(purpose, regime);
  if (name === undefined) return NEVER;
  const basis = legalBasis(name);
  const column = (slot: Slot | "permit") => sql.ref(`s.${columnOf(prefix, slot)}`);
  const part = (slot: Slot | "permit", index: number) =>
    sql<string>`split_part(${column(slot)}, '|', ${sql.lit(index)})`;
  const isSaid = (slot: Slot | "permit") => sql<boolean>`${column(slot)} IS NOT NULL`;
  const isNo = (slot: Slot): Condition => sql`coalesce(${part(slot, 4)} IN (${sql.join(RESTRICTS)}), false)`;
  const isAfter = (slot: Slot): Condition => sql`coalesce(${part("permit", 1)} > ${part(slot, 1)}, false)`;
  const day = at.slice(0, 10);

  const ages = rule.ages
    .filter((age) => (age.appliesTo === "sale" ? purpose.sale : basis.needsConsent))
    .map((age) => {
      const birthday = sql`(extract(year FROM p.born_by)::int + ${ageSql(age)})::text || to_char(p.born_by, '-MM-DD')`;
      const hasYes = age.needs === "parent" ? sql`coalesce(${part("permit", 6)} = 'true', false)` : isSaid("permit");
      return sql<boolean>`(p.born_by IS NULL OR ${birthday} COLLATE "C" <= ${day} OR ${hasYes})`;
    });
  const isFinal = purpose.directMarketing
    ? sql<boolean>`coalesce(${part("objection", 4)} = 'objection-overruled', false)`
    : NEVER;
  const objection = or([not(or([isNo("objection"), isFinal])), isAfter("objection")]);
  const signalApplies = purpose.sale || (rule.gpc === "refusal" && basis.needsConsent);
  const signalYields =
    rule.gpc === "refusal"
      ? isSaid("permit")
      : and([isAfter("signal"), sql<boolean>`coalesce(${part("permit", 7)} = 'true', false)`]);
  const consent = sql<boolean>`coalesce(
    ${part("consent", 4)} IN (${sql.join(PERMITS)}) AND ${part("consent", 5)} > ${at}, false)`;

  const [no, yes] = (["held", "lifted"] as const).map((column) => sql.ref(`s.${columnOf(prefix, column)}`));
  const isHeld: Condition =
    purpose.gaveUpConsent === undefined ? NEVER : sql`coalesce(${no} >= coalesce(${yes}, ''), false)`;

  return and([
    basis.outlivesFreeze ? ALWAYS : not(isNo("freeze")),
    or([not(isNo("restriction")), isAfter("restriction")]),
    ...ages,
    purpose.needsNotice ? sql<boolean>`coalesce(${part("notice", 1)} <= ${at}, false)` : ALWAYS,
    basis.objectable ? objection : ALWAYS,
    basis.needsConsent ? ALWAYS : not(and([isNo("consent"), basis.objectable ? ALWAYS : isHeld])),
    basis.objectable ? or([not(isNo("opt-out")), isAfter("opt-out")]) : ALWAYS,
    // An explicit no in a place where the signal is a refusal denies by itself: here the signal need not yield to it.
    signalApplies ? or([not(isSaid("signal")), signalYields]) : ALWAYS,
    basis.needsConsent ? consent : ALWAYS,
  ]);
}

/** `ageOfRule` over the country of `p`. */
function ageSql({ below, byCountry }: AgeRule): RawBuilder<number> {
  if (byCountry !== true) return sql.lit(below);
  const lower = [...listLoweredAges()].filter(([age]) => age < below);
  const cases = lower.map(
    ([age, countries]) => sql`WHEN p.region->>'country' IN (${sql.join(countries.map(sql.lit))}) THEN ${sql.lit(age)}`,
  );
  return sql<number>`(CASE ${sql.join(cases, sql` `)} ELSE ${sql.lit(below)} END)`;
}

function and(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? ALWAYS : sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}

function or(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? NEVER : sql<boolean>`(${sql.join(conditions, sql` OR `)})`;
}

function not(condition: Condition): Condition {
  return sql<boolean>`(NOT ${condition})`;
}
