/** How right inference is on schemas that somebody else made, and what each of its rules is worth. */
import { inferSystem } from "@kept/engine/infer/infer-system";
import { RULES, type RuleName } from "@kept/engine/infer/rules";
import { compareFigures } from "../measure.ts";
import { type Result, type Scenario, UsageError } from "../scenario.ts";
import { loadVariants, type Skipped, type Variant } from "./load-cases.ts";
import { catalogueStatements, type Score, type Share, score, statementsOf, toShare } from "./score.ts";
import { type WrittenMap, writeMap } from "./write-map.ts";

/** A variant with what inference makes of it, and what the catalogue alone gives. */
export interface Scored {
  readonly variant: Variant;
  readonly ours: Score;
  readonly baseline: Score;
  /** What it comes to when somebody answers; of schemas with keys and stripped ones. */
  readonly map: WrittenMap | null;
}

/** Infers and scores one variant, with all rules or without some. */
function scoreVariant(variant: Variant, without: readonly RuleName[] = []): Score {
  const inference = inferSystem(variant.schema, variant.evidence, { without });
  return score(statementsOf(inference), variant.truth, variant.scored);
}

/**
 * Loads and scores every variant that can be had here; `only`: of these groups; `keys`: of these alone; `maps`: of which groups somebody
 * answers, and of which they write the whole map.
 */
export async function scoreAll(
  onSkip: (skipped: Skipped) => void,
  only: readonly string[] | null = null,
  keys?: readonly Variant["keys"][],
  maps: (written: Variant["written"]) => "none" | "answered" | "whole" = () => "whole",
): Promise<readonly Scored[]> {
  const all: Scored[] = [];
  for await (const variant of loadVariants(onSkip, only, keys)) {
    const { schema, truth, scored } = variant;
    const map = variant.keys === "declared" || variant.keys === "stripped" ? maps(variant.written) : "none";
    all.push({
      variant,
      ours: scoreVariant(variant),
      baseline: score(catalogueStatements(schema, truth), truth, scored),
      map: map === "none" ? null : await writeMap(variant, map === "whole"),
    });
  }
  return all;
}

/** Figures of several schemas counted together, so that a large one weighs more than a small one. */
export function sumScores(scored: readonly Scored[]) {
  const sum = (read: (score: Score) => number) => scored.reduce((total, { ours }) => total + read(ours), 0);
  const share = (read: (score: Score) => Share) =>
    toShare(
      sum((each) => read(each).hits),
      sum((each) => read(each).wanted),
      sum((each) => read(each).surplus),
    );
  const people = share((each) => each.people);
  const tables = scored.reduce((total, { variant }) => total + variant.schema.tables.length, 0);
  const edits = sum((each) => each.edits);
  return {
    tables,
    edits,
    questions: sum((each) => each.questions),
    dangerous: sum((each) => each.dangerous.length),
    unreviewed: sum((each) => each.unreviewed.length),
    editsPerFiveTables: (edits / tables) * 5,
    people,
    roles: people.hits === 0 ? 1 : sum((each) => each.rightRoles) / people.hits,
    subjects: share((each) => each.subjects),
    parts: share((each) => each.parts),
    identifying: share((each) => each.identifying),
    copies: share((each) => each.copies),
    softDeletes: share((each) => each.softDeletes),
    baselineEdits: scored.reduce((total, { baseline }) => total + baseline.edits, 0),
  };
}

/** The same for what it comes to when somebody answers the questions about each schema as a whole, and the lines of the right map. */
export function sumMaps(scored: readonly Scored[]) {
  const maps = scored.flatMap(({ map, variant, baseline }) => (map === null ? [] : { map, variant, baseline }));
  if (maps.length === 0) return null;
  const answered = sumScores(maps.map(({ map, ...rest }) => ({ ...rest, map, ours: map.answered })));
  const count = (read: (map: WrittenMap) => number) => maps.reduce((sum, { map }) => sum + read(map), 0);
  const lines = count((map) => map.lines);
  return {
    answers: count((map) => map.answers),
    recall: answered.people.recall,
    precision: answered.people.precision,
    roles: answered.roles,
    dangerous: answered.dangerous,
    lines,
    linesPerFiveTables: (lines / answered.tables) * 5,
  };
}

const three = (value: number) => Math.round(value * 1000) / 1000;
const shorten = ({ precision, recall }: Share) => ({ precision: three(precision), recall: three(recall) });

function fieldsOf(
  score: Pick<Score, "people" | "roles" | "subjects" | "parts" | "identifying" | "copies" | "softDeletes">,
) {
  return {
    people: shorten(score.people),
    roles: three(score.roles),
    subjects: shorten(score.subjects),
    parts: shorten(score.parts),
    identifying: shorten(score.identifying),
    copies: shorten(score.copies),
    softDeletes: shorten(score.softDeletes),
  };
}

function toResult(name: string, ours: number, baseline: number, more: Partial<Result>): Result {
  // A baseline of nothing to write has no ratio; one line keeps the figure finite.
  const figures = compareFigures(ours, Math.max(baseline, 1));
  return {
    name,
    unit: "lines",
    ...figures,
    bestRatio: figures.ratio,
    runs: 1,
    spread: { ours: { min: ours, max: ours }, baseline: { min: baseline, max: baseline } },
    database: "none",
    rows: 0,
    against: "lines of the map to write by hand when only declared foreign keys are known",
    also: {},
    details: {},
    ...more,
  };
}

