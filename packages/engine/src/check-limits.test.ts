/** Limits in the texts of check constraints, as each kind of database spells them. */
import { expect, test } from "vitest";
import { limitsOf } from "./check-limits.ts";

const value = (check: string, column = "age") =>
  limitsOf([check], column).value.map(({ operator, literal }) => `${operator} ${literal}`);
const length = (check: string, column = "name") =>
  limitsOf([check], column).length.map(({ operator, literal }) => `${operator} ${literal}`);

test.each([
  ["age >= 18", [">= 18"]],
  ["CHECK (((age >= 18) AND (age <= 120)))", [">= 18", "<= 120"]],
  ["`age` between 18 and 120", [">= 18", "<= 120"]],
  [`"age" > -1 AND 99 > "age"`, ["> -1", "< 99"]],
  ["CHECK ((age > (0)::numeric))", ["> 0"]],
  ["CHECK ((age >= ('-90'::integer)::double precision))", [">= -90"]],
  ["CHECK ((age <> 0))", ["<> 0"]],
  ["age != 0", ["<> 0"]],
  ["CHECK ((age > '1900-01-01'::date))", ["> 1900-01-01"]],
  ["CHECK ((age > '1900-01-01 00:00:00'::timestamp without time zone))", ["> 1900-01-01 00:00:00"]],
  ["[age] > 5", ["> 5"]],
  ["AGE > 5 AND other_age < 3 AND age < t", ["> 5"]],
])("%s", (check, expected) => {
  expect(value(check)).toEqual(expected);
});

test.each([
  ["CHECK ((length(name) > 2))", ["> 2"]],
  ["CHECK ((char_length((name)::text) >= 3))", [">= 3"]],
  ["CHECK ((length(TRIM(BOTH FROM name)) > 0))", ["> 0"]],
  ["char_length(trim(`name`)) between 3 and 60", [">= 3", "<= 60"]],
  ["octet_length(`name`) >= 10 and octet_length(`line`) < 4", [">= 10"]],
  ["length(name) = 5 AND name <> 'x'", ["= 5"]],
])("%s", (check, expected) => {
  expect(length(check)).toEqual(expected);
});

test("nothing is concluded from what is not understood", () => {
  for (const check of [
    "age > 5 OR other > 3",
    "NOT (age > 5)",
    "abs(age) > 5",
    "age + 1 > 5",
    "age > other",
    "age > 5 * 2",
    "age IN (1, 2)",
    "age IS NULL OR age > 5",
    "CASE WHEN kind = 'x' THEN age > 5 ELSE true END",
    "page > 5",
    "coalesce(age, 0) > 5",
  ])
    expect([check, value(check)]).toEqual([check, []]);
  expect(length("length(name) + length(other) > 5")).toEqual([]);
});
