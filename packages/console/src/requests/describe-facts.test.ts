import { requestEntries } from "@kept/contract/request-entries";
import { describe, expect, it } from "vitest";
import { describeFacts } from "./describe-facts.ts";

const counts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };

describe("describeFacts", () => {
  it.each([
    [
      "planned",
      { version: 1, rows: 211, findings: 0, blocking: 0, outcome: "awaiting_approval" },
      "211 rows, version 1",
    ],
    [
      "planned",
      { version: 2, rows: 1, findings: 3, blocking: 1, outcome: "blocked" },
      "1 row, 3 findings, 1 finding to answer, version 2",
    ],
    ["submitted", { kind: "access", channel: "centre" }, "Privacy centre"],
    ["verified", { how: "link", dueOn: "2026-12-22" }, "link, due 22 Dec 2026"],
    ["approved", { version: 1, runsAt: null }, "version 1"],
    ["refused", { reason: "law_forbids" }, "A law forbids it"],
    ["system-unreachable", { system: "crm", code: "system_unreachable" }, "crm: system_unreachable"],
    [
      "step-completed",
      { system: "crm", verified: false, rows: 3, ...counts, deleted: 1200, retained: 2 },
      "crm, 1,200 deleted, 2 retained, not verified",
    ],
    ["package-ready", { sha256: "ab", bytes: 1400, files: 3, rows: 1 }, "1 row, 3 files, 1.4 kB"],
    ["rows-viewed", { system: "crm", table: "orders", rows: 25 }, "25 rows of crm.orders"],
    ["done", { receipt: "r", receiptHash: "h" }, ""],
    ["not-known-here", { colour: "blue" }, "colour blue"],
  ])("%s", (event, facts, text) => {
    expect(describeFacts(event, facts)).toBe(text);
  });

  it("has words for every entry that tells anything, and shows no hash", () => {
    for (const [type, { data }] of Object.entries(requestEntries)) {
      const hashes = Object.keys(data.shape).map((name) => [name, /hash|sha/i.test(name) ? "f00ba4" : null]);
      const text = describeFacts(type.slice("request.".length), Object.fromEntries(hashes));
      expect(text, type).not.toMatch(/f00ba4|null|undefined/);
    }
  });
});
