import type { ResidueScan, SystemResidue } from "@kept/contract/residue-scans";
import { expect, test } from "vitest";
import { describeScan, listKept, listPlaces } from "./describe-residue.ts";

const SYSTEM: SystemResidue = {
  system: "shop",
  state: "scanned",
  problem: null,
  tables: 3,
  columns: 1200,
  places: [
    { table: "users", column: "email", rows: 1, planned: 1, keys: [], categories: ["contact.email"] },
    { table: "log", column: "line", rows: 3, planned: 1, keys: [["1", "2"]], categories: ["contact.email", "text"] },
  ],
  unread: [],
  short: 0,
};
const SCAN: ResidueScan = {
  requestId: "req_1",
  state: "done",
  startedAt: "2026-11-22T10:00:00.000Z",
  completedAt: "2026-11-22T10:01:00.000Z",
  plusTags: false,
  systems: [SYSTEM],
};
const at = () => "today";

test("rows that a plan accounts for are no residue", () => {
  expect(listPlaces(SYSTEM)).toEqual([{ column: "log.line", rows: 2, what: "contact.email, text", keys: "1,2 …" }]);
});

test("what the law keeps is told with its rule and its last day", () => {
  const kept = [
    { rows: 2, reason: "Tax law", until: "2036-01-05" },
    { rows: 1, reason: "A court case", until: null },
  ];
  const orders = {
    table: "orders",
    column: "note",
    rows: 3,
    planned: 3,
    kept,
    keys: [],
    categories: ["contact.email"],
  };
  expect(listKept({ places: [orders] })).toEqual([
    "orders.note: 2 rows, kept by law (Tax law), until 2036-01-05 at the latest",
    "orders.note: 1 row, kept by law (A court case)",
  ]);
  expect(listPlaces({ places: [orders] })).toEqual([]);
});

test("a scan in one sentence", () => {
  expect(describeScan({ ...SCAN, state: "running", completedAt: null }, at)).toContain("Searching");
  expect(describeScan(SCAN, at)).toBe(
    "Searched 1,200 columns today: 2 rows still hold something that identifies the person.",
  );
  const clean = { ...SYSTEM, places: SYSTEM.places.slice(0, 1) };
  expect(describeScan({ ...SCAN, systems: [clean] }, at)).toContain("nothing was found but in rows that a plan");
  const unable: SystemResidue = { ...SYSTEM, system: "club", state: "unable", columns: 0, places: [] };
  expect(describeScan({ ...SCAN, systems: [unable] }, at)).toBe(
    "Searched 0 columns today: nothing was found. club could not be searched.",
  );
  expect(describeScan({ ...SCAN, systems: [] }, at)).toContain("deleted with the person");
});
