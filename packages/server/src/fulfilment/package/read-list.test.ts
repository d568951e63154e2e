import fc from "fast-check";
import { expect, test } from "vitest";
import { NoList, readList } from "./read-list.ts";

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7): Promise<readonly string[]> {
  const values: string[] = [];
  for await (const value of readList(inChunks(text, size))) values.push(value);
  return values;
}

test("any list of JSON values is read as it was written, wherever it is cut into chunks", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }),
      fc.constantFrom(undefined, 2),
      fc.integer({ min: 1, max: 9 }),
      async (list, indent, size) => {
        const values = await read(JSON.stringify(list, null, indent), size);
        expect(values.map((value) => JSON.parse(value))).toEqual(JSON.parse(JSON.stringify(list)));
      },
    ),
    { numRuns: Number(process.env["KEPT_PROPERTY_RUNS"] ?? 300) },
  );
});

test("rows as a package has them, one on a line, keep their text", async () => {
  expect(await read('[\n{"a":"x, [y] \\"z\\\\"},\n{"a":"ü{"}\n]\n')).toEqual(['{"a":"x, [y] \\"z\\\\"}', '{"a":"ü{"}']);
  expect(await read("[\n]\n")).toEqual([]);
});

test.each(["", "{}", '"[]"', "[1", "[1,]", "[,1]", "[1]]", "[1] 2", "x[1]", "[1}", "null", '["a'])(
  "%j is no list",
  async (text) => {
    await expect(read(text)).rejects.toThrow(NoList);
  },
);
