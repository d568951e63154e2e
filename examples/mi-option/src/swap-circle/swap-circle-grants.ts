/** What people have allowed: codes and tokens, in memory, by their hash. Whoever starts anew asks them anew. */
import { createHash, randomBytes } from "node:crypto";

const CODE_MS = 60_000;

export interface Grants {
  /** A code that works once, within a minute, for whoever knows what the challenge was made from (RFC 7636). */
  allow(challenge: string): string;
  /** A token for a code; null when one of both does not fit. */
  redeem(code: string, verifier: string): string | null;
  /** The import that a token stands for; null when it is not known. */
  find(token: string): string | null;
}

export function createGrants(): Grants {
  const codes = new Map<string, { readonly challenge: string; readonly until: number }>();
  const imports = new Map<string, string>();
  return {
    allow: (challenge) => {
      const code = secret();
      codes.set(hash(code), { challenge, until: Date.now() + CODE_MS });
      return code;
    },
    redeem: (code, verifier) => {
      const allowed = codes.get(hash(code));
      codes.delete(hash(code));
      if (allowed === undefined || allowed.until < Date.now() || allowed.challenge !== hash(verifier)) return null;
      const token = secret();
      imports.set(hash(token), randomBytes(8).toString("hex"));
      return token;
    },
    find: (token) => imports.get(hash(token)) ?? null,
  };
}

const secret = (): string => randomBytes(32).toString("base64url");
const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");
