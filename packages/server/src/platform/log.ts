/** Structured lines on stderr. Fields are an allow-list: what is not on it does not come out, whatever is passed. */
import { type DestinationStream, destination, pino } from "pino";

/** Everything that a line may say. Ids, codes, counts and durations: never a person's data, never a free text from input. */
export interface LogFields {
  readonly requestId?: string;
  readonly method?: string;
  /** The route's pattern, never the address itself (addresses hold tokens). */
  readonly route?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly code?: string;
  readonly job?: string;
  readonly jobId?: string;
  readonly attempt?: number;
  readonly system?: string;
  readonly subject?: string;
  readonly count?: number;
  readonly error?: unknown;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** `stream` is stderr unless a test reads the lines. */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    stream ?? destination({ dest: 2, sync: true }),
  );
  return {
    debug: (message, fields) => logger.debug(allowedFields(fields), message),
    info: (message, fields) => logger.info(allowedFields(fields), message),
    warn: (message, fields) => logger.warn(allowedFields(fields), message),
    error: (message, fields) => logger.error(allowedFields(fields), message),
  };
}

const TEXT_FIELDS = ["requestId", "method", "route", "code", "job", "jobId", "system", "subject"] as const;
const NUMBER_FIELDS = ["status", "milliseconds", "attempt", "count"] as const;
/** Ids, codes, patterns of routes. An address with an @ or a space is none of these. */
const SAFE_TEXT = /^[\w./:{}*-]{1,200}$/;

function allowedFields(fields: LogFields | undefined): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  if (fields === undefined) return allowed;
  for (const name of TEXT_FIELDS) {
    const value = fields[name];
    if (typeof value === "string") allowed[name] = SAFE_TEXT.test(value) ? value : "[redacted]";
  }
  for (const name of NUMBER_FIELDS) {
    const value = fields[name];
    if (typeof value === "number") allowed[name] = value;
  }
  if (fields.error !== undefined) allowed["error"] = describeError(fields.error);
  return allowed;
}

/**
 * Drivers put values of rows into messages ("Key (email)=(…) already exists"), so a message is never logged: name, code
 * and the frames of the stack say where it was.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error && typeof error.code === "string" && SAFE_TEXT.test(error.code) ? error.code : undefined;
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    frames,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
