/** Strict checks of every message of the protocol, in both directions. */
import type { Finding } from "@kept/engine/model";
import type { AccessTable, ColumnHolding, PersonQuery, RowRef, Scope } from "@kept/engine/rights";
import type { Refused } from "./change-messages.ts";
import {
  type Check,
  count,
  list,
  oneOf,
  orNull,
  pattern,
  record,
  ShapeProblem,
  shape,
  text,
  variant,
  yesOrNo,
} from "./check-shape.ts";
import {
  type Able,
  type CountedTable,
  type DescribedTable,
  type DisposedTable,
  type DispositionGroup,
  type EraseAnswer,
  type EraseDone,
  type EraseMessage,
  type ExportEnd,
  type ExportLine,
  type ExportMessage,
  type FindAnswer,
  type FindMessage,
  type KeepMessage,
  PROTOCOL,
  SERVICE_ERRORS,
  type ServiceCapabilities,
  type ServiceDescription,
  type ServiceError,
  type ServiceErrorCode,
  type StatusAnswer,
  type StatusMessage,
} from "./protocol.ts";

export const NAMES = 10_000;
const PEOPLE = 1_000;
export const name = text(300);
export const sentence = text(2_000);
export const day = pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a date like 2026-01-31");
export const idempotencyKey = pattern(/^[A-Za-z0-9_-]{16,128}$/, "16 to 128 letters, digits, - or _");
export const undoKey = pattern(/^[A-Za-z0-9_-]{43}$/, "32 bytes in base64url");
const instant = pattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/, "an instant like 2026-01-31T12:00:00Z");
const header = text(4_000);

export const rowRef = shape<RowRef>({ table: name, key: list(text(1_000), 32) });

export const person = shape<PersonQuery>({
  identifiers: list(shape({ kind: text(100), value: text(1_000) }), PEOPLE),
  keys: list(rowRef, PEOPLE),
});

export const scope = shape<Scope>({ tables: list(name, NAMES), categories: list(name, NAMES) });

const finding = shape<Finding>({
  code: pattern(/^[a-z][a-z0-9_]{0,99}$/, "a code in lower case with underscores"),
  table: text(300),
  column: text(300),
  message: sentence,
  suggestion: sentence,
  blocks: yesOrNo,
});
export const findings = list(finding, NAMES);

const bareTable = shape<Omit<AccessTable, "holds" | "key">>({
  name,
  rows: count,
  level: oneOf(["own", "view", "act"]),
  columns: list(name, NAMES),
  hidden: list(name, NAMES),
  masked: list(name, NAMES),
  why: sentence,
});

const holding = shape<ColumnHolding>({
  category: name,
  provenance: oneOf(["provided", "observed", "derived", "structure"]),
});

/** Services of before say nothing of what their columns hold, and leave it out. */
const accessTable: Check<AccessTable> = (value, path) => {
  const { holds, ...rest } = record(value, path);
  const table = bareTable(rest, path);
  if (holds === undefined) return table;
  const columns = Object.entries(record(holds, `${path}.holds`));
  const stranger = columns.find(([column]) => !table.columns.includes(column));
  if (stranger !== undefined) throw new ShapeProblem(`${path}.holds`, "names a column that the table does not show");
  const held = columns.map(([column, one]) => [column, holding(one, `${path}.holds.${column}`)] as const);
  return { ...table, holds: Object.fromEntries(held) };
};

const disposition = oneOf(["deleted", "detached", "redacted", "retained"]);

const group: Check<DispositionGroup> = (value, path) => {
  const checked = shape<DispositionGroup>({ disposition, rows: count, why: sentence, until: orNull(day) })(value, path);
  if (checked.rows === 0) throw new ShapeProblem(`${path}.rows`, "must not be 0: leave the group out");
  if (checked.until !== null && checked.disposition !== "retained") {
    throw new ShapeProblem(`${path}.until`, "must be null unless the rows are retained");
  }
  return checked;
};

const disposedTable = shape<DisposedTable>({ name, groups: list(group, 1_000) });

const disposedTables: Check<readonly DisposedTable[]> = (value, path) => {
  const tables = list(disposedTable, NAMES)(value, path);
  if (new Set(tables.map((table) => table.name)).size < tables.length) {
    throw new ShapeProblem(path, "names a table twice");
  }
  return tables;
};

