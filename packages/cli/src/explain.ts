/** `kept explain`: whose a row is and why, what access shows of it, and what an erasure does to it. */
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { PersonQuery, RowRef } from "@kept/engine/rights";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { describeExplanation, describeExplanationJson } from "./explain-report.ts";
import { exitCodeOfNaming, listNamingFindings } from "./naming-findings.ts";
import { formatFindings, type Output } from "./print.ts";
import { today } from "./today.ts";

export interface ExplainCommand {
  readonly json?: boolean;
}

/** Explains one row, for one person or for everybody whom it concerns. Changes nothing. */
export async function explain(
  rights: RowRights,
  row: RowRef,
  person: PersonQuery | null,
  options: ExplainCommand,
  output: Output,
): Promise<ExitCode> {
  const { findings, explanation } = await rights.explain(row, person, { today: today() });
  const stop = exitCodeOfNaming(findings);
  if (stop !== null || explanation === null) {
    output.err(formatFindings(output, listNamingFindings(findings)) || "Nobody is known by that.\n");
    return stop ?? EXIT.notFound;
  }
  if (options.json) await output.out(`${JSON.stringify(describeExplanationJson(explanation))}\n`);
  else if (explanation.exists) {
    const { index } = await rights.discover();
    await output.out(describeExplanation(explanation, index, output));
  } else output.err(`There is no row ${row.table}:${row.key.join(",")}.\n`);
  return explanation.exists ? EXIT.done : EXIT.notFound;
}
