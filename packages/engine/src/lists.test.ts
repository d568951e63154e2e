import { describe, expect, test } from "vitest";
import { type ListForm, readList, replaceKeys, withoutKeys } from "./lists.ts";

const ARRAY: ListForm = { form: "array", separator: "," };
const JSON_LIST: ListForm = { form: "json", separator: "," };
const TEXT: ListForm = { form: "text", separator: "," };
const BARS: ListForm = { form: "text", separator: "|" };

const without = (list: ListForm, value: string, ...keys: string[]) => withoutKeys(list, value, new Set(keys), false);

describe("a list is read", () => {
  test.each([
    [ARRAY, "{3,17}", ["3", "17"]],
    [ARRAY, "{}", []],
    [ARRAY, '{NULL,"a,b","c\\"d","NULL"}', ["a,b", 'c"d', "NULL"]],
    [ARRAY, "{{3,17},{1,2}}", []],
    [ARRAY, "[2:3]={3,17}", []],
    [JSON_LIST, '[3, "17", 9007199254740993, null, true, {"id": 5}, [6]]', ["3", "17", "9007199254740993"]],
    [JSON_LIST, '["a,b", "c]\\"d"]', ["a,b", 'c]"d']],
    [JSON_LIST, '{"id": 3}', []],
    [JSON_LIST, "[3", []],
    [JSON_LIST, "3", []],
    [TEXT, "3, 17 ,,22", ["3", "17", "22"]],
    [TEXT, "[3, 17]", ["3", "17"]],
    [TEXT, "", []],
    [BARS, "|3|17|", ["3", "17"]],
  ])("%j %s", (list, value, keys) => {
    expect(readList(list, value)).toEqual(keys);
  });
});

describe("a list loses keys", () => {
  test.each([
    [ARRAY, "{3,17,3,33}", "{17,33}"],
    [ARRAY, "{3}", "{}"],
    [ARRAY, '{"3",NULL,"a,3"}', '{NULL,"a,3"}'],
    [ARRAY, "{{3,17},{1,2}}", "{{3,17},{1,2}}"],
    [JSON_LIST, '[3,"3",33,{"id":3}]', '[33,{"id":3}]'],
    [JSON_LIST, "[17, 3]", "[17]"],
    [JSON_LIST, "[3]", "[]"],
    [TEXT, "3, 17, 22", "17, 22"],
    [TEXT, "17, 3, 22", "17, 22"],
    [TEXT, ",3,17,", ",17,"],
    [TEXT, '["3", "17"]', '["17"]'],
    [TEXT, "33,13", "33,13"],
    [BARS, "|3|17|", "|17|"],
  ])("%j %s", (list, value, left) => {
    expect(without(list, value, "3")).toBe(left);
  });

  test("whatever their case, where that is asked for", () => {
    expect(withoutKeys(TEXT, "Ada@example.org, bo@example.org", new Set(["ada@example.org"]), true)).toBe(
      "bo@example.org",
    );
  });
});

test("keys are replaced in a list as a package holds it", () => {
  const hide = (key: string) => (key === "3" ? key : "[another person]");
  expect(replaceKeys(ARRAY, [3, 17, null], hide)).toEqual([3, "[another person]", null]);
  expect(replaceKeys(TEXT, "3, 17", hide)).toBe("3,[another person]");
  expect(replaceKeys(TEXT, "[3, 17]", hide)).toBe('[3, "[another person]"]');
  expect(replaceKeys(ARRAY, "{3,17}", hide)).toBe('{3,"[another person]"}');
  expect(replaceKeys(TEXT, "17,[another person]", (key) => (key === "17" ? key : "-1"))).toBe("17,-1");
});
