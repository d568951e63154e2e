/** A discovery in its wire form. */
import { type Discovery, toldOf } from "@kept/connectors/rights/discover";
import type { SystemTable } from "@kept/contract/systems";
import type { ModelTable } from "@kept/engine/model";
import { listQuestions } from "@kept/engine/questions";
import { findColumn } from "@kept/engine/schema";
import { isActedOn } from "@kept/engine/unreviewed-tables";
import type { StoredDiscovery } from "./stored-discovery.ts";

export function describeDiscovery(discovery: Discovery): StoredDiscovery {
  return {
    schema: discovery.index.model.tables.map((table) => describeTable(discovery, table)),
    findingList: toldOf(discovery).map((finding) => ({ ...finding })),
    questions: listQuestions(discovery.index.model, discovery.findings).length,
  };
}

function describeTable(discovery: Discovery, table: ModelTable): SystemTable {
  const { retain } = table;
  return {
    name: table.name,
    kind: table.kind,
    why: table.why,
    key: [...table.key],
    confirmed: table.confirmed,
    estimatedRows: table.schema.estimatedRows,
    identifiers: table.identifiers.map((one) => ({ ...one, confirmed: one.confirmed && table.reviewed })),
    retain:
      retain === null ? null : { reason: retain.reason, years: retain.years, months: retain.months, days: retain.days },
    edges: (discovery.index.outgoing.get(table.name) ?? []).map((edge) => ({
      id: edge.id,
      columns: [...edge.columns],
      to: edge.to,
      toColumns: [...edge.toColumns],
      role: edge.role,
      origin: edge.origin,
      confirmed: isActedOn(table, edge),
      confidence: edge.confidence,
      why: edge.why,
    })),
    columns: table.columns.map((column) => {
      const schema = findColumn(table.schema, column.name);
      return {
        name: column.name,
        type: schema?.nativeType ?? "",
        nullable: schema?.nullable ?? true,
        category: column.category,
        confidence: column.confidence,
        why: column.why,
        hide: column.hide,
        keep: column.keep,
      };
    }),
  };
}
