/** `kept access`: the data of one person, as a summary, as JSON, or as the package that they would get. */
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { AccessPlan, AccessRow, Level, PersonQuery, Scope } from "@kept/engine/rights";
import { createChunkWriter } from "./chunk-writer.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { listenForInterruption } from "./interruption.ts";
import { exitCodeOfNaming, listNamingFindings } from "./naming-findings.ts";
import { formatBytes, formatFindings, formatTable, type Output, paint, plural, showProgress } from "./print.ts";
import type { ErasePlace } from "./settle-runs.ts";
import { tellRestricted } from "./standing-restrictions.ts";
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
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  if (options.out !== undefined) checkOutFile(options.out);
  const made = await rights.planAccess(person, scope, { today: today() });
  const found = { subjects: made.subjects, findings: made.gaps };
  const plan = made.subjects.length > 0 ? made : { ...made, gaps: await tellRestricted(place, person, found) };
  const isRestricted = plan.gaps.some(({ code, blocks }) => code === "restriction_stands" && blocks);
  const stop = exitCodeOfNaming(plan.gaps);
  if (stop !== null || plan.subjects.length === 0) {
    const nobody = personJson({ ...plan, subjects: [] });
    output.err(formatFindings(output, listNamingFindings(plan.gaps)) || "Nobody is known by that.\n");
    if (options.json) await output.out(`${JSON.stringify({ person: nobody, tables: [], gaps: plan.gaps })}\n`);
    return stop ?? (isRestricted ? EXIT.blocked : EXIT.notFound);
  }
  if (options.out !== undefined) await savePackage(rights, person, scope, options.out, options, output);
  if (options.json) await streamJson(rights, person, scope, output);
  else await output.out(describePlan(plan, options, output));
  return EXIT.done;
}

/** Said before minutes of reading, not after. */
function checkOutFile(path: string): void {
  const file = resolve(path);
  if (existsSync(file) && statSync(file).isDirectory())
    throw new UsageError(`--out ${path} is a folder; name the file, such as ${path}/package.zip.`);
  if (!existsSync(dirname(file))) throw new UsageError(`--out ${path}: there is no folder ${dirname(file)}.`);
}

async function savePackage(
  rights: RightsSystem,
  person: PersonQuery,
  scope: Scope,
  out: string,
  options: AccessCommand,
  output: Output,
): Promise<void> {
  const { writePackage } = await import("@kept/server/fulfilment/package/write-package");
  using interruption = listenForInterruption(output, "No package was written.");
  const written = await writePackage({
    path: resolve(out),
    createdAt: new Date().toISOString(),
    language: options.language ?? "en",
    context: null,
    request: null,
    sources: [
      {
        system: rights.system,
        title: rights.system,
        ...(rights.readFile === undefined ? {} : { readFile: rights.readFile }),
        read: (onPlan) => checkEach(rights.readAccess(person, scope, { today: today() }, onPlan), interruption.check),
      },
    ],
    onProgress: ({ table, rows }) => showProgress(output, `${table}: ${plural(rows, "row")}`),
  });
  showProgress(output, "");
  const size = `${plural(written.rows, "row")} in ${plural(written.files, "file")}, ${formatBytes(written.bytes)}`;
  output.err(`Wrote ${out}: ${size}. It holds personal data: only you can read it.\n`);
}

async function* checkEach<T>(items: AsyncIterable<T>, check: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    check();
    yield item;
  }
}

/** Writes `{person, tables: [{name, level, rows}], gaps}` row by row: memory stays bounded however much there is. */
async function streamJson(rights: RightsSystem, person: PersonQuery, scope: Scope, output: Output): Promise<void> {
  const write = createChunkWriter(output);
  const seen: AccessPlan[] = [];
  const onPlan = async (plan: AccessPlan) => {
    seen.push(plan);
    await write.text(`{"person":${JSON.stringify(personJson(plan))},"tables":[`);
  };
  let current = "";
  for await (const row of rights.readAccess(person, scope, { today: today() }, onPlan)) {
    if (output.isClosed()) return;
    const table = `"name":${JSON.stringify(row.table)},"level":"${row.level}"`;
    await write.text(`${table === current ? "," : `${current === "" ? "" : "]},"}{${table},"rows":[`}${toJson(row)}`);
    current = table;
  }
  await write.text(`${current === "" ? "" : "]}"}],"gaps":${JSON.stringify(seen[0]?.gaps ?? [])}}\n`);
  await write.end();
}

function personJson(plan: AccessPlan) {
  return { system: plan.system, rows: plan.subjects };
}

function toJson(row: AccessRow): string {
  // Bytes before JSON.stringify sees them: a Buffer would turn into a list of numbers.
  const values = Object.fromEntries(
    Object.entries(row.values).map(([name, value]) => [
      name,
      value instanceof Uint8Array
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")
        : value,
    ]),
  );
  return JSON.stringify(values, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** Whose rows are, by how strongly they are the person's. */
export const WHOSE: Readonly<Record<Level, string>> = {
  own: "theirs",
  view: "shared with them",
  act: "they acted",
};

function describePlan(plan: AccessPlan, options: AccessCommand, output: Output): string {
  const rows = plan.tables.map(({ name, rows: count, level, why }) => [name, count, WHOSE[level], why] as const);
  const total = plan.tables.reduce((sum, table) => sum + table.rows, 0);
  const tables = new Set(plan.tables.map(({ name }) => name)).size;
  const parts = [
    `${paint(output, "bold", `${plural(total, "row")} in ${plural(tables, "table")}`)} of ${plan.system}\n\n`,
    formatTable(output, ["table", "rows", "whose", "why"], rows),
  ];
  const hidden = plan.tables.flatMap((table) => table.hidden.map((column) => `${table.name}.${column}`));
  if (hidden.length > 0) parts.push(`\nHeld, and never handed out: ${[...new Set(hidden)].join(", ")}\n`);
  if (plan.gaps.length > 0)
    parts.push(`\n${paint(output, "bold", "Gaps and proposals")}\n`, formatFindings(output, plan.gaps));
  if (options.out === undefined) {
    parts.push(
      paint(output, "dim", "\nNext: --out package.zip writes the package for the person; --json prints the rows.\n"),
    );
  }
  return parts.join("");
}
