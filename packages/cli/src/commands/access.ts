/** `kept access`: on a database, or through a running server. */

import { type Command, Option } from "commander";
import type { AccessCommand } from "../access.ts";
import { readPerson, readScopeWords } from "../person-options.ts";
import type { CommandContext } from "./command-context.ts";
import { type RightCommand, serverOf, withPerson, withTarget } from "./shared-options.ts";

export function addAccess(program: Command, { environment, output, done }: CommandContext): void {
  const accessCommand = program
    .command("access")
    .description("the data of one person: a summary, JSON, or the package that they get")
    .option("--out <file>", "write the package (ZIP) here")
    .addOption(new Option("--language <code>", "language of the package").choices(["en", "de"]).default("en"))
    .option("--json", "print JSON: {person, tables, gaps}");
  withTarget(withPerson(accessCommand)).action(async (options: RightCommand & AccessCommand) => {
    const person = readPerson(options);
    const words = readScopeWords(options);
    const server = options.url === undefined ? serverOf(options, environment) : null;
    if (server !== null) {
      const { accessByServer } = await import("../server-requests.ts");
      return done(await accessByServer(server, person, words, options, output));
    }
    const target = await import("../target.ts");
    const { access } = await import("../access.ts");
    const url = await target.chooseUrl(options.url, environment);
    await using rights = await target.openTarget(url, options);
    const { index } = await rights.discover();
    const scope = target.readScope(words, index);
    const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
    done(await access(rights, target.describePerson(index, person), scope, options, place, output));
  });
}
