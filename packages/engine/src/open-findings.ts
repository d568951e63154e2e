/** Which of the questions that inference raised the map answers, and which stay open. */
import type { DataMap, TableMap } from "./map.ts";
import type { Finding, OpenType } from "./model.ts";

/** Is the question that inference raised answered by the map? */
export function isSettled(finding: Finding, map: DataMap, types: readonly OpenType[]): boolean {
  const overlay = map.tables[finding.table];
  const namesColumn = overlay?.edges.some((edge) => edge.columns.join(", ") === finding.column) ?? false;
  switch (finding.code) {
    case "table_unclassified":
      return overlay !== undefined && (overlay.public !== null || overlay.subject !== null || overlay.edges.length > 0);
    case "subject_question":
      return overlay !== undefined && (overlay.public !== null || overlay.subject !== null);
    case "key_missing":
      return overlay?.key != null || overlay?.public === true;
    case "polymorphic_unresolved": {
      const open = types.find(({ id }) => id === finding.column);
      const isOpen = open !== undefined && openValues(open, overlay).length > 0;
      return (namesColumn && !isOpen) || overlay?.public === true;
    }
    case "owner_doubtful":
      return namesColumn || overlay?.public === true;
    case "owner_ambiguous":
    case "owner_nullable":
      return (overlay?.edges.length ?? 0) > 0;
    default:
      return false;
  }
}

/**
 * Questions to which inference's own picture is an answer: whoever accepts the table has read it and lets it stand. The
 * finding stays visible. A missing key or permission is a fact, and accepting it would change nothing; of a table that looks
 * personal and is nobody's there is no proposal to accept (ENGINE: it fails closed until the map says whose it is).
 */
export function isProposal(finding: Finding): boolean {
  return ["owner_ambiguous", "owner_nullable", "polymorphic_unresolved"].includes(finding.code);
}

/** Values of a type of which the map does not say what its id means. */
export function openValues({ id, type, values }: OpenType, overlay: TableMap | undefined): readonly string[] {
  const lines = overlay?.edges.filter((edge) => edge.columns.join(", ") === id) ?? [];
  if (lines.some(({ when }) => when[type] === undefined)) return [];
  const said = new Set(lines.flatMap(({ when }) => when[type] ?? []));
  return values.filter((value) => !said.has(value));
}
