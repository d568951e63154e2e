/** A short, stable mark of what inference proposes for a table, so that "accepted" means what was seen and nothing else. */
import type { Inference } from "./infer/infer-system.ts";
import type { SystemSchema } from "./schema.ts";

/**
 * Fingerprint of each table's columns, its edges with their roles, its kind and identifiers. Confidences and categories
 * are left out: they may follow the data from day to day without changing what erasure does.
 */
export function fingerprintTables(schema: SystemSchema, inference: Inference): ReadonlyMap<string, string> {
  const inferred = new Map(inference.tables.map((table) => [table.name, table]));
  const edges = new Map<string, string[]>();
  for (const edge of inference.edges) {
    const list = edges.get(edge.from) ?? [];
    list.push(`${edge.id}:${edge.role}${edge.same ? ":same" : ""}${edge.list === undefined ? "" : ":list"}`);
    edges.set(edge.from, list);
  }
  return new Map(
    schema.tables.map((table) => {
      const proposal = inferred.get(table.name);
      const parts = [
        ...table.columns.map((column) => `${column.name}:${column.kind}:${column.nullable}`),
        ...(edges.get(table.name) ?? []).sort(),
        proposal?.kind ?? "",
        ...(proposal?.identifiers.map((identifier) => `${identifier.kind}=${identifier.column}`) ?? []),
      ];
      return [table.name, hashText(parts.join("\n"))];
    }),
  );
}

/** Two 32-bit FNV-1a passes with different seeds, as hex: tells changes apart, and need not resist an attacker. */
function hashText(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x01000193) ^ (second >>> 15);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
