import type { SystemTable } from "@kept/contract/systems";
import { describe, expect, it } from "vitest";
import { listProposals } from "./list-proposals.ts";

const edge = {
  id: "1",
  columns: ["customer_id"],
  to: "customers",
  toColumns: ["id"],
  role: "owner",
  origin: "name",
  confidence: 0.8,
  why: "named like it",
} as const;

const orders: SystemTable = {
  name: "orders",
  kind: "personal",
  why: "",
  key: ["id"],
  confirmed: false,
  estimatedRows: null,
  identifiers: [{ kind: "email", column: "contact", confirmed: false }],
  retain: null,
  columns: [],
  edges: [
    { ...edge, columns: [...edge.columns], toColumns: [...edge.toColumns], confirmed: false },
    { ...edge, id: "2", columns: ["seller_id"], toColumns: [...edge.toColumns], confirmed: true },
  ],
};

describe("listProposals", () => {
  it("lists what nobody has confirmed, with its reason", () => {
    expect(listProposals([orders])).toEqual([
      {
        table: "orders",
        proposals: [
          { line: "identifier: contact (email)", why: "finds the person", confidence: null },
          { line: "customer_id → customers as owner", why: "named like it", confidence: 0.8 },
        ],
      },
    ]);
  });

  it("leaves out tables in which everything is confirmed", () => {
    expect(listProposals([{ ...orders, identifiers: [], edges: [] }])).toEqual([]);
  });
});
