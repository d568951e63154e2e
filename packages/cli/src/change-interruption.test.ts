/** Restrictions, lifts, corrections and undos that are cut off, at every moment, are settled by the next command. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openShop, type ShopPlace } from "./testing/expect-refusal.ts";
import { CHANGE_MOMENTS, type Moment } from "./testing/kill-at.ts";
import { runChild, type Workplace } from "./testing/run-kept.ts";

const killAt = (moment: Moment) => [
  "--import",
  `${resolve(import.meta.dirname, "testing/kill-at.ts")}?moment=${moment}`,
];

const happened = (moment: Moment) => /^(after-commit|receipt-not-written|change-receipt-written)$/.test(moment);

/** Every row of the shop. */
function look(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = ["customers", "orders", "order_lines"].map((table) => database.prepare(`SELECT * FROM ${table}`).all());
  database.close();
  return structuredClone(rows);
}

/** Names of files in the runs' folders, but for locks. */
function filesOf(place: Workplace): readonly string[] {
  return readdirSync(join(place.dataDir, "runs"), { recursive: true })
    .map(String)
    .filter((name) => /\.(json|sealed|key|part)$/.test(name))
    .map((name) => name.replace(/^.*\//, ""))
    .sort();
}

function receiptsOf(place: Workplace): readonly Record<string, unknown>[] {
  if (!existsSync(join(place.dataDir, "runs"))) return [];
  return readdirSync(join(place.dataDir, "runs"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith("receipt.json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(place.dataDir, "runs", name), "utf8")).receipt);
}

/** All four rights are written down by the same steps: two of them are cut off at each of these, the other two where it differs. */
const isLarge = process.env["KEPT_TEST_LARGE"] !== undefined;
const FEW_MOMENTS = ["first-change", "after-commit", "receipt-not-written"] as const;

interface Case {
  readonly right: string;
  /** Every moment, or a few of them unless the tests run at length. */
  readonly moments: "every" | "few";
  /** What comes first; answers the command that is cut off. */
  prepare(place: ShopPlace): Promise<readonly string[]>;
}

const at = (place: ShopPlace, command: string, ...more: readonly string[]) => [command, ...place.on, ...more];

const CASES: readonly Case[] = [
  {
    right: "restriction",
    moments: "every",
    prepare: async (place) => at(place, "restrict", "--id", "customers:1", "--yes"),
  },
  {
    right: "rectification",
    moments: "few",
    prepare: async (place) =>
      at(place, "rectify", "--id", "customers:1", "--set", "contact.email=new@example.org", "--yes"),
  },
  {
    right: "lift",
    moments: "few",
    async prepare(place) {
      await place.keptJson(0, ...at(place, "restrict", "--id", "customers:1", "--yes"));
      return at(place, "lift", "--id", "customers:1", "--yes");
    },
  },
  {
    right: "undo",
    moments: "every",
    async prepare(place) {
      await place.keptJson(0, ...at(place, "erase", "--id", "customers:1", "--yes", "--undo-window", "P7D"));
      const { runs } = (await place.keptJson(0, ...at(place, "undo"))) as { runs: readonly { run: string }[] };
      return at(place, "undo", runs[0]?.run ?? "", "--yes");
    },
  },
];

describe.each(CASES)("a $right that is killed", ({ right, moments, prepare }) => {
  test.each(isLarge || moments === "every" ? CHANGE_MOMENTS : FEW_MOMENTS)("at %s", async (moment) => {
    using place = openShop();
    const command = await prepare(place);
    const before = look(place.shop);
    const receipts = receiptsOf(place);
    const cut = await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    expect(cut.signal).toBe("SIGKILL");
    const changed = JSON.stringify(look(place.shop)) !== JSON.stringify(before);
    expect(changed).toBe(happened(moment));

    const next = await place.kept(...command);
    if (happened(moment)) expect(next.err).toContain("cut off after it was done");
    else if (moment !== "change-not-sealed" && !(/ion$/.test(right) && moment === "first-change"))
      // The first statement of a restriction and of a correction is a try that is rolled back.
      expect(next.err).toContain("cut off before it changed anything");
    const done = receiptsOf(place).slice(receipts.length);
    expect(done).toMatchObject([{ right, system: "shop" }]);
    expect(Number(done[0]?.["rows"])).toBeGreaterThan(0);
    expect(filesOf(place).filter((name) => /change\.sealed|\.part$/.test(name))).toEqual([]);
    const after = look(place.shop);
    expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
    // Nothing is done twice.
    const again = await place.kept(...command);
    expect(again.err).not.toContain("cut off");
    expect(look(place.shop)).toEqual(after);
    expect(receiptsOf(place)).toHaveLength(receipts.length + 1);
  });
});

test.each(["after-commit", "receipt-not-written", "receipt-written"] as const)(
  "an erasure with a window that is killed at %s can be undone all the same",
  async (moment) => {
    using place = openShop();
    const before = look(place.shop);
    const command = at(place, "erase", "--id", "customers:1", "--yes", "--undo-window", "P7D");
    await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    expect(look(place.shop)).not.toEqual(before);
    expect((await place.kept(...at(place, "undo"))).err).toContain("cut off after it was done");
    const { runs } = (await place.keptJson(0, ...at(place, "undo"))) as { runs: readonly { run: string }[] };
    await place.keptJson(0, ...at(place, "undo", runs[0]?.run ?? "", "--yes"));
    expect(sorted(look(place.shop))).toEqual(sorted(before));
  },
);

const sorted = (tables: unknown) =>
  (tables as unknown[][]).map((rows) => rows.map((row) => JSON.stringify(row)).sort());
