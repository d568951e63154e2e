import { describe, expect, test } from "vitest";
import {
  addToIndex,
  createKeyIndex,
  findPointedAt,
  holds,
  matchChildren,
  matchParents,
  readEdgeKeys,
} from "./edge-values.ts";
import type { Edge } from "./model.ts";
import { model, table } from "./testing/build-model.ts";

function edgeOf(column: string): Edge {
  const built = model(
    table("users", { id: "int pk" }),
    table("rows", { id: "int pk", ref: `text -> users owner ${column}` }),
  );
  const [edge] = built.edges;
  if (edge === undefined) throw new Error("no edge");
  return edge;
}

describe("readEdgeKeys", () => {
  test("reads nothing from NULL and everything from a plain key, 0 and empty text included", () => {
    const edge = edgeOf("");
    expect(readEdgeKeys(edge, [null])).toEqual([]);
    expect(readEdgeKeys(edge, ["0"])).toEqual([["0"]]);
    expect(readEdgeKeys(edge, [""])).toEqual([[""]]);
  });

  test("reads a key inside a string", () => {
    const edge = edgeOf("pattern=user/{}.png");
    expect(readEdgeKeys(edge, ["user/12.png"])).toEqual([["12"]]);
    expect(readEdgeKeys(edge, ["user/.png"])).toEqual([]);
    expect(readEdgeKeys(edge, ["my-user/12.png"])).toEqual([]);
    expect(readEdgeKeys(edgeOf("pattern=*user:{}*"), ["user:1, user:22!"])).toEqual([["1"], ["22"]]);
  });

  test("reads JSON with every digit, and nothing that only looks like a path", () => {
    const edge = edgeOf("path=user.id");
    expect(readEdgeKeys(edge, ['{"user":{"id":9007199254740993}}'])).toEqual([["9007199254740993"]]);
    expect(readEdgeKeys(edge, ['{"user":{"id":"a"}}'])).toEqual([["a"]]);
    for (const text of ['{"user":{"id":null}}', '{"user":[]}', "[]", "null", "{", '{"user":{"id":{}}}']) {
      expect(readEdgeKeys(edge, [text])).toEqual([]);
    }
    expect(readEdgeKeys(edgeOf("path=constructor.name"), ["{}"])).toEqual([]);
  });
});

describe("questions", () => {
  test("a key with signs of its own changes neither pattern nor expression", () => {
    const strict = edgeOf("pattern=user/{}");
    expect(matchChildren(strict, [["$&"]])).toMatchObject({ in: [["user/$&"]] });
    const loose = edgeOf("pattern=*u_{}*");
    expect(matchChildren(loose, [["a%b"]])).toMatchObject({ kind: "like", patterns: ["%u\\_a\\%b%"] });
    const index = createKeyIndex<string>();
    addToIndex(index, loose, ["a.b"], "found");
    expect(findPointedAt(index, loose, ["see u_a.b here"])).toEqual(["found"]);
    expect(findPointedAt(index, loose, ["see u_axb here"])).toEqual([]);
  });

  test("parents are asked for by what is there", () => {
    expect(matchParents(edgeOf("match"), [[" A@example.org "], [null]])).toMatchObject({
      in: [["a@example.org"]],
      fold: true,
    });
    expect(matchParents(edgeOf(""), [[null]])).toBeNull();
  });

  test("a condition can ask for NULL", () => {
    expect(holds({ kind: [null, "a"] }, () => null)).toBe(true);
    expect(holds({ kind: ["a"] }, () => null)).toBe(false);
    expect(holds({}, () => null)).toBe(true);
  });
});
