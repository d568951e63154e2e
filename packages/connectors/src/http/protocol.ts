/** The messages between Kept and a service that answers rights itself, version 1. `docs/http-system.md` explains each. */
import type { Finding } from "@kept/engine/model";
import type {
  AccessRow,
  AccessTable,
  Disposition,
  DispositionCounts,
  PersonQuery,
  RowRef,
  Scope,
} from "@kept/engine/rights";
import type { LiftDone, RectifyDone, Refused, RestoreDone, RestrictDone } from "./change-messages.ts";

export const PROTOCOL = "kept-rights/1";

/** The endpoints below the base address. The empty one describes the service. */
export const ENDPOINTS = {
  describe: "",
  find: "find",
  export: "export",
  erase: "erase",
  restrict: "restrict",
  lift: "lift",
  rectify: "rectify",
  restore: "restore",
  residue: "residue",
  status: "status",
} as const;

export const JSON_TYPE = "application/json";
export const NDJSON_TYPE = "application/x-ndjson";

/** Bytes. */
export const LIMITS = {
  /** A request's body. */
  request: 1_048_576,
  /** An answer that is one JSON value. */
  answer: 8_388_608,
  /** One line of an export. */
  line: 8_388_608,
} as const;

/** Answer of `GET {base}/`: what the service is and holds. */
export interface ServiceDescription {
  readonly protocol: typeof PROTOCOL;
  readonly name: string;
  /** Kinds of identifiers by which it finds people (`email`, `phone`, ...). */
  readonly identifiers: readonly string[];
  readonly tables: readonly DescribedTable[];
  readonly capabilities: ServiceCapabilities;
}

export interface DescribedTable {
  readonly name: string;
  readonly title: string;
  /** Its rows are people; keys in a person query name rows of such tables. */
  readonly subject: boolean;
  /** Categories of the taxonomy that its columns hold. */
  readonly categories: readonly string[];
}

export interface ServiceCapabilities {
  /** It can answer for a part (tables, categories). If not, it is only ever asked for everything. */
  readonly scope: boolean;
  readonly restriction: Able;
  readonly rectification: Able;
  /** It can search everything it holds for texts. */
  readonly residue: Able;
  /** It keeps what an erasure takes away, sealed under a key that it is given, for as long as it is told. */
  readonly undo: Able;
}

/** It can; or why it cannot, in words that operators and people read. */
export type Able = true | string;

/** Body of `POST {base}/find`. */
export interface FindMessage {
  readonly person: PersonQuery;
}

/** Answer of find. */
export interface FindAnswer {
  readonly subjects: readonly RowRef[];
  readonly findings: readonly Finding[];
}

/** Who, what part, and the day on which retention is judged. */
export interface RightsMessage {
  readonly person: PersonQuery;
  readonly scope: Scope;
  /** ISO date in the controller's zone. */
  readonly today: string;
}

/** Body of `POST {base}/export`. */
export interface ExportMessage extends RightsMessage {
  /** `plan`: the plan and the last line only. */
  readonly mode: "plan" | "full";
}

/** What the first line of an export promises. */
export interface ExportPlan {
  readonly subjects: readonly RowRef[];
  readonly tables: readonly AccessTable[];
  readonly gaps: readonly Finding[];
}

/** One line of an export: the plan, then rows, then the end. */
export type ExportLine =
  | { readonly line: "plan"; readonly plan: ExportPlan }
  | ({ readonly line: "row" } & AccessRow)
  | ExportEnd;

/** The last line: tells a whole export from one that was cut, and proves by whom it is. */
export interface ExportEnd {
  readonly line: "end";
  /** How many row lines there were. */
  readonly rows: number;
  /** Content-Digest of all bytes before this line. */
  readonly contentDigest: string;
  readonly signatureInput: string;
  readonly signature: string;
}

/** Body of `POST {base}/erase`. */
export interface EraseMessage extends RightsMessage {
  readonly mode: "dry-run" | "run";
  /** Names the run; a run with a key that was carried out before changes nothing and answers the same again. */
  readonly idempotencyKey: string;
  /** What was approved: the run must not add a table or a disposition to it. Null in a dry run. */
  readonly approved: readonly CountedTable[] | null;
  /** Only in a run, and only where it is to be possible to take it back. */
  readonly undo?: KeepMessage;
}

/** Keep what is taken away, sealed under this key, and nothing of it in any other way. */
export interface KeepMessage {
  /** 32 bytes in base64url. It is forgotten with the end of the run; whoever takes the erasure back brings it again. */
  readonly key: string;
  /** ISO instant at which what was sealed is destroyed, whatever happens. */
  readonly until: string;
}

export interface CountedTable extends DispositionCounts {
  readonly name: string;
}

/** Rows of one table that share a fate and the reason for it. */
export interface DispositionGroup {
  readonly disposition: Disposition;
  readonly rows: number;
  /** For people: why this becomes of them. */
  readonly why: string;
  /** Last day of retention (ISO), where one is known; null for all other dispositions. */
  readonly until: string | null;
}

export interface DisposedTable {
  readonly name: string;
  readonly groups: readonly DispositionGroup[];
}

/** Answer of erase. */
export type EraseAnswer =
  | {
      readonly state: "planned";
      readonly subjects: readonly RowRef[];
      readonly tables: readonly DisposedTable[];
      readonly findings: readonly Finding[];
    }
  | EraseDone
  | Refused;

export interface EraseDone {
  readonly state: "done";
  readonly tables: readonly DisposedTable[];
  /** What the service itself still found afterwards; empty when all is well. */
  readonly residue: readonly Finding[];
}

/** Body of `POST {base}/status`. */
export interface StatusMessage {
  readonly idempotencyKey: string;
}

/** Answer of status. `unknown`: nothing happened under that key, and nothing is under way. */
export type StatusAnswer<Done = EraseDone | RestrictDone | LiftDone | RectifyDone | RestoreDone> =
  | { readonly state: "unknown" }
  | { readonly state: "running" }
  | Done;

/** Codes a service answers with instead of the above, each with its HTTP status. */
export const SERVICE_ERRORS = {
  message_malformed: 400,
  signature_missing: 401,
  signature_malformed: 401,
  signature_incomplete: 401,
  signature_invalid: 401,
  signature_expired: 401,
  signature_replayed: 401,
  key_unknown: 401,
  endpoint_unknown: 404,
  method_not_allowed: 405,
  run_in_progress: 409,
  message_too_large: 413,
  service_failed: 500,
  service_busy: 503,
} as const;

export type ServiceErrorCode = keyof typeof SERVICE_ERRORS;

/** Body of an answer that is not 200. */
export interface ServiceError {
  readonly error: { readonly code: ServiceErrorCode; readonly message: string };
}
