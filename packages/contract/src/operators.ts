/** Operators: the people who run Kept, and the API keys of the programs that act for them. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { permissionNames, roleNames } from "./permissions.ts";
import { defineErrors } from "./problems.ts";

export const RoleSchema = z
  .enum(roleNames as [(typeof roleNames)[number], ...(typeof roleNames)[number][]])
  .meta({ id: "Role" });
export const PermissionSchema = z
  .enum(permissionNames as [(typeof permissionNames)[number], ...(typeof permissionNames)[number][]])
  .meta({ id: "Permission" });

export const OperatorSchema = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role: RoleSchema, createdAt: z.iso.datetime() })
  .meta({ id: "Operator" });

export const ApiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    permissions: z.array(PermissionSchema),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ApiKey" });

export const operatorErrors = defineErrors({
  credentials_wrong: {
    status: 401,
    title: "E-mail address or password is wrong",
    action: "Check both, or ask for a sign-in link with `kept operators sign-in --email …`.",
  },
  api_key_not_found: { status: 404, title: "There is no such API key", action: "List the keys to see their ids." },
  local_proof_wrong: {
    status: 403,
    title: "The call does not come from the machine where Kept runs",
    action:
      "Run `kept operators sign-in` there, with the same data directory and secret, and with its clock set right.",
  },
  permission_not_held: {
    status: 403,
    title: "A key cannot get a permission that you do not have",
    action: "Leave the permission out, or let somebody who has it create the key.",
  },
  operator_exists: {
    status: 409,
    title: "There is an operator with this e-mail address",
    action: "Change that operator's role, or use another address.",
  },
});

export const operatorEntries = defineEntries({
  "operator.created": { title: "Operator created", data: z.object({ role: RoleSchema }) },
  "operator.link-issued": {
    title: "Sign-in link issued on the server's machine",
    data: z.object({ role: RoleSchema }),
  },
  "operator.signed-in": { title: "Operator signed in", data: z.object({ method: z.enum(["link", "password"]) }) },
  "operator.signed-out": { title: "Operator signed out", data: z.object({}) },
  "api-key.created": { title: "API key created", data: z.object({ permissions: z.array(PermissionSchema) }) },
  "api-key.revoked": { title: "API key revoked", data: z.object({}) },
});

const exampleOperator = {
  id: "opr_01jd0000000000000000000000",
  name: "Ada Example",
  email: "ada@example.org",
  role: "privacy-lead",
  createdAt: "2026-11-22T10:00:00.000Z",
} as const;

const exampleKey = {
  id: "key_01jd0000000000000000000000",
  name: "Build server",
  permissions: ["systems:read"],
  createdAt: "2026-11-22T10:00:00.000Z",
  lastUsedAt: null,
  revokedAt: null,
} as const;

export const getMe = endpoint({
  id: "operators.me",
  method: "get",
  path: "/api/me",
  summary: "Who am I",
  description:
    "The signed-in operator or the API key, with its permissions. Nobody signed in is an answer here, not an error.",
  responses: {
    200: z.object({
      actor: z
        .object({
          kind: z.enum(["operator", "api-key"]),
          id: z.string(),
          name: z.string(),
          // As it was stored, also by an installation that took what is no address.
          email: z.string().nullable(),
          role: RoleSchema.nullable(),
          permissions: z.array(PermissionSchema),
        })
        .nullable(),
    }),
  },
  errors: [],
  access: "public",
  example: {
    response: {
      actor: {
        kind: "operator",
        id: exampleOperator.id,
        name: exampleOperator.name,
        email: exampleOperator.email,
        role: "viewer",
        permissions: ["requests:read", "systems:read", "ledger:read"],
      },
    },
  },
});

export const signIn = endpoint({
  id: "operators.sign-in",
  method: "post",
  path: "/api/sign-in",
  summary: "Sign in with a password",
  description: "Sets the session cookie. Wrong address and wrong password give the same answer in the same time.",
  body: z.object({ email: z.email(), password: z.string().min(1).max(256) }),
  responses: { 200: z.object({ operator: OperatorSchema }) },
  errors: ["credentials_wrong"],
  access: "public",
  ledger: "operator.signed-in",
  example: {
    body: { email: "ada@example.org", password: "correct horse battery staple" },
    response: { operator: exampleOperator },
  },
});

export const signOut = endpoint({
  id: "operators.sign-out",
  method: "post",
  path: "/api/sign-out",
  summary: "Sign out",
  description: "Ends the session and clears its cookie. Doing so twice is fine.",
  responses: { 204: z.undefined() },
  errors: [],
  access: "public",
  example: {},
});

export const issueSignInLink = endpoint({
  id: "operators.issue-link",
  method: "post",
  path: "/api/operators/sign-in-link",
  summary: "Issue a sign-in link on the server's machine",
  description:
    "For whoever runs the server and can read its secret: `kept operators sign-in` proves that with a keyed hash of the address and the time. Creates the operator when there is none with this address. The link works once, for half an hour.",
  body: z.object({
    email: z.email(),
    name: z.string().min(1).max(200),
    role: RoleSchema,
    at: z.iso.datetime().meta({ description: "Now; a proof is good for a minute" }),
    proof: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  responses: { 201: z.object({ signInUrl: z.url() }) },
  errors: ["local_proof_wrong"],
  access: "public",
  ledger: "operator.link-issued",
  example: {
    body: {
      email: "ada@example.org",
      name: "Ada Example",
      role: "privacy-lead",
      at: "2026-11-22T10:00:00.000Z",
      proof: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    response: { signInUrl: "https://privacy.example.org/sign-in/abc" },
  },
});

export const listOperators = endpoint({
  id: "operators.list",
  method: "get",
  path: "/api/operators",
  summary: "List operators",
  description: "Everybody who may sign in, with their role.",
  responses: { 200: z.object({ operators: z.array(OperatorSchema) }) },
  errors: [],
  access: "operators:read",
  example: { response: { operators: [exampleOperator] } },
});

export const createOperator = endpoint({
  id: "operators.create",
  method: "post",
  path: "/api/operators",
  summary: "Create an operator",
  description:
    "Gives a person a role. The answer holds a sign-in link that works once and expires; hand it over, or let them ask for another.",
  body: z.object({ name: z.string().trim().min(1).max(200), email: z.email(), role: RoleSchema }),
  responses: { 201: z.object({ operator: OperatorSchema, signInUrl: z.url() }) },
  errors: ["operator_exists"],
  access: "operators:act",
  ledger: "operator.created",
  example: {
    body: { name: "Ada Example", email: "ada@example.org", role: "privacy-lead" },
    response: { operator: exampleOperator, signInUrl: "https://kept.example.org/sign-in/abc" },
  },
});

export const listApiKeys = endpoint({
  id: "api-keys.list",
  method: "get",
  path: "/api/api-keys",
  summary: "List API keys",
  description: "Names, permissions and last use; the keys themselves are stored as hashes only.",
  responses: { 200: z.object({ keys: z.array(ApiKeySchema) }) },
  errors: [],
  access: "keys:act",
  example: { response: { keys: [exampleKey] } },
});

export const createApiKey = endpoint({
  id: "api-keys.create",
  method: "post",
  path: "/api/api-keys",
  summary: "Create an API key",
  description:
    "The secret is in this answer and nowhere else. A key never has more permissions than whoever creates it.",
  body: z.object({ name: z.string().trim().min(1).max(200), permissions: z.array(PermissionSchema).min(1) }),
  responses: { 201: z.object({ key: ApiKeySchema, secret: z.string() }) },
  errors: ["permission_not_held"],
  access: "keys:act",
  ledger: "api-key.created",
  example: {
    body: { name: "Build server", permissions: ["systems:read"] },
    response: { key: exampleKey, secret: "kept_01jd0000000000000000000000_secret" },
  },
});

export const revokeApiKey = endpoint({
  id: "api-keys.revoke",
  method: "delete",
  path: "/api/api-keys/{keyId}",
  summary: "Revoke an API key",
  description: "It stops working at once. Revoking twice is fine.",
  params: z.object({ keyId: z.string() }),
  responses: { 204: z.undefined() },
  errors: ["api_key_not_found"],
  access: "keys:act",
  ledger: "api-key.revoked",
  example: { params: { keyId: exampleKey.id } },
});

export const operatorEndpoints = [
  getMe,
  signIn,
  signOut,
  issueSignInLink,
  listOperators,
  createOperator,
  listApiKeys,
  createApiKey,
  revokeApiKey,
] as const;
