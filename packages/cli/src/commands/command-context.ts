/** What every command is given beside its options. */
import type { CliEnvironment } from "../environment.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Output } from "../print.ts";

export interface CommandContext {
  readonly environment: CliEnvironment;
  readonly output: Output;
  /** The exit code of the process, once the command is done; without, it is {@link EXIT.done}. */
  done(code: ExitCode): void;
}
