/** What nearly every table of the surveillance has: a key, a number for other systems, times, and who changed the row last. */
import type { Sketch, TableSketch } from "../sketch.ts";

const head = {
  id: "pk",
  uuid: "text! unique = hash",
  creationdate: "ts!",
  changedate: "ts!",
  change_user_id: "int -> users",
};

/** The columns of a table that stands for something, after those that all of them have. */
export const entity = (columns: TableSketch): TableSketch => ({ ...head, ...columns });

const deletable = { deleted: "bool!", deletionreason: "text", otherdeletionreason: "text = sentence" };

/** The same, of what is marked when it is deleted. */
export const deletableEntity = (columns: TableSketch): TableSketch => ({ ...head, ...columns, ...deletable });

/** The same, of what is put away when it is done with. */
export const coreEntity = (columns: TableSketch): TableSketch => ({
  ...deletableEntity(columns),
  archived: "bool!",
  endofprocessingdate: "ts",
  archiveundonereason: "text = sentence",
});

/** Regions and what is in them. */
export const within = (...places: readonly string[]): TableSketch =>
  Object.fromEntries(places.map((place) => [`${place}_id`, `int -> ${place}`]));

/** A line of truth for whoever changed the rows of these tables. */
export function changedBy(tables: Sketch["tables"]): readonly string[] {
  return tables
    .filter(({ columns }) => "change_user_id" in columns)
    .map(({ name }) => `${name}.change_user_id -> users actor`);
}

const PLACES: ReadonlySet<string> = new Set([
  "continent",
  "subcontinent",
  "country",
  "areas",
  "region",
  "district",
  "community",
  "facility",
  "pointofentry",
]);

/** References to places, whose rows are nobody's. */
export function toPlaces(tables: Sketch["tables"]): readonly string[] {
  return tables.flatMap(({ name, columns }) =>
    Object.entries(columns).flatMap(([column, text]) => {
      const to = /-> (\w+)/.exec(text)?.[1] ?? "";
      return PLACES.has(to) ? [`${name}.${column} -> ${to}`] : [];
    }),
  );
}
