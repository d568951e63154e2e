/** Refusals: thrown anywhere as data of the catalogue, answered as RFC 9457 problems in one place. */
import { type ErrorCode, errorDefinition } from "@kept/contract/errors";
import type { Problem } from "@kept/contract/problems";

export interface ProblemDetails {
  /** What is wrong in this case. Never personal data: it reaches logs. */
  readonly detail?: string;
  readonly pointers?: readonly { readonly pointer: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** What `problem()` makes. Everything else that is thrown becomes `internal_error` and is logged. */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly details: ProblemDetails;
  constructor(code: ErrorCode, details: ProblemDetails) {
    super(`${code}: ${details.detail ?? errorDefinition(code).title}`, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

/** A refusal to throw: `throw problem("request_not_found")`. */
export function problem(code: ErrorCode, details: ProblemDetails = {}): ProblemError {
  return new ProblemError(code, details);
}

/** The body of a problem response. */
export function describeProblem(error: ProblemError, requestId: string): Problem {
  const definition = errorDefinition(error.code);
  const detail = error.details.detail ?? definition.detail;
  return {
    type: `/docs/api#error-${error.code}`,
    title: definition.title,
    status: definition.status,
    code: error.code,
    ...(detail === undefined ? {} : { detail }),
    action: definition.action,
    requestId,
    ...(error.details.pointers === undefined ? {} : { pointers: [...error.details.pointers] }),
  };
}
