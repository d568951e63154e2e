/** Loaded before any test: pages compile as in the product, and `vitest` is the one that runs, also where another copy is nearer. */
import "../packages/server/src/platform/jsx/register-tsx.ts";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const runner = pathToFileURL(process.argv[1] ?? "").href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier, specifier === "vitest" ? { ...context, parentURL: runner } : context),
});
