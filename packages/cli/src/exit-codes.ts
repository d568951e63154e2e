/** What the exit code of a command says; scripts rely on it. */
export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** Something failed that is not the caller's doing. */
  failed: 1,
  /** The command cannot be understood, or its input is not valid. */
  usage: 2,
  /** Findings stand in the way; nothing was changed. */
  blocked: 3,
  /** Nobody, or nothing, is known by that. */
  notFound: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command ends early: what is wrong and what to do, and the exit code that says so. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The command or its input cannot be understood. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
  constructor(message: string) {
    super(EXIT.usage, message);
  }
}
