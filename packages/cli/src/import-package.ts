/** `kept import package`: what a person was given goes into an empty database of the same shape. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { type PackageManifest, PackageManifestSchema } from "@kept/contract/packages";
import type { GivenTable, ImportPlan } from "@kept/engine/import-rows";
import { createFileNamer } from "@kept/server/fulfilment/package/table-file";
import { isFileValue } from "@kept/server/fulfilment/package/table-spool";
import { strFromU8, unzipSync } from "fflate";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";

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
  const { given, left } = await readGiven(path, options.system);
  const plan = await rights.importRows(given, !options.yes);
  const mode = options.yes ? "done" : "dry-run";
  const { operations: _, suspendForeignKeys: __, ...told } = plan;
  await output.out(
    options.json ? `${JSON.stringify({ mode, ...told, left })}\n` : describeImport(plan, left, mode, output),
  );
  return plan.findings.some(({ blocks }) => blocks) ? EXIT.blocked : EXIT.done;
}

/** The own rows of one system, whole and unchanged, with their files; and how many rows are not the person's own. */
async function readGiven(path: string, system: string | undefined) {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(await readFile(path));
  } catch {
    throw new UsageError(`${path} is not a package that can be read.`);
  }
  const manifest = PackageManifestSchema.parse(JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())));
  for (const { path: name, sha256 } of manifest.files) {
    const bytes = files[name];
    if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sha256)
      throw new UsageError(`${path} is not whole: ${name} is not what its manifest says.`);
  }
  const systems = [...new Set(manifest.tables.map((table) => table.system))];
  const chosen = system ?? systems[0];
  if (chosen === undefined || !systems.includes(chosen) || (system === undefined && systems.length > 1))
    throw new UsageError(`Which system of the package? Give --system: ${systems.join(", ")}.`);
  const tables = manifest.tables.filter((table) => table.system === chosen);
  const folder = folderOf(manifest, chosen);
  const nameTable = createFileNamer();
  const given: GivenTable[] = [];
  let left = 0;
  for (const table of tables) {
    const suffix = table.level === "own" ? "" : table.level === "view" ? "-shared" : "-acted";
    const file = files[`${folder}/${nameTable(`${table.table}${suffix}`)}.json`];
    if (table.level !== "own" || file === undefined) {
      left += table.rows;
      continue;
    }
    const rows = JSON.parse(strFromU8(file)) as Record<string, unknown>[];
    given.push({ table: table.table, rows: rows.map((row) => withBytes(row, files)) });
  }
  return { given, left };
}

function folderOf(manifest: PackageManifest, system: string): string {
  const nameSystem = createFileNamer();
  const folders = new Map<string, string>();
  for (const table of manifest.tables)
    if (!folders.has(table.system)) folders.set(table.system, `data/${nameSystem(table.system)}`);
  return folders.get(system) ?? "";
}

function withBytes(row: Record<string, unknown>, files: Record<string, Uint8Array>): Record<string, unknown> {
  const read = (value: unknown) => (isFileValue(value) ? (files[value.file] ?? null) : value);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value)]));
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
