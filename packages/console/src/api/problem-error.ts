/** A refusal of the server, or a failure on the way to it, in one shape: a problem with a code and what to do. */
import type { Problem } from "@kept/contract/problems";

/** What the browser itself can run into; the server's own codes are in the contract's catalogue. */
const localProblems = {
  server_unreachable: {
    title: "The server does not answer",
    action: "Check that Kept is running and that you are connected; then try again.",
  },
  answer_unexpected: {
    title: "The server's answer does not fit the contract",
    action: "Reload the page: the console and the server may be of different versions.",
  },
  page_broken: {
    title: "This page could not be shown",
    action: "Reload the page; if it stays, report what you did.",
  },
} as const;

type Pointers = NonNullable<Problem["pointers"]>;

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`);
    this.problem = problem;
  }

  /** A problem of the browser's side. */
  static local(code: keyof typeof localProblems, pointers: Pointers = [], status = 0): ProblemError {
    return new ProblemError({ type: "about:blank", status, code, requestId: "", pointers, ...localProblems[code] });
  }
}

/** The problem in whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const problem = ProblemError.local("page_broken").problem;
  return error instanceof Error ? { ...problem, detail: error.message } : problem;
}
