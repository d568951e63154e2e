/** Opens a package that somebody was given; its rows are read one by one, however many there are. */
import { createHash } from "node:crypto";
import { type PackageManifest, PackageManifestSchema } from "@kept/contract/packages";
import { type OpenPackage, openPackage, readWhole } from "@kept/server/fulfilment/package/open-package";
import { createFileNamer } from "@kept/server/fulfilment/package/table-file";
import { UsageError } from "./exit-codes.ts";

/** Rejects with a {@link UsageError} where there is no package, or one that no manifest accounts for. */
export async function openGiven(path: string): Promise<OpenPackage & { readonly manifest: PackageManifest }> {
  const pack = await openPackage(path).catch(() => {
    throw new UsageError(`${path} is not a package that can be read.`);
  });
  try {
    const manifest = PackageManifestSchema.parse(JSON.parse((await readWhole(pack, "manifest.json")).toString()));
    return { ...pack, manifest };
  } catch {
    await pack[Symbol.asyncDispose]();
    throw new UsageError(`${path} has no manifest that can be read.`);
  }
}

/** What a file of a package hashes to; null where it cannot be unpacked. */
export async function hashOf(pack: OpenPackage, name: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of pack.read(name)) hash.update(chunk);
  } catch {
    return null;
  }
  return hash.digest("hex");
}

type ManifestTable = PackageManifest["tables"][number];

const SUFFIX: Readonly<Record<ManifestTable["level"], string>> = { own: "", view: "-shared", act: "-acted" };

/** Where the rows of each table stand. Older manifests do not tell: then it follows from the names. */
export function listTableFiles({
  tables,
}: PackageManifest): readonly { readonly table: ManifestTable; readonly file: string }[] {
  const nameSystem = createFileNamer();
  return [...Map.groupBy(tables, ({ system }) => system)].flatMap(([system, some]) => {
    const folder = `data/${nameSystem(system)}`;
    const nameTable = createFileNamer();
    return some.map((table) => {
      const name = nameTable(`${table.table}${SUFFIX[table.level]}`);
      return { table, file: table.file ?? `${folder}/${name}.json` };
    });
  });
}
