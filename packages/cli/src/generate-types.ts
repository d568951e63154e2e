/** `kept generate types`: the names of a configuration as TypeScript types, so that what it does not name does not compile. */
import { writeFileSync } from "node:fs";
import { CATEGORIES } from "@kept/engine/categories";
import { type KeptConfig, parseKept } from "@kept/server/kept-config";
import { findConfig, loadConfig, withStartErrors } from "./config-file.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Output } from "./print.ts";

export interface GenerateTypesCommand {
  readonly config: string;
  /** Where to write; without it the text is printed. */
  readonly out?: string;
}

export async function generateTypes(options: GenerateTypesCommand, output: Output): Promise<ExitCode> {
  return await withStartErrors(async () => {
    const kept = parseKept(await loadConfig(findConfig(options.config)), options.config);
    const text = describeNames(kept);
    if (options.out === undefined) await output.out(text);
    else {
      writeFileSync(options.out, text);
      await output.out(`Wrote ${options.out}.\n`);
    }
    return EXIT.done;
  });
}

/** The source of a module that exports `KeptNames`, for `openGate<KeptNames>()`. */
export function describeNames(kept: KeptConfig): string {
  const purposes = Object.entries(kept.purposes);
  const byPurpose = (namesOf: (purpose: KeptConfig["purposes"][string]) => readonly string[]): string =>
    purposes.map(([name, purpose]) => `    readonly ${JSON.stringify(name)}: ${union(namesOf(purpose))};`).join("\n");
  // A question may name any category that a purpose covers, finer ones too.
  const covered = purposes.flatMap(([, purpose]) =>
    purpose.categories.flatMap((name) => [
      name,
      ...CATEGORIES.map((category) => category.name).filter((finer) => finer.startsWith(`${name}.`)),
    ]),
  );
  return `/** Made by \`kept generate types\` from the configuration: make it again when that changes. */

/** What the configuration names: \`openGate<KeptNames>({ … })\`. */
export interface KeptNames {
  readonly purpose: ${union(purposes.map(([name]) => name))};
  readonly category: ${union([...new Set(covered)].sort())};
  readonly recipients: {
${byPurpose((purpose) => purpose.recipients)}
  };
  readonly channels: {
${byPurpose((purpose) => purpose.channels)}
  };
  readonly topics: {
${byPurpose((purpose) => Object.keys(purpose.topics))}
  };
}
`;
}

function union(names: readonly string[]): string {
  return names.length === 0 ? "never" : names.map((name) => JSON.stringify(name)).join(" | ");
}
