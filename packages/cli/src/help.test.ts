/** What the command says of itself: every command is listed, and each tells what it does and what its options mean. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "./main.ts";

const output = {
  out: () => undefined,
  err: () => undefined,
  hasColours: false,
  hasProgress: false,
  isClosed: () => false,
};
const environment = {
  url: null,
  server: null,
  apiKey: null,
  browser: null,
  searchPath: "",
  dataDir: ".kept",
  variables: {},
};
/** Files of the folder that are no command. */
const SHARED = ["command-context", "open-for-change", "shared-options"];

function flatten(command: Command, path: string): readonly { readonly path: string; readonly command: Command }[] {
  return command.commands.flatMap((one) => {
    const own = `${path} ${one.name()}`;
    return [{ path: own, command: one }, ...flatten(one, own)];
  });
}

describe("kept --help", () => {
  const program = buildProgram({ environment, output, done: () => undefined });
  const all = flatten(program, "kept");

  it("lists a command for every file of commands", () => {
    const files = readdirSync(join(import.meta.dirname, "commands")).map((name) => name.replace(/\.ts$/, ""));
    const listed = program.commands.map((command) => command.name()).sort();
    expect(listed).toEqual(files.filter((name) => !SHARED.includes(name)).sort());
    const text = program.helpInformation();
    for (const name of listed) expect(text).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
  });

  it.each(all)("$path says what it does, and what each of its options and arguments means", ({ command }) => {
    expect(command.description()).not.toBe("");
    const text = command.helpInformation();
    for (const { long, description } of command.options) {
      expect(description, String(long)).not.toBe("");
      expect(text).toContain(long);
    }
    for (const argument of command.registeredArguments) expect(argument.description, argument.name()).not.toBe("");
  });
});
