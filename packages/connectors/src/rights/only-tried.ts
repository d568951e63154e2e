/** A transaction that is begun to see what the database says, and never committed. */

/** Ends it. */
export class OnlyTried extends Error {
  override readonly name = "OnlyTried";
}

/** A store may hand on what ended its transaction in an error of its own. */
export function isOnlyTried(error: unknown): boolean {
  return error instanceof OnlyTried || (error instanceof Error && error.cause instanceof OnlyTried);
}
