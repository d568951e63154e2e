/** `kept package verify`: is a package whole, and is every table what its schema and its manifest say? Needs no server. */
import type { PackageManifest } from "@kept/contract/packages";
import { type OpenPackage, readWhole } from "@kept/server/fulfilment/package/open-package";
import { NoList, readList } from "@kept/server/fulfilment/package/read-list";
import { jsonType } from "@kept/server/fulfilment/package/table-file";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Output, paint, plural } from "./print.ts";
import { hashOf, openGiven } from "./read-package.ts";

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
  await using pack = await openGiven(path);
  const { manifest } = pack;
  const faults = [...(await checkFiles(pack, manifest)), ...(await checkTables(pack, manifest))];
  const told = { valid: faults.length === 0, rows: manifest.rows, files: manifest.files.length, faults };
  await output.out(options.json ? `${JSON.stringify(told)}\n` : describe(manifest, faults, output));
  return faults.length === 0 ? EXIT.done : EXIT.failed;
}

async function checkFiles(pack: OpenPackage, manifest: PackageManifest): Promise<readonly Fault[]> {
  const inside = new Set(pack.entries.map(({ path }) => path));
  const faults: Fault[] = [];
  for (const { path, sha256 } of manifest.files) {
    if (!inside.has(path)) faults.push({ file: path, message: "is missing" });
    else if ((await hashOf(pack, path)) !== sha256)
      faults.push({ file: path, message: "is not what the manifest says" });
  }
  const named = new Set(["manifest.json", ...manifest.files.map(({ path }) => path)]);
  const added = [...inside].filter((path) => !named.has(path) && !path.endsWith("/"));
  return [...faults, ...added.map((file) => ({ file, message: "is not in the manifest" }))];
}

/** Every row has the types of its schema, and all rows together are as many as the manifest says. */
async function checkTables(pack: OpenPackage, manifest: PackageManifest): Promise<readonly Fault[]> {
  const inside = new Set(pack.entries.map(({ path }) => path));
  const faults: Fault[] = [];
  let rows = 0;
  for (const path of inside) {
    if (!path.startsWith("data/") || !path.endsWith(".schema.json")) continue;
    const file = path.replace(/\.schema\.json$/, ".json");
    const schema = parse((await readWhole(pack, path)).toString()) as RowsSchema | undefined;
    const properties = schema?.items?.properties ?? {};
    let row = 0;
    try {
      if (!inside.has(file)) throw new NoList();
      for await (const text of readList(pack.read(file))) {
        row += 1;
        const wrong = Object.entries(JSON.parse(text) as Record<string, unknown>).find(
          ([name, value]) => !fits(properties[name], value),
        );
        if (wrong !== undefined) faults.push({ file, message: `row ${row}: ${wrong[0]} does not fit its schema` });
      }
    } catch {
      faults.push({ file, message: "is no list of rows" });
    }
    rows += row;
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
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
