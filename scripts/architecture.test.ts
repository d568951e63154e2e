/** The direction of dependencies, read from the imports themselves: a wrong one fails here even where it would resolve. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/** Package -> what it may import of the workspace. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  engine: [],
  banner: ["contract"],
  scan: ["banner"],
  connectors: ["engine"],
  server: ["contract", "engine", "connectors", "banner", "scan"],
  console: ["contract"],
  // The banner's rules of what may load are the same on a page and in the server that writes it.
  sdk: ["contract", "banner"],
  cli: ["contract", "engine", "connectors", "banner", "scan", "sdk", "server"],
};

/** Third-party packages that a pure package may use. Everything else there is a mistake. */
const PURE: Readonly<Record<string, readonly string[]>> = { contract: ["zod"], engine: [], sdk: [] };

interface Import {
  readonly file: string;
  readonly from: string;
}

function listSources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name === "dist" ? [] : listSources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function listImports(name: string): readonly Import[] {
  return listSources(join(ROOT, "packages", name, "src")).flatMap((path) => {
    const text = readFileSync(path, "utf8");
    const found = text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g,
    );
    return [...found].map((match) => ({ file: relative(ROOT, path), from: match[1] ?? match[2] ?? "" }));
  });
}

const isTest = (file: string) =>
  /\.test\.tsx?$|\/testing\/|\/conformance\/|describe-[a-z-]+\.ts$/.test(file.split(sep).join("/"));

describe.each(Object.keys(MAY_IMPORT))("package %s", (name) => {
  const imports = listImports(name);

  it("imports only the packages below it", () => {
    const wrong = imports.filter(({ from }) => {
      const target = /^@kept\/([^/]+)/.exec(from)?.[1];
      return target !== undefined && !(MAY_IMPORT[name] ?? []).includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it("reaches other packages by name, never by path", () => {
    const home = join(ROOT, "packages", name) + sep;
    const wrong = imports.filter(
      ({ file, from }) => from.startsWith(".") && !resolve(ROOT, dirname(file), from).startsWith(home),
    );
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.entries(PURE))("pure package %s", (name, known) => {
  it("uses no library beyond its own", () => {
    const wrong = listImports(name).filter(({ file, from }) => {
      if (isTest(file) || from.startsWith(".") || from.startsWith("@kept/")) return false;
      // The SDK's modules that are named for Node are for Node alone.
      if (name === "sdk" && from.startsWith("node:") && basename(file).startsWith("node-")) return false;
      return !known.includes(from.split("/")[0] ?? "");
    });
    expect(wrong).toEqual([]);
  });
});

describe("server slices", () => {
  const slices = readdirSync(join(ROOT, "packages/server/src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "platform")
    .map(({ name }) => name);
  const imports = listImports("server");

  it("the platform knows no slice", () => {
    const wrong = imports.filter(({ file, from }) => {
      if (!file.includes("/platform/") || isTest(file) || !from.startsWith(".")) return false;
      const target =
        relative(join(ROOT, "packages/server/src"), resolve(ROOT, dirname(file), from)).split(sep)[0] ?? "";
      return slices.includes(target);
    });
    expect(wrong).toEqual([]);
  });
});

describe("names", () => {
  const folders = new Set(
    Object.keys(MAY_IMPORT).flatMap((name) =>
      listSources(join(ROOT, "packages", name, "src")).flatMap((path) => relative(ROOT, path).split(sep).slice(0, -1)),
    ),
  );

  it("has no dumping grounds", () => {
    const banned = ["utils", "util", "helpers", "helper", "common", "shared", "lib", "misc", "constants", "types"];
    expect([...folders].filter((folder) => banned.includes(folder))).toEqual([]);
  });
});
