/** `kept categories`. */

import type { Command } from "commander";
import { formatTable } from "../print.ts";
import type { CommandContext } from "./command-context.ts";

export function addCategories(program: Command, { output }: CommandContext): void {
  program
    .command("categories")
    .description("the categories of data, as maps name them")
    .option("--json", "print JSON")
    .action(async (options: { readonly json?: boolean }) => {
      const { CATEGORIES } = await import("@kept/engine/categories");
      if (options.json) return await output.out(`${JSON.stringify(CATEGORIES)}\n`);
      const rows = CATEGORIES.map(({ name, title, iri }) => [name, title, iri ?? ""] as const);
      await output.out(formatTable(output, ["category", "what", "W3C DPV"], rows));
    });
}
