/** Maps for databases that are built from a model. */
import type { ColumnMap, DataMap, EdgeMap, TableMap } from "@kept/engine/map";
import { type Edge, edgeId, type Model } from "@kept/engine/model";

const NO_COLUMN: ColumnMap = { category: null, hide: null, keep: null, counter: null };

/** The map that says all of a model, and takes back what inference would add to it. */
export function mapOfModel(model: Model, inferred: Model): DataMap {
  const said = (inferred: Edge) => model.edges.some((edge) => edgeId(edge) === edgeId(inferred));
  const tables = model.tables.map((table): [string, TableMap] => {
    const edges = model.edges.filter(({ from }) => from === table.name).map((edge): EdgeMap => edge);
    const extra = inferred.edges
      .filter((edge) => edge.from === table.name && !said(edge))
      .map((edge): EdgeMap => ({ ...edge, role: "none", when: {} }));
    return [
      table.name,
      {
        subject: table.kind === "subject",
        public: null,
        key: table.key,
        identifiers:
          table.kind === "subject"
            ? Object.fromEntries(table.identifiers.map(({ kind, column }) => [kind, column]))
            : null,
        retain: null,
        edges: [...edges, ...extra],
        columns: Object.fromEntries(
          table.columns.map(({ name, category, counter, blob, copyOf }) => [
            name,
            {
              ...NO_COLUMN,
              category,
              counter,
              ...(blob === undefined ? {} : { blob }),
              ...(copyOf === undefined ? {} : { copyOf }),
            },
          ]),
        ),
      },
    ];
  });
  return { system: null, naming: [], accepted: {}, tables: Object.fromEntries(tables) };
}
