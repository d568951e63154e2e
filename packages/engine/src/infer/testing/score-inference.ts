/** Scores an inference against a truth written by hand: references to people, their roles, subjects, and parts. */
import type { Edge } from "../../model.ts";
import type { Inference } from "../infer-system.ts";

/** `table.column -> table role`, one per line; `?column=value` after the column for a condition. */
export interface Truth {
  readonly subjects: readonly string[];
  /** Tables that continue a subject under its key: references to them are references to people. */
  readonly extensions?: readonly string[];
  /** All references to people: `orders.user_id -> users owner`. */
  readonly people: readonly string[];
  /** References between things that matter: parts and holds. */
  readonly parts: readonly string[];
}

export interface Score {
  readonly recall: number;
  readonly precision: number;
  /** Share of references found that have the right role. */
  readonly roles: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly wrong: readonly string[];
}

function describe(edge: Edge): string {
  return `${edge.from}.${edge.columns.join("+")}${edge.path.length > 0 ? `/${edge.path.join("/")}` : ""} -> ${edge.to}`;
}

function compare(found: ReadonlyMap<string, string>, truth: readonly string[]): Score {
  const wanted = new Map(
    truth.map((line) => [line.slice(0, line.lastIndexOf(" ")), line.slice(line.lastIndexOf(" ") + 1)]),
  );
  const missing = [...wanted.keys()].filter((key) => !found.has(key));
  const extra = [...found.keys()].filter((key) => !wanted.has(key));
  const hits = [...wanted].filter(([key]) => found.has(key));
  const wrong = hits
    .filter(([key, role]) => found.get(key) !== role)
    .map(([key, role]) => `${key}: ${found.get(key)}, should be ${role}`);
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  return {
    recall: share(hits.length, wanted.size),
    precision: share(hits.length, found.size),
    roles: share(hits.length - wrong.length, hits.length),
    missing,
    extra,
    wrong,
  };
}

/** Scores references to people, and parts and holds between things. */
export function scoreInference(
  inference: Inference,
  truth: Truth,
): { readonly people: Score; readonly parts: Score; readonly subjects: Score } {
  const subjects = new Set([...truth.subjects, ...(truth.extensions ?? [])]);
  const people = new Map<string, string>();
  const parts = new Map<string, string>();
  for (const edge of inference.edges) {
    if (subjects.has(edge.to)) people.set(describe(edge), edge.role);
    else if (edge.role !== "context") parts.set(describe(edge), edge.role);
  }
  const kinds = new Map(
    inference.tables.filter((table) => table.kind === "subject").map((table) => [table.name, "subject"]),
  );
  return {
    people: compare(people, truth.people),
    parts: compare(parts, truth.parts),
    subjects: compare(
      kinds,
      truth.subjects.map((name) => `${name} subject`),
    ),
  };
}

/** One line per schema, for people who read the test's output. */
export function printScore(name: string, score: ReturnType<typeof scoreInference>): string {
  const figures = (each: Score) =>
    `recall ${each.recall.toFixed(2)} precision ${each.precision.toFixed(2)} roles ${each.roles.toFixed(2)}`;
  const details = [score.people, score.parts, score.subjects].flatMap((each) => [
    ...each.missing.map((line) => `missing ${line}`),
    ...each.extra.map((line) => `extra ${line}`),
    ...each.wrong.map((line) => `wrong ${line}`),
  ]);
  return `${name}: people ${figures(score.people)}; parts ${figures(score.parts)}; subjects ${figures(score.subjects)}${details.map((line) => `\n    ${line}`).join("")}`;
}
