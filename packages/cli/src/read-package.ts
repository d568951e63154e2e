/** Reads the rows of a package back, table by table. */
import type { PackageManifest } from "@kept/contract/packages";
import { createFileNamer } from "@kept/server/fulfilment/package/table-file";
import { strFromU8, unzipSync } from "fflate";

export interface PackageRows {
  readonly name: string;
  readonly level: PackageManifest["tables"][number]["level"];
  readonly rows: unknown;
}

/** Tables in the order of the manifest. A server has several systems, so names are `system.table`. */
export function readPackageRows(zip: Uint8Array): readonly PackageRows[] {
  const files = unzipSync(zip, { filter: ({ name }) => name === "manifest.json" || name.endsWith(".json") });
  const manifest = JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())) as PackageManifest;
  const nameSystem = createFileNamer();
  return [...Map.groupBy(manifest.tables, ({ system }) => system)].flatMap(([system, tables]) => {
    const folder = `data/${nameSystem(system)}`;
    const nameTable = createFileNamer();
    return tables.map(({ table, level }) => {
      const file = files[`${folder}/${nameTable(table)}.json`];
      return {
        name: `${system}.${table}`,
        level,
        rows: file === undefined ? [] : (JSON.parse(strFromU8(file)) as unknown),
      };
    });
  });
}
