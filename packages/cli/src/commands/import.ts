/** `kept import package` and `kept import fideslang`. */

import type { Command } from "commander";
import type { ImportCommand } from "../import-fideslang.ts";
import type { ImportPackageCommand } from "../import-package.ts";
import type { TargetOptions } from "../target.ts";
import type { CommandContext } from "./command-context.ts";
import { withAddress, withDatabase } from "./shared-options.ts";

export function addImport(program: Command, { environment, output, done }: CommandContext): void {
  const importing = program.command("import").description("take in what others have written");
  const packageCommand = importing
    .command("package")
    .description("put a person's package into an empty database of the same shape")
    .argument("<file>", "the package (ZIP)")
    .option("--system <name>", "which system of the package")
    .option("--yes", "do it; without, nothing is changed")
    .option("--json", "print JSON: {mode, tables, stubs, emptied, findings, left}");
  withDatabase(packageCommand).action(async (file: string, options: TargetOptions & ImportPackageCommand) => {
    const target = await import("../target.ts");
    const { importPackage } = await import("../import-package.ts");
    await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
    done(await importPackage(rights, file, options, output));
  });

  const importCommand = importing
    .command("fideslang")
    .description("dataset annotations (YAML); what a map cannot say is reported")
    .argument("<file...>", "annotation files")
    .option("--out <file>", "write the map (YAML) here; a folder gets a map for each dataset")
    .option("--dataset <key>", "only the dataset with this fides_key")
    .option("--json", "print JSON: {datasets: [{dataset, map, findings}]}");
  withAddress(importCommand.optionsGroup("Hold it against the live database:")).action(
    async (files: readonly string[], options: ImportCommand) => {
      const { chooseUrl } = await import("../target.ts");
      const { importFideslang } = await import("../import-fideslang.ts");
      const url = options.url === undefined ? null : await chooseUrl(options.url, environment);
      done(await importFideslang(files, url, options, output));
    },
  );
}
