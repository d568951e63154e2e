/** `kept residue`: on a database, or through a running server. */

import type { Command } from "commander";
import { type PersonOptions, readPerson } from "../person-options.ts";
import type { ResidueCommand } from "../residue.ts";
import type { TargetOptions } from "../target.ts";
import type { CommandContext } from "./command-context.ts";
import { collect, type ServerOptions, serverOf, withDatabase, withNaming, withServer } from "./shared-options.ts";

export function addResidue(program: Command, { environment, output, done }: CommandContext): void {
  const residueCommand = program
    .command("residue")
    .description("where values of a person still stand, in any text of a database, whatever its map says")
    .option("--text <words>", "look for these words too, a name for instance (repeatable)", collect)
    .option("--plus-tags", "ada+tag@example.org counts as ada@example.org")
    .option("--request <reference>", "the request whose person is meant; through a running server, in all its systems")
    .option("--json", "print JSON: {places, tables, columns, unread, findings}; through a server {state, systems}");
  withServer(withDatabase(withNaming(residueCommand.optionsGroup("Whose:")))).action(
    async (options: TargetOptions & PersonOptions & ServerOptions & ResidueCommand) => {
      const server = options.url === undefined ? serverOf(options, environment) : null;
      if (server !== null) {
        const { residueByServer } = await import("../server-residue.ts");
        return done(await residueByServer(server, options, output));
      }
      const person = readPerson(options);
      const target = await import("../target.ts");
      const { residue } = await import("../residue.ts");
      await using rights = await target.openTarget(await target.chooseUrl(options.url, environment), options);
      const { index } = await rights.discover();
      done(await residue(rights, target.describePerson(index, person), options, output));
    },
  );
}
