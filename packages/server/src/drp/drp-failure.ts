/** What the protocol says when it refuses. */

/** A refusal as the protocol has it: a status, and `{code, message, fatal}`. */
export class DrpFailure extends Error {
  override readonly name = "DrpFailure";
  readonly status: 400 | 401 | 403 | 409 | 413 | 429;
  readonly code: string;
  /** Trying the same again is of no use. */
  readonly fatal: boolean;
  /** What the agent may want to know beside: the request as it stands. */
  readonly more: object;
  /** Seconds; null: nothing is gained by waiting. */
  readonly retryAfter: number | null;
  constructor(
    status: DrpFailure["status"],
    code: string,
    message: string,
    more: object = {},
    retryAfter: number | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.fatal = status !== 429;
    this.more = more;
    this.retryAfter = retryAfter;
  }
}

/** One answer to every doubt about who calls or whose something is: nobody learns what exists. */
export function forbidden(): DrpFailure {
  return new DrpFailure(403, "forbidden", "The token and what was asked for do not go together.");
}
