/** Names for statements that come again, so that a server parses and plans them once a connection. */
import { hash } from "node:crypto";

/** Statements that have names at a time: each connection of a server keeps a plan of each that it ran. */
const MOST_NAMED = 300;
/** Texts that are remembered to have come once. */
const MOST_SEEN = 3000;

/** What is planned when it is run; a cursor's is not. */
const isPlanned = /^(SELECT|WITH|INSERT|UPDATE|DELETE)\b/;

/** SQLSTATEs that say a name means nothing, or something else, to the server that a pooler chose. */
const poolerStates = ["26000", "42P05"];

/**
 * Whether `error` is the fault of a statement's name: a column got another type after the statement was prepared, or the
 * connections are a pooler's that hands out others in every transaction. The same transaction works when it is tried again.
 */
export function isNameVoid(error: Error): boolean {
  const state = "code" in error ? error.code : undefined;
  return isPoolers(state) || (state === "0A000" && /cached plan/.test(error.message));
}

function isPoolers(state: unknown): boolean {
  return poolerStates.some((known) => known === state);
}

export interface StatementNames {
  /** Grows when all names given so far are void: what knows them (a connection) is not to be used again. */
  readonly generation: number;
  /** The name of a statement that came before; null the first time, and for what gains nothing by it. */
  nameOf(text: string): string | null;
  /** Learns of a failure: after one that {@link isNameVoid} all names are void, behind a pooler for good. */
  learn(error: unknown): void;
}

/** Names of one driver. */
export function createStatementNames(): StatementNames {
  const seen = new Set<string>();
  const named = new Set<string>();
  let generation = 0;
  let isUseful = true;

  function forget(): void {
    generation += 1;
    named.clear();
    seen.clear();
  }

  return {
    get generation() {
      return generation;
    },
    nameOf(text) {
      if (!isUseful || !isPlanned.test(text)) return null;
      const name = `kept_${hash("sha1", text, "base64url")}`;
      if (named.has(name)) return name;
      if (seen.delete(name)) {
        if (named.size === MOST_NAMED) forget();
        named.add(name);
        return name;
      }
      // What comes that seldom gains little.
      const [oldest] = seen.size < MOST_SEEN ? [] : seen;
      if (oldest !== undefined) seen.delete(oldest);
      seen.add(name);
      return null;
    },
    learn(error) {
      if (!(error instanceof Error) || !isNameVoid(error)) return;
      if ("code" in error && isPoolers(error.code)) isUseful = false;
      forget();
    },
  };
}
