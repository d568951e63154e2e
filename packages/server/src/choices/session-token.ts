/**
 * The operator's session token: how an app proves who is signed in without telling the browser more than that. A JWT
 * (RFC 7519), signed with EdDSA (Ed25519) or HS256, never with what its header asks for.
 *
 *   { "iss": "<configured>", "aud": "<configured>", "sub": "<the app's user id>", "iat": …, "exp": …,
 *     "email": "ada@example.org", "email_verified": true }
 *
 * It lives at most one hour. `email` counts only with `email_verified`.
 */
import { createPublicKey } from "node:crypto";
import { errors, jwtVerify } from "jose";
import * as z from "zod";
import type { PersonIdentifier } from "../people/people.ts";
import type { Clock } from "../platform/clock.ts";
import { problem } from "../platform/http/problems.ts";
import { StartError } from "../platform/start-error.ts";
import type { ChoicesSettings } from "./choices-config.ts";

const MAX_LIFETIME_SECONDS = 3_600;
const TOLERANCE_SECONDS = 30;

const claimsSchema = z.object({
  sub: z.string().min(1).max(256),
  iat: z.int(),
  exp: z.int(),
  email: z.email().max(320).optional(),
  email_verified: z.boolean().optional(),
});

/** Gives the identifiers that a token proves. Throws problem `session_invalid`, which never says why in detail. */
export type VerifySession = (token: string) => Promise<readonly PersonIdentifier[]>;

/** @throws StartError when the key is missing or is not one */
export function createSessionVerifier(
  settings: ChoicesSettings["session"],
  variables: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): VerifySession {
  if (settings === undefined) return () => Promise.reject(problem("session_invalid"));
  const { algorithm, issuer, audience } = settings;
  const key = readKey(algorithm, settings.key.env, variables[settings.key.env]);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [algorithm],
        issuer,
        audience,
        currentDate: new Date(clock.now().epochMilliseconds),
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ["sub", "iat", "exp"],
      });
      const claims = claimsSchema.parse(payload);
      const now = clock.now().epochMilliseconds / 1_000;
      if (claims.exp - claims.iat > MAX_LIFETIME_SECONDS || claims.iat > now + TOLERANCE_SECONDS) {
        throw problem("session_invalid");
      }
      const email = claims.email_verified === true ? claims.email : undefined;
      return [
        { kind: "id", value: claims.sub },
        ...(email === undefined ? [] : [{ kind: "email", value: email } as const]),
      ];
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw problem("session_invalid");
      throw error;
    }
  };
}

function readKey(algorithm: "EdDSA" | "HS256", name: string, value: string | undefined) {
  if (algorithm === "HS256" && value !== undefined && /^(?:[0-9a-fA-F]{2}){32,}$/.test(value)) {
    return Buffer.from(value, "hex");
  }
  if (algorithm === "EdDSA" && value !== undefined) {
    try {
      const key = createPublicKey(value);
      if (key.asymmetricKeyType === "ed25519") return key;
    } catch {
      // Said below: what the variable holds is not for messages.
    }
  }
  throw new StartError("session_key_unusable", `${name} holds no key for session tokens.`, {
    action:
      algorithm === "HS256"
        ? "Set it to at least 64 hexadecimal digits, the same as in your app (`openssl rand -hex 32`)."
        : "Set it to the PEM of an Ed25519 public key (`openssl pkey -in key.pem -pubout`).",
  });
}
