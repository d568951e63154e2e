/** `kept import package`: what a person was given goes into an empty database of the same shape. */
import type { GivenTable } from "@kept/connectors/rights/import-rows";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { ImportPlan } from "@kept/engine/import-rows";
import type { GivenRow } from "@kept/engine/import-values";
import { type OpenPackage, readWhole } from "@kept/server/fulfilment/package/open-package";
import { readList } from "@kept/server/fulfilment/package/read-list";
import { isFileValue } from "@kept/server/fulfilment/package/table-spool";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";
import { hashOf, listTableFiles, openGiven } from "./read-package.ts";

export interface ImportPackageCommand {
  readonly system?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Imports what is the person's own; shared rows and lines "you did this" are other people's. Dry run without `--yes`. */
export async function importPackage(
  rights: RowRights,
  path: string,
  options: ImportPackageCommand,
  output: Output,
): Promise<ExitCode> {
  await using pack = await openGiven(path);
  await checkWhole(pack, path);
  const { given, left } = listGiven(pack, options.system);
  const plan = await rights.importRows(given, !options.yes);
  const mode = options.yes ? "done" : "dry-run";
  await output.out(
    options.json ? `${JSON.stringify({ mode, ...plan, left })}\n` : describeImport(plan, left, mode, output),
  );
  return plan.findings.some(({ blocks }) => blocks) ? EXIT.blocked : EXIT.done;
}

type GivenPackage = Awaited<ReturnType<typeof openGiven>>;

async function checkWhole(pack: GivenPackage, path: string): Promise<void> {
  const inside = new Set(pack.entries.map((entry) => entry.path));
  for (const { path: name, sha256 } of pack.manifest.files) {
    if (!inside.has(name) || (await hashOf(pack, name)) !== sha256)
      throw new UsageError(`${path} is not whole: ${name} is not what its manifest says.`);
  }
}

/** The own rows of one system, with their files, to be read table by table; and how many rows are not the person's own. */
function listGiven(pack: GivenPackage, system: string | undefined) {
  const { manifest } = pack;
  const inside = new Set(pack.entries.map((entry) => entry.path));
  const systems = [...new Set(manifest.tables.map((table) => table.system))];
  const chosen = system ?? systems[0];
  if (chosen === undefined || !systems.includes(chosen) || (system === undefined && systems.length > 1))
    throw new UsageError(`Which system of the package? Give --system: ${systems.join(", ")}.`);
  const given: GivenTable[] = [];
  let left = 0;
  for (const { table, file } of listTableFiles(manifest)) {
    if (table.system !== chosen) continue;
    if (table.level === "own" && inside.has(file))
      given.push({ table: table.table, rows: { [Symbol.asyncIterator]: () => readRows(pack, file, inside) } });
    else left += table.rows;
  }
  return { given, left };
}

async function* readRows(pack: OpenPackage, file: string, inside: ReadonlySet<string>): AsyncGenerator<GivenRow> {
  for await (const text of readList(pack.read(file)))
    yield await withBytes(JSON.parse(text) as Record<string, unknown>, pack, inside);
}

async function withBytes(
  row: Record<string, unknown>,
  pack: OpenPackage,
  inside: ReadonlySet<string>,
): Promise<GivenRow> {
  const values: [string, unknown][] = [];
  for (const [name, value] of Object.entries(row)) {
    const isFile = isFileValue(value);
    // A row that names its file holds the name; where the file goes is for whoever takes the package over.
    if (isFile && value.name !== undefined) values.push([name, value.name]);
    else values.push([name, !isFile ? value : inside.has(value.file) ? await readWhole(pack, value.file) : null]);
  }
  return Object.fromEntries(values);
}

function describeImport(plan: ImportPlan, left: number, mode: "done" | "dry-run", output: Output): string {
  const parts: string[] = [];
  if (plan.findings.length > 0) parts.push(formatFindings(output, plan.findings));
  else {
    const rows = plan.tables.reduce((sum, table) => sum + table.rows, 0);
    parts.push(
      paint(output, "bold", `${plural(rows, "row")} ${mode === "done" ? "imported" : "would be imported"}:`),
      "\n\n",
    );
    parts.push(
      formatTable(
        output,
        ["table", "rows"],
        plan.tables.map(({ name, rows: count }) => [name, count] as const),
      ),
    );
  }
  for (const { table, rows } of plan.stubs)
    parts.push(`  ${plural(rows, "row")} of ${table} made up, because they have to be named\n`);
  for (const { table, column, rows } of plan.emptied)
    parts.push(`  ${table}.${column} left empty in ${plural(rows, "row")}: what it pointed at is not in the package\n`);
  if (left > 0)
    parts.push(`  ${plural(left, "row")} of the package not imported: shared rows and lines are other people's\n`);
  if (mode === "dry-run" && plan.findings.length === 0) parts.push(paint(output, "dim", "\nAdd --yes to do it.\n"));
  return parts.join("");
}