const countedTable = shape<CountedTable>({ name, deleted: count, detached: count, redacted: count, retained: count });

const done = shape<EraseDone>({ state: oneOf(["done"]), tables: disposedTables, residue: findings });

/** True, or the reason why not. */
const able: Check<Able> = (value, path) => (value === true ? value : sentence(value, path));

const abilities = shape<ServiceCapabilities>({
  scope: yesOrNo,
  restriction: able,
  rectification: able,
  residue: able,
  undo: able,
});

/** Services that were written before the last four existed leave them out. */
const capabilities: Check<ServiceCapabilities> = (value, path) => {
  const unsaid = "The service does not say that it can.";
  const undo = "The service keeps nothing of it.";
  return abilities({ restriction: unsaid, rectification: unsaid, residue: unsaid, undo, ...record(value, path) }, path);
};

export const checkDescription: Check<ServiceDescription> = shape<ServiceDescription>({
  protocol: oneOf([PROTOCOL]),
  name,
  identifiers: list(text(100), 1_000),
  tables: list(shape<DescribedTable>({ name, title: name, subject: yesOrNo, categories: list(name, 1_000) }), NAMES),
  capabilities,
});

export const checkFindMessage: Check<FindMessage> = shape<FindMessage>({ person });
export const checkFindAnswer: Check<FindAnswer> = shape<FindAnswer>({ subjects: list(rowRef, NAMES), findings });

export const checkExportMessage: Check<ExportMessage> = shape<ExportMessage>({
  person,
  scope,
  today: day,
  mode: oneOf(["plan", "full"]),
});

export const checkExportLine: Check<ExportLine> = variant<ExportLine>("line", {
  plan: shape({
    line: oneOf(["plan"]),
    plan: shape({ subjects: list(rowRef, NAMES), tables: list(accessTable, NAMES), gaps: findings }),
  }),
  row: shape({ line: oneOf(["row"]), table: name, level: oneOf(["own", "view", "act"]), values: record }),
  end: shape<ExportEnd>({
    line: oneOf(["end"]),
    rows: count,
    contentDigest: header,
    signatureInput: header,
    signature: header,
  }),
});

const keepMessage = shape<KeepMessage>({ key: undoKey, until: instant });

const bareErase = shape<Omit<EraseMessage, "undo">>({
  person,
  scope,
  today: day,
  mode: oneOf(["dry-run", "run"]),
  idempotencyKey,
  approved: orNull(list(countedTable, NAMES)),
});

/** `undo` is left out where nothing is to be kept. */
export const checkEraseMessage: Check<EraseMessage> = (value, path) => {
  const { undo, ...rest } = record(value, path);
  const message = bareErase(rest, path);
  if (message.mode === "run" && message.approved === null)
    throw new ShapeProblem("approved", "must be given for a run");
  if (undo === undefined) return message;
  if (message.mode !== "run") throw new ShapeProblem("undo", "is for a run only");
  return { ...message, undo: keepMessage(undo, "undo") };
};

export const refused: Check<Refused> = shape<Refused>({
  state: oneOf(["refused"]),
  code: oneOf(["plan_blocked", "plan_changed", "person_not_found", "person_ambiguous"]),
  findings,
});

export const checkEraseAnswer: Check<EraseAnswer> = variant<EraseAnswer>("state", {
  planned: shape({ state: oneOf(["planned"]), subjects: list(rowRef, NAMES), tables: disposedTables, findings }),
  done,
  refused,
});

export const checkStatusMessage: Check<StatusMessage> = shape<StatusMessage>({ idempotencyKey });
/** The status of a run of one kind; `done` checks what such a run answers. */
export function statusAnswer<Done extends object>(done: Check<Done>): Check<StatusAnswer<Done>> {
  return variant<StatusAnswer<Done>>("state", {
    unknown: shape({ state: oneOf(["unknown"]) }),
    running: shape({ state: oneOf(["running"]) }),
    done,
  });
}

export const checkStatusAnswer: Check<StatusAnswer<EraseDone>> = statusAnswer(done);

export const checkServiceError: Check<ServiceError> = shape<ServiceError>({
  error: shape({ code: oneOf(Object.keys(SERVICE_ERRORS) as ServiceErrorCode[]), message: sentence }),
});
