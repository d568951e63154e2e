/** How long inference, model and plan take, in milliseconds of this process alone, and whether they stay linear in tables. */
import { inferSystem } from "@kept/engine/infer/infer-system";
import { EMPTY_MAP } from "@kept/engine/map";
import { indexModel } from "@kept/engine/model";
import { planErasure } from "@kept/engine/plan-erasure";
import { resolveModel } from "@kept/engine/resolve-model";
import { EVERYTHING } from "@kept/engine/rights";
import { compareFigures, compareMedians, describeSides, median, round, samplesOf, takeTurns } from "./measure.ts";
import { answerWithOnes } from "./plan/answer-questions.ts";
import { generateSchema } from "./plan/generate-schema.ts";
import type { Scenario } from "./scenario.ts";

const abilities = {
  deferredConstraints: true,
  checksForeignKeysByRow: false,
  canSuspendForeignKeys: false,
  joinsStatements: false,
};

/** Times of one pass over a generated schema, by step. */
function planOnce(tables: number): Readonly<Record<string, number>> {
  const schema = generateSchema(tables);
  const start = performance.now();
  const inference = inferSystem(schema);
  const inferred = performance.now();
  const { model, findings } = resolveModel(schema, inference, EMPTY_MAP);
  const index = indexModel(model);
  const resolved = performance.now();
  const subjects = [{ table: "accounts", key: ["1"] }];
  const plan = answerWithOnes(
    planErasure(index, subjects, { scope: EVERYTHING, today: "2026-01-01", abilities, findings }),
  );
  const planned = performance.now();
  if (plan.tables.length < tables / 2) throw new Error(`only ${plan.tables.length} of ${tables} tables were reached`);
  return {
    infer: inferred - start,
    model: resolved - inferred,
    plan: planned - resolved,
    all: planned - start,
  };
}

export const planTables: Scenario = {
  name: "plan-1000-tables",
  title: "inference, model and plan of 1,000 tables; a quarter and half of them for comparison",
  run(options) {
    const most = options.rows ?? 1000;
    const sizes = [Math.round(most / 4), Math.round(most / 2), most];
    const runs = options.runs ?? 9;
    options.onProgress(`planning ${sizes.join(", ")} tables in turns`);
    return takeTurns(
      sizes.map((size) => ({ name: String(size), run: () => Promise.resolve(planOnce(size)) })),
      { warmUp: 3, runs },
    ).then((samples) => {
      const of = (size: number | undefined, step: string) => samplesOf(samples, `${size}.${step}`);
      const scaled = of(sizes[0], "all").map((value) => value * 4);
      const half = median(of(sizes[1], "all"));
      return {
        name: "plan-1000-tables",
        unit: "ms" as const,
        ...describeSides(of(most, "all"), scaled),
        runs,
        database: "none",
        rows: most,
        against: `four times our own figure for ${sizes[0]} tables: above 1, the cost grows faster than the schema`,
        also: {
          half: {
            ...compareFigures(half, median(of(sizes[0], "all")) * 2),
            against: `${sizes[1]} tables against twice ${sizes[0]}`,
          },
          planOnly: {
            ...compareMedians(
              of(most, "plan"),
              of(sizes[0], "plan").map((value) => value * 4),
            ),
            against: `the plan alone, against four times that of ${sizes[0]} tables`,
          },
        },
        details: Object.fromEntries(
          sizes.flatMap((size) =>
            ["infer", "model", "plan"].map((step) => [`${step}${size}`, round(median(of(size, step)))] as const),
          ),
        ),
      };
    });
  },
};
