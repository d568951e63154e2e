/** Results as one line of JSON each, or as text for people. */
import { availableParallelism, cpus } from "node:os";
import type { Figures, Result, Scenario } from "./scenario.ts";

/** One line, the five main fields first. */
export function jsonLine(result: Result): string {
  const { name, unit, ours, baseline, ratio, also, details, fields, ...rest } = result;
  return JSON.stringify({ name, unit, ours, baseline, ratio, ...rest, ...fields, ...also, details });
}

/** The machine in a few words: figures mean little without it. */
function describeMachine(): string {
  return `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"})`;
}

/** A table of all results, and under it what each was measured against and where. */
export function describeResults(results: readonly Result[]): string {
  const head = ["scenario", "ours", "baseline", "ratio", "of the best", "ours min-max", "baseline min-max", "runs"];
  const body = results.map((result) => [
    result.name,
    `${result.ours} ${result.unit}`,
    `${result.baseline} ${result.unit}`,
    `${result.ratio}x`,
    `${result.bestRatio}x`,
    `${result.spread.ours.min}-${result.spread.ours.max}`,
    `${result.spread.baseline.min}-${result.spread.baseline.max}`,
    String(result.runs),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const notes = results.flatMap((result) => ["", ...describeResult(result)]);
  return [
    describeMachine(),
    "",
    line(head),
    line(widths.map((width) => "-".repeat(width))),
    ...body.map(line),
    ...notes,
  ].join("\n");
}

function describeResult(result: Result): string[] {
  const figures = ({ ours, baseline, ratio }: Figures) =>
    `${ours} ${result.unit} / ${baseline} ${result.unit} = ${ratio}x`;
  const details = Object.entries(result.details).map(([name, value]) => `${name} ${value}`);
  return [
    result.name,
    `  on ${result.database}, ${result.rows} ${result.database === "none" ? "tables" : "rows"}`,
    `  against ${result.against}`,
    ...Object.entries(result.also).map(([name, one]) => `  ${name}: ${figures(one)}, against ${one.against}`),
    ...(details.length > 0 ? [`  ${details.join(", ")}`] : []),
  ];
}

/** Names and what they do. */
export function describeScenarios(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, title }) => `${name.padEnd(width)}  ${title}`).join("\n");
}
