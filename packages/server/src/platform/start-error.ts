/** Why the server does not start, in words for whoever starts it. */

export type StartErrorCode =
  | "config_invalid"
  | "kept_config_invalid"
  | "data_dir_unusable"
  | "database_locked"
  | "database_unreachable"
  | "database_damaged"
  | "schema_too_new"
  | "migration_changed"
  | "migration_failed"
  | "port_taken"
  | "port_not_allowed"
  | "certificate_unusable"
  | "session_key_unusable"
  | "signature_key_missing"
  | "purpose_basis_changed";

export class StartError extends Error {
  readonly code: StartErrorCode;
  readonly problems: readonly string[];
  readonly action: string;
  constructor(
    code: StartErrorCode,
    message: string,
    more: { readonly problems?: readonly string[]; readonly action: string; readonly cause?: unknown },
  ) {
    super(message, { cause: more.cause });
    this.name = "StartError";
    this.code = code;
    this.problems = more.problems ?? [];
    this.action = more.action;
  }

  /** The whole of it, as a terminal shows it. */
  describe(): string {
    return [this.message, ...this.problems.map((line) => `  - ${line}`), this.action].join("\n");
  }
}
