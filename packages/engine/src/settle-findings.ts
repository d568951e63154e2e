/** How each finding is settled: by the answer to a question, or, where no answer can, by something else that is said here. */
import type { Finding } from "./model.ts";

/** Findings that a question answers: of the system as a whole, or of the place that the finding names. */
const ASKED: readonly string[] = [
  "subject_question",
  "subject_unconfirmed",
  "naming_question",
  "owner_doubtful",
  "edge_unconfirmed",
  "edge_proposed",
  "table_unclassified",
  "owner_ambiguous",
  "owner_nullable",
  "polymorphic_unresolved",
  "key_missing",
  "key_not_unique",
  "category_unclear",
  "column_not_blanked",
];

const MAP = "Correct that line of the map.";
const IN_DATABASE = "Whoever runs the database changes it there; then look again.";
const IN_APPLICATION = "Whoever runs the application sees to it there; then plan again.";
const PERSON = "Name the person anew.";
const REQUEST = "Say it anew in the request.";
const SERVICE = "Whoever runs that service sees to it; then plan again.";
const LOOK = "Stops nothing; worth a look.";
const NOTHING = "Nothing has to be done.";
const TARGET = "Import into another database, or make that one fit.";

/** What to do about the others. */
const ADVICE: Readonly<Record<string, string>> = {
  tables_unreviewed: "Look at what is proposed for the system, and accept it.",
  table_changed: "Look at what is proposed now, and accept it again.",
  table_new: "Look at what is proposed for it, and accept it or say in the map what it holds.",
  map_table_unknown: MAP,
  map_column_unknown: MAP,
  map_edge_malformed: MAP,
  map_naming_unmatched: MAP,
  map_category_unknown: MAP,
  map_blank_refused: MAP,
  map_blob_refused: MAP,
  blob_store_unknown: "Name that store among the systems of the configuration, or with --files on the command line.",
  blob_name_unclear:
    "Say in the map what stands before the names of files, or whoever runs the application corrects the value.",
  blob_elsewhere: LOOK,
  file_unmapped: "Say in the map in which store these files are, or that the column names none.",
  file_not_restricted: "Whoever runs the store of files takes them out of use there, if they are not to be used.",
  file_refused: "Whoever runs the store of files puts files in the place of folders and links; then plan again.",
  file_missing: LOOK,
  file_remains: "Find out what puts the file there again; then plan again.",
  file_left_out: LOOK,
  files_not_given_back: "Erase without an undo window.",
  permission_missing: IN_DATABASE,
  table_not_transactional: IN_DATABASE,
  cycle_stuck: IN_DATABASE,
  value_refused: "Say in the map what the column is to hold, or change what the database asks for.",
  trigger_noticed: LOOK,
  view_keeps_rows: LOOK,
  cascade_reaches_others: NOTHING,
  soft_delete_noticed: NOTHING,
  person_not_found: PERSON,
  person_ambiguous: PERSON,
  table_unknown: PERSON,
  table_not_subject: PERSON,
  key_malformed: PERSON,
  scope_row_not_theirs: REQUEST,
  column_unknown: REQUEST,
  category_missing: REQUEST,
  rectification_row_missing: REQUEST,
  rectification_row_unclear: REQUEST,
  rectification_column_unclear: REQUEST,
  correction_unsaid: REQUEST,
  restriction_stands: "Lift the restriction first.",
  rectification_key: IN_APPLICATION,
  rectification_reference: IN_APPLICATION,
  rectification_file: IN_APPLICATION,
  value_inside_text: IN_APPLICATION,
  copy_differs: LOOK,
  value_stays_inside: LOOK,
  residue_found: "Find out what wrote it or left it, and erase again.",
  rows_remain: SERVICE,
  verification_failed: SERVICE,
  right_unsupported: SERVICE,
  scope_unsupported: SERVICE,
  value_altered: IN_DATABASE,
  others_stay_erased: NOTHING,
  table_gone: IN_DATABASE,
  row_taken: IN_DATABASE,
  row_gone: LOOK,
  value_newer: LOOK,
  value_taken: IN_DATABASE,
  parent_gone: IN_DATABASE,
  nobody_named: IN_DATABASE,
  value_not_restored: LOOK,
  import_row_exists: TARGET,
  import_somebody_missing: TARGET,
  import_value_missing: TARGET,
  import_row_missing: TARGET,
  undo_unsupported: NOTHING,
  undo_over: NOTHING,
  undo_unknown: NOTHING,
  undo_unopened: NOTHING,
  system_away: NOTHING,
  left_out_derived: LOOK,
  left_out_other_basis: LOOK,
  left_out_others: LOOK,
};

/** Does a question of its system answer it? */
export function isAsked({ code }: Pick<Finding, "code">): boolean {
  return ASKED.includes(code);
}

/** What to do about a finding that no question answers; null for the others, and for what a service of its own says. */
export function adviseOn({ code }: Pick<Finding, "code">): string | null {
  return ADVICE[code] ?? null;
}

/** Every code that is settled in one way or the other. */
export const SETTLED_CODES: readonly string[] = [...ASKED, ...Object.keys(ADVICE)];
