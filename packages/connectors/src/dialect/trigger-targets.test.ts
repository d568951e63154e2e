import { expect, test } from "vitest";
import { readTriggerTargets, resolveTargets } from "./trigger-targets.ts";

test("the tables that a trigger's text writes, however it names them", () => {
  const text = `BEGIN
    -- INSERT INTO nowhere
    INSERT INTO trail (data) SELECT 1 FROM users;
    insert ignore into \`order log\` VALUES (1); INSERT OR REPLACE INTO [old rows] VALUES (1);
    UPDATE ONLY "audit"."Rows" SET a = 1; update or ignore counts set n = n + 1;
    REPLACE INTO shop.trail VALUES (2); /* UPDATE hidden SET a = 1 */
    MERGE INTO sums USING x ON true;
    DELETE FROM gone; SELECT 1 FROM seen FOR UPDATE;
  END`;
  expect(readTriggerTargets(text)).toEqual([
    "trail",
    "order log",
    "old rows",
    "audit.rows",
    "counts",
    "shop.trail",
    "sums",
  ]);
});

test("what is no table of the system is left out", () => {
  const known = new Map([
    ["trail", "Trail"],
    ["shop.trail", "Trail"],
  ]);
  expect(resolveTargets(["INSERT INTO trail VALUES (1); INSERT INTO shop.trail VALUES (1)"], known)).toEqual({
    triggersWrite: ["Trail"],
  });
  expect(resolveTargets(["INSERT INTO elsewhere VALUES (1)"], known)).toEqual({});
});
