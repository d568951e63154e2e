import { expect, test } from "vitest";
import { describeTriggers, readTriggerTargets } from "./trigger-targets.ts";

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
  const change = { name: "onChange", onChange: true, onInsert: false };
  const twice = "INSERT INTO trail VALUES (1); INSERT INTO shop.trail VALUES (1)";
  expect(describeTriggers([{ ...change, text: twice }], known)).toEqual({
    triggers: ["onChange"],
    triggersWrite: ["Trail"],
  });
  expect(describeTriggers([{ ...change, text: "INSERT INTO elsewhere VALUES (1)" }], known)).toEqual({
    triggers: ["onChange"],
  });
  expect(describeTriggers([], known)).toEqual({ triggers: [] });
});

test("triggers that fire when rows come are told apart; one that fires on both is told twice", () => {
  const known = new Map([["trail", "Trail"]]);
  const text = "INSERT INTO trail VALUES (1)";
  expect(
    describeTriggers(
      [
        { name: "come", text, onChange: false, onInsert: true },
        { name: "both", text: "", onChange: true, onInsert: true },
      ],
      known,
    ),
  ).toEqual({ triggers: ["both"], insertTriggers: ["come", "both"], insertTriggersWrite: ["Trail"] });
});
