/** Operators' sessions, by better-auth over our own tables. Nothing else knows that it is better-auth. */
import type { Role } from "@kept/contract/permissions";
import { betterAuth } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { hashPassword } from "better-auth/crypto";
import type { Kysely } from "kysely";
import * as z from "zod";
import type { Ids } from "../platform/crypto/ids.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { Database } from "../platform/db/database.ts";

const SESSION_SECONDS = 7 * 86_400;
const SESSION_REFRESH_SECONDS = 86_400;

export interface SignedIn {
  readonly operatorId: string;
  /** `Set-Cookie` values for the browser. */
  readonly cookies: readonly string[];
}

export interface SessionOperator {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export interface OperatorAuth {
  /** The operator behind the session cookie, or null. */
  findOperator(headers: Headers): Promise<SessionOperator | null>;
  /** Null when address or password is wrong. */
  signInWithPassword(email: string, password: string): Promise<SignedIn | null>;
  /** Begins a session for an operator who proved who they are otherwise. */
  beginSession(operatorId: string): Promise<SignedIn>;
  /** Ends the session of the cookie; gives the cookies that clear it. */
  endSession(headers: Headers): Promise<readonly string[]>;
  /** The hash that `signInWithPassword` compares with. */
  hashPassword(password: string): Promise<string>;
}

export interface AuthParts {
  readonly db: Kysely<Database>;
  readonly keys: Keyring;
  readonly ids: Ids;
  readonly publicUrl: string;
}

/** Prefixes of the ids of its rows. */
const idPrefixes: Readonly<Record<string, string>> = {
  user: "opr",
  session: "ses",
  account: "acc",
  verification: "ver",
};

export function createOperatorAuth(parts: AuthParts): OperatorAuth {
  const auth = betterAuth({
    appName: "Kept",
    baseURL: parts.publicUrl,
    secret: parts.keys.deriveSecret("operator-session"),
    telemetry: { enabled: false },
    // Our own limiter stands before it, and our own test of the origin: its router is never mounted.
    rateLimit: { enabled: false },
    logger: { disabled: true },
    database: { db: parts.db, type: "postgres", transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 256 },
    advanced: {
      cookiePrefix: "kept",
      useSecureCookies: parts.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
      database: {
        generateId: ({ model }) => parts.ids.next(idPrefixes[model] ?? "row"),
        // The tables are what our migrations made them, whose checksums are compared at every start.
        validateSchema: false,
      },
    },
    user: {
      modelName: "operator_user",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: { role: { type: "string", required: true, input: false } },
    },
    session: {
      modelName: "operator_session",
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_REFRESH_SECONDS,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    account: {
      modelName: "operator_account",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "operator_verification",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    plugins: [oneTimeSignIn],
  });
  return {
    findOperator: async (headers) => {
      // Most calls carry no cookie; they need no look at the database.
      if (!headers.has("cookie")) return null;
      const session = await auth.api.getSession({ headers });
      if (session === null) return null;
      const { id, name, email, role } = session.user;
      return { id, name, email, role: role as Role };
    },
    signInWithPassword: async (email, password) => {
      try {
        const result = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
        return { operatorId: result.response.user.id, cookies: result.headers.getSetCookie() };
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    beginSession: async (operatorId) => {
      const result = await auth.api.beginOperatorSession({ body: { operatorId }, returnHeaders: true });
      return { operatorId, cookies: result.headers.getSetCookie() };
    },
    endSession: async (headers) => {
      const result = await auth.api.signOut({ headers, returnHeaders: true });
      return result.headers.getSetCookie();
    },
    hashPassword,
  };
}

/** A way in for operators whose one-time link was redeemed. It can be called from this process only. */
const oneTimeSignIn = {
  id: "one-time-sign-in",
  endpoints: {
    beginOperatorSession: createAuthEndpoint(
      "/begin-operator-session",
      { method: "POST", body: z.object({ operatorId: z.string() }), metadata: { SERVER_ONLY: true } },
      async (context) => {
        const user = await context.context.internalAdapter.findUserById(context.body.operatorId);
        if (user === null) throw new Error("There is no such operator.");
        const session = await context.context.internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return { ok: true };
      },
    ),
  },
};

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "statusCode" in error && Number(error.statusCode) < 500;
}
