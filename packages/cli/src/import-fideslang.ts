/** `kept import fideslang`: maps from dataset annotations, with everything that a map cannot say as findings. */
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { resolveDiscovery } from "@kept/connectors/rights/discover";
import { writeMap } from "@kept/connectors/rights/map-file";
import { type ReadDatasets, readDatasets } from "@kept/engine/fideslang/dataset";
import { type ImportedDataset, importDatasets } from "@kept/engine/fideslang/import-dataset";
import { shortenMap } from "@kept/engine/shorten-map";
import { parseDocument } from "yaml";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { openMapFile } from "./map-file.ts";
import { formatFindings, type Output, paint, plural } from "./print.ts";
import { openTarget, type TargetOptions } from "./target.ts";

export interface ImportCommand extends TargetOptions {
  readonly out?: string;
  readonly dataset?: string;
  readonly json?: boolean;
}

/**
 * Reads the files and writes a map for each dataset in them. With the address of its database a map is held against the
 * live schema: what inference says by itself is left out, and what the schema does not have is a finding.
 */
export async function importFideslang(
  files: readonly string[],
  url: string | null,
  options: ImportCommand,
  output: Output,
): Promise<ExitCode> {
  const read = await Promise.all(files.map(readAnnotation));
  const chosen = chooseDatasets(read.flatMap(importDatasets), options, url !== null);
  const done = url === null ? chosen : await Promise.all(chosen.map((one) => holdAgainst(url, one, options)));
  if (options.out !== undefined) await save(options.out, done, output);
  if (options.json) {
    const datasets = done.map(({ dataset, map, findings }) => ({ dataset, map: writeMap(map), findings }));
    await output.out(`${JSON.stringify({ datasets })}\n`);
  } else {
    if (options.out === undefined) await output.out(done.map(({ map }) => writeMap(map)).join("---\n"));
    for (const one of done) output.err(describe(one, output));
  }
  return done.some(({ findings }) => findings.some(({ blocks }) => blocks)) ? EXIT.blocked : EXIT.done;
}

async function readAnnotation(path: string): Promise<ReadDatasets> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UsageError(`There is no file ${path}.`);
    if (code === "EISDIR") throw new UsageError(`${path} is a folder; name the YAML files in it.`);
    throw error;
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) throw new UsageError(`${path} is not YAML: ${broken.message.split("\n")[0] ?? ""}`);
  const read = readDatasets(document.toJS());
  if (read.problems.length === 0) return read;
  throw new UsageError(`${path} cannot be read:\n${read.problems.map((problem) => `  ${problem}`).join("\n")}`);
}

/** Files may repeat no dataset: which of the two would count? */
function chooseDatasets(
  imported: readonly ImportedDataset[],
  { dataset, out }: ImportCommand,
  isOne: boolean,
): readonly ImportedDataset[] {
  const names = imported.map((one) => one.dataset);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new UsageError(`The dataset ${twice} is there twice.`);
  const chosen = dataset === undefined ? imported : imported.filter((one) => one.dataset === dataset);
  if (chosen.length === 0) {
    throw new UsageError(`There is no dataset ${dataset ?? ""}. There are: ${names.join(", ") || "none"}.`);
  }
  const isFile = out !== undefined && !isFolder(out);
  if (chosen.length > 1 && (isOne || isFile)) {
    const why = isOne ? "--url is one database" : `--out ${out} is one file`;
    throw new UsageError(
      `There are ${chosen.length} datasets (${names.join(", ")}), and ${why}: say which with --dataset.`,
    );
  }
  return chosen;
}

function isFolder(path: string): boolean {
  return path.endsWith("/") || (existsSync(path) && statSync(path).isDirectory());
}

async function holdAgainst(url: string, imported: ImportedDataset, options: ImportCommand): Promise<ImportedDataset> {
  await using rights = await openTarget(url, withoutMap(options));
  const { schema, inference } = await rights.discoverUnder(imported.map);
  const map = { ...shortenMap(imported.map, schema, inference), system: schema.system };
  const { findings } = resolveDiscovery(schema, inference, map);
  return {
    ...imported,
    map,
    findings: [...imported.findings, ...findings.filter(({ code }) => code.startsWith("map_"))],
  };
}

async function save(out: string, imported: readonly ImportedDataset[], output: Output): Promise<void> {
  if (!isFolder(out)) {
    if (!existsSync(dirname(resolve(out))))
      throw new UsageError(`--out ${out}: there is no folder ${dirname(resolve(out))}.`);
    for (const { map } of imported) openMapFile(out, output).save(map);
    return;
  }
  await mkdir(out, { recursive: true });
  for (const { dataset, map } of imported) {
    openMapFile(join(out, `${dataset.replace(/[^\w.-]/g, "_")}.map.yaml`), output).save(map);
  }
}

function describe({ dataset, map, findings }: ImportedDataset, output: Output): string {
  const counts = Object.values(map.tables).reduce(
    (sum, { edges, columns }) => ({
      edges: sum.edges + edges.length,
      columns: sum.columns + Object.keys(columns).length,
    }),
    { edges: 0, columns: 0 },
  );
  const said = `${plural(Object.keys(map.tables).length, "table")}, ${plural(counts.edges, "reference")}, ${plural(counts.columns, "column")}`;
  const title = findings.length === 0 ? "everything is in the map" : "not in the map as it was said";
  return `${paint(output, "bold", dataset)}: ${said}; ${title}\n${formatFindings(output, findings)}`;
}

/** The map is what is being made. */
function withoutMap({ map: _map, ...target }: ImportCommand): TargetOptions {
  return target;
}
