import type { RequestPlan } from "@kept/contract/requests";
import { describe, expect, it } from "vitest";
import { NO_ROWS } from "./dispositions.ts";
import { maskedColumns, type PlanTable, planBar, summarisePlan } from "./summarise-plan.ts";

function table(system: string, name: string, rows: number, more: Partial<PlanTable> = {}): PlanTable {
  const rest = { level: null, why: "", columns: [], hidden: [], masked: [], until: null };
  return { system, table: name, rows, counts: NO_ROWS, ...rest, ...more };
}

function plan(act: RequestPlan["act"], tables: readonly PlanTable[], more: Partial<RequestPlan> = {}): RequestPlan {
  return { version: 1, act, tables: [...tables], repairs: [], findings: [], ...more };
}

const finding = { system: "shop", code: "edge_unconfirmed", table: "t", column: "c", message: "m", suggestion: "s" };

describe("summarisePlan", () => {
  it("says how many rows are read, and leaves out tables without any", () => {
    const summary = summarisePlan(
      plan("read", [table("shop", "orders", 3), table("crm", "people", 1), table("crm", "x", 0)]),
    );
    expect(summary.sentence).toBe("4 rows from 2 tables of 2 systems will go into the package.");
    expect(summary.systems.map((system) => system.system)).toEqual(["shop", "crm"]);
    const one = plan("read", [table("shop", "orders", 3)]);
    expect(summarisePlan(one, "carried-out").sentence).toBe("3 rows from 1 table of 1 system went into the package.");
    expect(summarisePlan(one, "dropped").sentence).toContain("would have gone");
  });

  it("counts a table once, at however many levels its rows stand in the plan", () => {
    const levels = (["own", "view", "act"] as const).map((level) => table("shop", "posts", 2, { level }));
    const summary = summarisePlan(plan("read", [...levels, table("crm", "posts", 1)]));
    expect(summary.sentence).toBe("7 rows from 2 tables of 2 systems will go into the package.");
  });

  it("adds up what becomes of rows and names the last day of retention", () => {
    const summary = summarisePlan(
      plan("erase", [
        table("shop", "orders", 1200, { counts: { ...NO_ROWS, deleted: 1100, redacted: 100 } }),
        table("shop", "invoices", 2, { counts: { ...NO_ROWS, retained: 2 }, until: "2034-12-31" }),
        table("shop", "refunds", 1, { counts: { ...NO_ROWS, retained: 1 }, until: "2030-12-31" }),
      ]),
    );
    expect(summary.counts).toEqual({ deleted: 1100, detached: 0, redacted: 100, retained: 3 });
    expect(summary.retainedUntil).toBe("2034-12-31");
    expect(summary.sentence).toBe(
      "Of 1,203 rows in 3 tables of 1 system: 1,100 deleted, 100 redacted, 3 retained until 31 Dec 2034 at the latest.",
    );
  });

  it("puts the largest table first and equal ones in the order of their names", () => {
    const [system] = summarisePlan(plan("read", [table("s", "b", 1), table("s", "a", 1), table("s", "c", 9)])).systems;
    expect(system?.tables.map((entry) => entry.table)).toEqual(["c", "a", "b"]);
    expect(system?.largest).toBe(9);
  });

  it("counts an erasing plan by dispositions, so that the parts of a bar fill it", () => {
    const counts = { ...NO_ROWS, deleted: 2, detached: 1 };
    const summary = summarisePlan(plan("erase", [table("archive", "chats", 1, { counts })]));
    const parts = planBar("erase", summary.rows, summary.counts);
    expect(parts.reduce((sum, part) => sum + part.value, 0)).toBe(summary.rows);
  });

  it("separates findings that block from notes", () => {
    const findings = [
      { ...finding, blocks: true },
      { ...finding, blocks: false },
    ];
    const summary = summarisePlan(plan("erase", [], { findings }));
    expect([summary.blocking.length, summary.notes.length]).toEqual([1, 1]);
    // Nobody knows yet whether there are rows.
    expect(summary.sentence).toBe("Nothing is planned as long as a finding has to be answered.");
    expect(summarisePlan(plan("erase", [])).sentence).toBe("No row of any system belongs to this person.");
  });
});

describe("maskedColumns", () => {
  const masked = ["author_id", "edited_by"];
  const why = "posts.author_id -> accounts: is theirs";

  it("leaves out the column by which the rows were found: it holds the person", () => {
    expect(maskedColumns(table("shop", "posts", 1, { level: "own", masked, why }))).toEqual(["edited_by"]);
  });

  it("keeps all of them on rows that are only shared", () => {
    expect(maskedColumns(table("shop", "posts", 1, { level: "view", masked, why }))).toEqual(masked);
  });
});
