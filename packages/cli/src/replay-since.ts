/** The moment at which a backup was made, as the command line is given it. */
import { UsageError } from "./exit-codes.ts";

/** ISO instant; null when none was given. */
export function readSince(text: string | undefined): string | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new UsageError(`--since is a day or a moment (2026-11-01, 2026-11-01T04:00Z), not "${text}".`);
}
