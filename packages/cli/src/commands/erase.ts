/** `kept erase`: one person or everybody of a file, on a database or through a running server. */

import type { Command } from "commander";
import type { ErasePeopleCommand } from "../erase-people.ts";
import { UsageError } from "../exit-codes.ts";
import { readPerson, readPersonIfNamed, readScopeWords } from "../person-options.ts";
import type { BatchCommand } from "../server-batches.ts";
import type { CommandContext } from "./command-context.ts";
import { type RightCommand, serverOf, withPerson, withTarget } from "./shared-options.ts";

export function addErase(program: Command, { environment, output, done }: CommandContext): void {
  const eraseCommand = program
    .command("erase")
    .description("what an erasure would do; with --yes, do it")
    .option("--yes", "do it; without, nothing is changed")
    .option(
      "--undo-window <duration>",
      "keep it sealed for so long that `kept undo` can take it back (P7D); with --people, each of them",
    )
    .option("--people <file>", "everybody in this file, in one run: one identifier or table:key a line, or a CSV")
    .option("--skip-unclear", "with --people: go on without those who are unknown or not clear")
    .option("--batch <id>", "through a server: go on with a batch that is there; watch it, with --yes approve it")
    .option("--no-tell", "with --people through a server: write to nobody that it is done")
    .option(
      "--json",
      "print JSON: {mode, tables, findings, verified}; with --people also {people, skipped}; mode: dry-run, done or (on a server) approved",
    );
  withTarget(withPerson(eraseCommand)).action(async (options: RightCommand & ErasePeopleCommand & BatchCommand) => {
    const server = options.url === undefined ? serverOf(options, environment) : null;
    if (server !== null && options.undoWindow !== undefined)
      throw new UsageError("Through a server the window is a setting of its configuration: requests.undo.");
    if (options.people !== undefined || options.batch !== undefined) {
      if (readPersonIfNamed(options) !== null)
        throw new UsageError("--people is for everybody in the file: without --email or --id.");
      if (options.people !== undefined && options.batch !== undefined)
        throw new UsageError("--batch goes on with a batch whose people are known: without --people.");
      if (server !== null) {
        const { erasePeopleByServer } = await import("../server-batches.ts");
        return done(await erasePeopleByServer(server, readScopeWords(options), options, output));
      }
      if (options.people === undefined) throw new UsageError("--batch is a batch of a running server: give --server.");
      const target = await import("../target.ts");
      const { erasePeople } = await import("../erase-people.ts");
      const url = await target.chooseUrl(options.url, environment);
      await using rights = await target.openTarget(url, options);
      const scope = target.readScope(readScopeWords(options), (await rights.discover()).index);
      const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
      return done(await erasePeople(rights, options.people, scope, options, place, output));
    }
    const person = readPerson(options);
    const words = readScopeWords(options);
    if (server !== null) {
      const { eraseByServer } = await import("../server-requests.ts");
      return done(await eraseByServer(server, person, words, options, output));
    }
    const target = await import("../target.ts");
    const { erase } = await import("../erase.ts");
    const url = await target.chooseUrl(options.url, environment);
    await using rights = await target.openTarget(url, options);
    const { index } = await rights.discover();
    const scope = target.readScope(words, index);
    const place = { target: target.identifyTarget(url), dataDir: environment.dataDir };
    done(await erase(rights, target.describePerson(index, person), scope, options, place, output));
  });
}
