/** `kept package verify`: is a package whole, and is every table what its schema and its manifest say? Needs no server. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type PackageManifest, PackageManifestSchema } from "@kept/contract/packages";
import { jsonType } from "@kept/server/fulfilment/package/table-file";
import { strFromU8, unzipSync } from "fflate";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint, plural } from "./print.ts";

export interface VerifyPackageCommand {
  readonly json?: boolean;
}

interface Fault {
  readonly file: string;
  readonly message: string;
}

interface RowsSchema {
  readonly items?: { readonly properties?: Readonly<Record<string, { readonly type?: string | readonly string[] }>> };
}

/** Exit code 1 when anything is wrong with it. */
export async function verifyPackage(path: string, options: VerifyPackageCommand, output: Output): Promise<ExitCode> {
  const files = await readFile(path)
    .then((bytes) => unzipSync(bytes))
    .catch(() => {
      throw new UsageError(`${path} is not a package that can be read.`);
    });
  const parsed = PackageManifestSchema.safeParse(readJson(files["manifest.json"]));
  if (!parsed.success) throw new UsageError(`${path} has no manifest that can be read.`);
  const manifest = parsed.data;
  const faults = [...checkFiles(manifest, files), ...checkTables(manifest, files)];
  const told = { valid: faults.length === 0, rows: manifest.rows, files: manifest.files.length, faults };
  await output.out(options.json ? `${JSON.stringify(told)}\n` : describe(manifest, faults, output));
  return faults.length === 0 ? EXIT.done : EXIT.failed;
}

function checkFiles(manifest: PackageManifest, files: Record<string, Uint8Array>): readonly Fault[] {
  const named = new Set(["manifest.json", ...manifest.files.map(({ path }) => path)]);
  const changed = manifest.files.flatMap(({ path, sha256 }): Fault[] => {
    const bytes = files[path];
    if (bytes === undefined) return [{ file: path, message: "is missing" }];
    const isSame = createHash("sha256").update(bytes).digest("hex") === sha256;
    return isSame ? [] : [{ file: path, message: "is not what the manifest says" }];
  });
  const added = Object.keys(files).filter((path) => !named.has(path) && !path.endsWith("/"));
  return [...changed, ...added.map((file) => ({ file, message: "is not in the manifest" }))];
}

/** Every row has the types of its schema, and all rows together are as many as the manifest says. */
function checkTables(manifest: PackageManifest, files: Record<string, Uint8Array>): readonly Fault[] {
  const faults: Fault[] = [];
  let rows = 0;
  for (const path of Object.keys(files).filter((name) => name.startsWith("data/") && name.endsWith(".schema.json"))) {
    const file = path.replace(/\.schema\.json$/, ".json");
    const schema = readJson(files[path]) as RowsSchema | undefined;
    const table = readJson(files[file]);
    if (!Array.isArray(table)) {
      faults.push({ file, message: "is no list of rows" });
      continue;
    }
    rows += table.length;
    const properties = schema?.items?.properties ?? {};
    for (const [index, row] of table.entries()) {
      const wrong = Object.entries(row as Record<string, unknown>).find(
        ([name, value]) => !fits(properties[name], value),
      );
      if (wrong !== undefined) faults.push({ file, message: `row ${index + 1}: ${wrong[0]} does not fit its schema` });
    }
  }
  return rows === manifest.rows
    ? faults
    : [...faults, { file: "manifest.json", message: `says ${plural(manifest.rows, "row")}; there are ${rows}` }];
}

function fits(property: { readonly type?: string | readonly string[] } | undefined, value: unknown): boolean {
  if (property === undefined) return false;
  if (property.type === undefined) return true;
  const types: readonly string[] = [property.type].flat();
  const type = jsonType(value);
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

function readJson(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(strFromU8(bytes ?? new Uint8Array()));
  } catch {
    return undefined;
  }
}

function describe(manifest: PackageManifest, faults: readonly Fault[], output: Output): string {
  const lines = faults.map(({ file, message }) => `  ${file} ${message}\n`).join("");
  if (faults.length > 0) return `${paint(output, ["red", "bold"], "The package is not whole.")}\n${lines}`;
  const facts = `${plural(manifest.rows, "row")} in ${plural(manifest.tables.length, "table")}, ${plural(manifest.files.length, "file")}.`;
  const left = manifest.portability?.leftOut ?? [];
  const stays = left.map(({ system, table, columns, reason }) => {
    return `  stays: ${system}.${table}${columns.length === 0 ? "" : ` (${columns.join(", ")})`}: ${reason}\n`;
  });
  return `${paint(output, ["green", "bold"], "The package is whole.")} ${facts}\n${stays.join("")}`;
}
