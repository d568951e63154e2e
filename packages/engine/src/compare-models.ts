/** What another map makes of the same system: table by table, how whose rows are whose differs. */
import type { Edge, Model, TableKind } from "./model.ts";

export interface TableChange {
  readonly table: string;
  readonly kind: { readonly was: TableKind; readonly is: TableKind };
  /** References that say something of people, as `columns -> table: role`. */
  readonly edges: {
    readonly added: readonly string[];
    readonly withdrawn: readonly string[];
    readonly changed: readonly string[];
    /** In the same role, and no proposal any more. */
    readonly confirmed: readonly string[];
  };
  readonly identifiers: { readonly added: readonly string[]; readonly gone: readonly string[] };
}

/** Tables in which something is different, in the order of the schema. Both models are of one schema. */
export function compareModels(before: Model, after: Model): readonly TableChange[] {
  const tables = new Map(before.tables.map((table) => [table.name, table]));
  const edgesBefore = Map.groupBy(before.edges.filter(isTelling), ({ from }) => from);
  const edgesAfter = Map.groupBy(after.edges.filter(isTelling), ({ from }) => from);
  return after.tables.flatMap((table): readonly TableChange[] => {
    const old = tables.get(table.name);
    if (old === undefined) return [];
    const was = new Map((edgesBefore.get(table.name) ?? []).map((edge) => [edge.id, edge]));
    const is = new Map((edgesAfter.get(table.name) ?? []).map((edge) => [edge.id, edge]));
    const known = nameIdentifiers(old.identifiers);
    const now = nameIdentifiers(table.identifiers);
    const both = [...is.values()].flatMap((edge) => {
      const other = was.get(edge.id);
      return other === undefined ? [] : [{ edge, other }];
    });
    const edges = {
      added: [...is.values()].filter(({ id }) => !was.has(id)).map(tell),
      withdrawn: [...was.values()].filter(({ id }) => !is.has(id)).map(tell),
      changed: both
        .filter(({ edge, other }) => roleOf(edge) !== roleOf(other))
        .map(({ edge, other }) => `${tell(edge)}, was ${roleOf(other)}`),
      confirmed: both
        .filter(({ edge, other }) => roleOf(edge) === roleOf(other) && edge.confirmed && !other.confirmed)
        .map(({ edge }) => tell(edge)),
    };
    const identifiers = {
      added: now.filter((one) => !known.includes(one)),
      gone: known.filter((one) => !now.includes(one)),
    };
    const isSame =
      old.kind === table.kind &&
      [...Object.values(edges), ...Object.values(identifiers)].every((list) => list.length === 0);
    return isSame ? [] : [{ table: table.name, kind: { was: old.kind, is: table.kind }, edges, identifiers }];
  });
}

const isTelling = ({ role, same }: Edge) => role !== "context" || same;

const roleOf = ({ role, same }: Edge) => (same ? `${role}, the same person` : role);

function tell(edge: Edge): string {
  const when = Object.entries(edge.when).map(([column, values]) => ` when ${column} = ${values.join(" or ")}`);
  return `${edge.columns.join(", ")} -> ${edge.to}: ${roleOf(edge)}${when.join("")}`;
}

function nameIdentifiers(identifiers: Model["tables"][number]["identifiers"]): readonly string[] {
  return identifiers.map(({ kind, column }) => (kind === column ? column : `${column} (${kind})`));
}
