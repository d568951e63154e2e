import { describe, expect, it } from "vitest";
import { emptyFunctions, stripText } from "../strip-documentation.ts";

const strip = (code: string): string => stripText(code, "module.ts").replaceAll(/\s+/g, " ").trim();

describe("stripText", () => {
  it("keeps of an endpoint what is called and checked", () => {
    const code = `export const get = endpoint({
      id: "things.get", method: "get", path: "/things/{id}",
      summary: "Get, a thing", description: "It says, \\"it is there\\".",
      params: z.object({ id: z.string().meta({ description: "Its id" }) }),
      responses: { 200: z.object({ description: z.string() }) },
      errors: ["thing_not_found"], access: "public",
      ledger: "thing.read",
      example: { params: { id: "1" }, response: { description: "round" } }
    });`;
    expect(strip(code)).toBe(
      'export const get = endpoint({ id: "things.get", method: "get", path: "/things/{id}", params: z.object({ id: z.string() }), responses: { 200: z.object({ description: z.string() }) }, access: "public", });',
    );
  });

  it("takes words off fields wherever they stand in a chain, and leaves other calls alone", () => {
    expect(strip('z.string().meta({ description: "a" }).optional().meta({ example: z.string().meta({}) })')).toBe(
      "z.string().optional()",
    );
    expect(strip('import.meta.env; table.meta; rows["meta"]({ description: 1 }); other({ description: "a" });')).toBe(
      'import.meta.env; table.meta; rows["meta"]({ description: 1 }); other({ description: "a" });',
    );
  });
});

describe("emptyFunctions", () => {
  it("has every export of the module and nothing of what it did", () => {
    const code = `import { a } from "./a.js"; function local() { return a; }
      export function write(schema) { return local(schema); }
      export const one = () => 1, two = { two: 2 };
      export { local as other };`;
    const names = ["write", "one", "two", "other"];
    expect(emptyFunctions(code, "module.js")).toBe(names.map((name) => `export const ${name} = () => {};\n`).join(""));
  });
});