/** The goals of inference, by whether the schema declares its foreign keys. */
export const GOALS = {
  declared: { recall: 1, precision: 0.95, roles: 0.9, editsPerFiveTables: 1 },
  stripped: { recall: 0.95, precision: 0.9, roles: 0.9, editsPerFiveTables: 1 },
} as const;

function describeMap(scored: readonly Scored[]) {
  const sum = sumMaps(scored);
  if (sum === null) return {};
  return {
    answers: sum.answers,
    answeredRecall: three(sum.recall),
    answeredPrecision: three(sum.precision),
    answeredRoles: three(sum.roles),
    answeredDangerous: sum.dangerous,
    mapLinesPerFiveTables: three(sum.linesPerFiveTables),
  };
}

function describeVariant(one: Scored): Result {
  const { variant, ours, baseline } = one;
  const tables = variant.schema.tables.length;
  return toResult(`inference/${variant.name}/${variant.keys}`, ours.edits, baseline.edits, {
    database: variant.database,
    rows: tables,
    fields: {
      schema: variant.name,
      keys: variant.keys,
      written: variant.written,
      tables,
      ...fieldsOf(ours),
      edits: ours.edits,
      editsPerFiveTables: three((ours.edits / tables) * 5),
      questions: ours.questions,
      dangerous: ours.dangerous,
      unreviewed: ours.unreviewed,
      mistakes: ours.mistakes,
    },
    details: { ...describeFields(ours, variant.written), ...describeMap([one]) },
  });
}

function describeFields(ours: Pick<Score, "people" | "roles" | "subjects" | "identifying">, written: string) {
  return {
    written,
    recall: three(ours.people.recall),
    precision: three(ours.people.precision),
    roles: three(ours.roles),
    subjects: three(ours.subjects.recall),
    identifying: three(ours.identifying.recall),
  };
}

function describeGroup(written: string, keys: Variant["keys"], scored: readonly Scored[]): Result {
  const sum = sumScores(scored);
  return toResult(`inference/all ${written}/${keys}`, sum.edits, sum.baselineEdits, {
    rows: sum.tables,
    fields: {
      written,
      keys,
      schemas: scored.length,
      tables: sum.tables,
      ...fieldsOf(sum),
      edits: sum.edits,
      questions: sum.questions,
      dangerous: sum.dangerous,
      unreviewed: sum.unreviewed,
      editsPerFiveTables: three(sum.editsPerFiveTables),
      ...describeMap(scored),
      ...(keys === "declared" || keys === "stripped" ? { goal: GOALS[keys] } : {}),
    },
    details: {
      ...describeFields(sum, written),
      questions: sum.questions,
      dangerous: sum.dangerous,
      linesPerFiveTables: three(sum.editsPerFiveTables),
      ...describeMap(scored),
    },
  });
}

/** What is lost when a rule is left out: lines over all schemas, and how many schemas it helps and hurts. */
export function measureRule(rule: RuleName, scored: readonly Scored[]) {
  const changes = scored.map(({ variant, ours }) => ({
    variant,
    lines: scoreVariant(variant, [rule]).edits - ours.edits,
  }));
  return {
    gain: changes.reduce((sum, { lines }) => sum + lines, 0),
    helps: changes.filter(({ lines }) => lines > 0).length,
    hurts: changes.filter(({ lines }) => lines < 0).length,
  };
}

export const inference: Scenario = {
  name: "inference",
  title:
    "whose rows are whose, inferred on sample and invented schemas with and without foreign keys, and the gain of each rule",
  async run({ onProgress, only = null }) {
    const scored = await scoreAll(
      ({ name, reason }) => onProgress(`${name} is left out: ${reason}`),
      only === null ? null : [only],
    );
    if (scored.length === 0) throw new UsageError(`No schemas are called ${only}: name a group, such as blind-12.`);
    for (const { variant, ours } of scored)
      for (const mistake of ours.mistakes) onProgress(`${variant.name} (${variant.keys}) ${mistake}`);
    const groups = Map.groupBy(scored, ({ variant }) => `${variant.written}/${variant.keys}`);
    const total = scored.reduce((sum, { ours }) => sum + ours.edits, 0);
    // What a rule is worth is told over all schemas.
    const rules = only === null ? RULES : [];
    if (rules.length > 0) onProgress(`leaving out each of ${rules.length} rules`);
    return [
      ...scored.map(describeVariant),
      ...[...groups.values()].flatMap((group) => {
        const [first] = group;
        return first === undefined ? [] : describeGroup(first.variant.written, first.variant.keys, group);
      }),
      ...rules.map((rule) => {
        const { gain, helps, hurts } = measureRule(rule.name, scored);
        return toResult(`inference/rule ${rule.name}`, total, total + gain, {
          rows: scored.length,
          against: `the same without the rule: ${rule.says}`,
          fields: { rule: rule.name, gain, helps, hurts },
          details: { gain, helps, hurts },
        });
      }),
    ];
  },
};
