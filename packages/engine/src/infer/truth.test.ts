/** Scores inference on whole invented schemas against truths written by hand. */
import { describe, expect, it } from "vitest";
import { inferSystem } from "./infer-system.ts";
import { printScore, scoreInference } from "./testing/score-inference.ts";
import { TRUTHS } from "./testing/truth-schemas.ts";

describe("inference on schemas of many styles", () => {
  it.each(TRUTHS)("$name", ({ name, schema, evidence, declared, truth }) => {
    const score = scoreInference(inferSystem(schema, evidence), truth);
    process.stdout.write(`${printScore(name, score)}\n`);
    expect(score.people.recall).toBeGreaterThanOrEqual(declared ? 1 : 0.95);
    expect(score.people.precision).toBeGreaterThanOrEqual(declared ? 0.95 : 0.9);
    expect(score.people.roles).toBeGreaterThanOrEqual(declared ? 0.95 : 0.9);
    expect(score.subjects.recall).toBe(1);
    expect(score.parts.recall).toBeGreaterThanOrEqual(0.95);
  });
});
