/** `kept access`: the data of one person, as a summary, as JSON, or as the package that they would get. */
import { resolve } from "node:path";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { AccessPlan, AccessRow, PersonQuery, Scope } from "@kept/engine/rights";
import { writePackage } from "@kept/server/fulfilment/package/write-package";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";
import { today } from "./today.ts";

export interface AccessCommand {
  readonly out?: string;
  readonly json?: boolean;
  readonly language?: "en" | "de";
}

/** Reads what is a person's, straight from one system. Changes nothing. */
export async function access(
  rights: RightsSystem,
  person: PersonQuery,
  scope: Scope,
  options: AccessCommand,
  output: Output,
): Promise<ExitCode> {
  const plan = await rights.planAccess(person, scope, { today: today() });
  const missing = plan.gaps.find((gap) => gap.code === "person_not_found");
  const unclear = plan.gaps.find((gap) => gap.code === "person_ambiguous" || isMisnamed(gap.code));
  if (plan.subjects.length === 0 || unclear !== undefined) {
    const why = unclear ?? missing;
    output.err(why === undefined ? "Nobody is known by that.\n" : formatFindings(output, [why]));
    return unclear === undefined ? EXIT.notFound : isMisnamed(unclear.code) ? EXIT.usage : EXIT.blocked;
  }
  const read = () => rights.readAccess(person, scope, { today: today() }, () => undefined);
  if (options.out !== undefined) await savePackage(rights, person, scope, options, output);
  if (options.json) await streamJson(plan, read(), output);
  else output.out(describePlan(plan, options, output));
  return EXIT.done;
}

function isMisnamed(code: string): boolean {
  return code === "table_unknown" || code === "table_not_subject" || code === "key_malformed";
}

async function savePackage(
  rights: RightsSystem,
  person: PersonQuery,
  scope: Scope,
  options: AccessCommand,
  output: Output,
): Promise<void> {
  const path = resolve(options.out ?? "package.zip");
  const written = await writePackage({
    path,
    createdAt: new Date().toISOString(),
    language: options.language ?? "en",
    context: null,
    request: null,
    sources: [
      {
        system: rights.system,
        title: rights.system,
        read: (onPlan) => rights.readAccess(person, scope, { today: today() }, onPlan),
      },
    ],
    onProgress: ({ table, rows }) => {
      if (output.isTerminal) output.err(`\r${table}: ${plural(rows, "row")}\u001b[K`);
    },
  });
  if (output.isTerminal) output.err("\r\u001b[K");
  output.err(`Wrote ${options.out}: ${plural(written.rows, "row")} in ${plural(written.files, "file")}, ${written.bytes} bytes.\n`);
}

/** Writes `{person, tables: [{name, rows}], gaps}` row by row: memory stays bounded however much there is. */
async function streamJson(plan: AccessPlan, rows: AsyncIterable<AccessRow>, output: Output): Promise<void> {
  output.out(`{"person":${JSON.stringify({ system: plan.system, rows: plan.subjects })},"tables":[`);
  let current = "";
  for await (const row of rows) {
    const name = JSON.stringify(row.table);
    if (name !== current) {
      output.out(`${current === "" ? "" : "]},"}{"name":${name},"rows":[`);
      current = name;
    } else output.out(",");
    output.out(JSON.stringify(row.values, writeBinary));
  }
  output.out(`${current === "" ? "" : "]}"}],"gaps":${JSON.stringify(plan.gaps)}}\n`);
}

function writeBinary(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "bigint" ? value.toString() : value;
}

function describePlan(plan: AccessPlan, options: AccessCommand, output: Output): string {
  const said = { own: "theirs", view: "shared with them", act: "they acted" } as const;
  const rows = plan.tables.map(({ name, rows: count, level, why }) => [name, count, said[level], why] as const);
  const total = plan.tables.reduce((sum, table) => sum + table.rows, 0);
  const parts = [
    `${paint(output, "bold", `${plural(total, "row")} in ${plural(plan.tables.length, "table")}`)} of ${plan.system}\n\n`,
    formatTable(["table", "rows", "whose", "why"], rows),
  ];
  if (plan.gaps.length > 0) parts.push(`\n${paint(output, "bold", "Gaps and proposals")}\n`, formatFindings(output, plan.gaps));
  if (options.out === undefined) parts.push(paint(output, "dim", "\n--out package.zip writes the package; --json prints the rows.\n"));
  return parts.join("");
}
