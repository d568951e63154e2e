import type { SystemTable } from "@kept/contract/systems";
import { describe, expect, it } from "vitest";
import { layoutGraph, NODE } from "./layout-graph.ts";
import type { EdgeRole } from "./system-texts.ts";

function table(
  name: string,
  kind: SystemTable["kind"],
  edges: readonly (readonly [to: string, role: EdgeRole])[] = [],
): SystemTable {
  return {
    name,
    kind,
    why: "",
    key: ["id"],
    confirmed: true,
    estimatedRows: null,
    identifiers: [],
    retain: null,
    columns: [],
    edges: edges.map(([to, role], index) => ({
      id: String(index),
      columns: [`${to}_id`],
      to,
      toColumns: ["id"],
      role,
      origin: "declared",
      confirmed: true,
      confidence: 1,
      why: "",
    })),
  };
}

const shop = [
  table("order_items", "personal", [["orders", "part"]]),
  table("orders", "personal", [
    ["customers", "owner"],
    ["addresses", "holds"],
    ["products", "context"],
  ]),
  table("customers", "subject", [["customers", "actor"]]),
  table("addresses", "personal"),
  table("products", "lookup"),
];

describe("layoutGraph", () => {
  const layout = layoutGraph(shop);
  const x = (name: string) => layout.tables.find((placed) => placed.table.name === name)?.x ?? Number.NaN;

  it("places people at the left and the others by their distance from them", () => {
    expect(x("customers")).toBeLessThan(x("orders"));
    expect(x("orders")).toBeLessThan(x("order_items"));
    expect(x("addresses")).toBe(x("order_items"));
  });

  it("leaves out what is not connected with people, and edges that lead there", () => {
    expect(layout.apart.map((entry) => entry.name)).toEqual(["products"]);
    expect(layout.edges.map((edge) => edge.to)).not.toContain("products");
  });

  it("draws a table's edge to itself", () => {
    expect(layout.edges.find((edge) => edge.from === "customers" && edge.to === "customers")?.path).toMatch(/^M\d/);
  });

  it("never lets two tables overlap, nor leave the picture", () => {
    const people = Array.from({ length: 3 }, (_, index) => table(`people_${index}`, "subject"));
    const many = Array.from({ length: 300 }, (_, index) =>
      table(`table_${index}`, "personal", [[index < 40 ? `people_${index % 3}` : `table_${index % 40}`, "owner"]]),
    );
    const large = layoutGraph([...people, ...many]);
    expect(large.tables).toHaveLength(303);
    const places = new Set(large.tables.map((placed) => `${placed.x}/${Math.round(placed.y)}`));
    expect(places.size).toBe(303);
    for (const placed of large.tables) {
      expect(placed.x + NODE.width).toBeLessThanOrEqual(large.width);
      expect(placed.y + NODE.height).toBeLessThanOrEqual(large.height);
    }
  });

  it("ends on references in a circle, and on nothing at all", () => {
    const circle = [
      table("people", "subject"),
      table("a", "personal", [
        ["b", "part"],
        ["people", "owner"],
      ]),
      table("b", "personal", [["a", "part"]]),
    ];
    expect(layoutGraph(circle).tables).toHaveLength(3);
    expect(layoutGraph([]).tables).toEqual([]);
  });
});
