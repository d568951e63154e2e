import { describe, expect, it } from "vitest";
import { listParts } from "./list-parts.ts";

const counts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };
const table = (name: string, columns: string[], hidden: string[] = []) => ({
  system: "shop",
  table: name,
  rows: 3,
  counts,
  level: "own" as const,
  why: "",
  columns,
  hidden,
  masked: [],
  until: null,
});

describe("listParts", () => {
  it("has each table once, with the columns that would be handed out", () => {
    const tables = [
      table("messages", ["body", "sent_at", "token"], ["token"]),
      table("orders", ["total"]),
      table("messages", ["body", "read_at"]),
      { ...table("likes", ["did", "row"]), level: "act" as const },
    ];
    expect(listParts({ tables }, []).map(({ table: name, columns }) => [name, columns])).toEqual([
      ["messages", ["body", "sent_at", "read_at"]],
      ["orders", ["total"]],
      ["likes", []],
    ]);
  });

  it("leaves away what is left out already", () => {
    const tables = [table("messages", ["body", "sent_at"]), table("orders", ["total"])];
    const withheld = [
      { system: "shop", table: "messages", columns: ["body"] },
      { system: "shop", table: "orders", columns: [] },
      { system: "crm", table: "messages", columns: [] },
    ];
    expect(listParts({ tables }, withheld)).toEqual([
      { id: '["shop","messages"]', system: "shop", table: "messages", columns: ["sent_at"], label: "shop · messages" },
    ]);
  });
});
