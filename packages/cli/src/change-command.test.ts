/** What the commands of changes share. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlanRefused } from "@kept/connectors/rights-system";
import { expect, test } from "vitest";
import { carryOutChange } from "./change-command.ts";
import type { Output } from "./print.ts";
import { openTarget } from "./target.ts";
import { createSmallShop } from "./testing/small-shop.ts";

test("a change that is refused when it was sealed already leaves no trace", async () => {
  const place = mkdtempSync(join(tmpdir(), "kept-change-"));
  try {
    const shop = join(place, "shop.db");
    createSmallShop(shop);
    await using rights = await openTarget(shop, {});
    const said: string[] = [];
    const output: Output = {
      out: () => {},
      err: (text) => void said.push(text),
      hasColours: false,
      hasProgress: false,
      isClosed: () => false,
    };
    const folder = join(place, "runs");
    const facts = { kind: "undo", of: "an earlier one", subjects: [], receipt: {} } as const;
    const done = await carryOutChange(rights.lifecycle, place, folder, facts, output, async ({ seal }) => {
      await seal({
        system: "shop",
        complete: false,
        tables: [],
        added: [],
        order: [],
        cuts: {},
        recounts: [],
        suspendForeignKeys: false,
      });
      expect(readdirSync(folder)).toHaveLength(1);
      throw new PlanRefused("plan_blocked", "It has changed.", [], null);
    });
    expect(done).toBe(3);
    expect(said.join("")).toContain("It has changed.");
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
