/** Calls of the operators' endpoints for the derived tests. */
import { randomBytes } from "node:crypto";
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { createApiKey } from "./api-keys.ts";
import { createOperatorAuth } from "./auth.ts";
import { createOperator, setPassword } from "./create-operator.ts";
import { proveLocal } from "./issue-link.ts";

const address = (): string => `${randomBytes(6).toString("hex")}@example.org`;

export const operatorFixtures: EndpointFixtures = {
  "operators.me": { prepare: async () => ({}), invalid: null, missing: null },
  "operators.sign-in": {
    prepare: async (t) => {
      const email = address();
      const password = "a long and invented password";
      const { operator } = await createOperator(t.ctx, { name: "Ada", email, role: "viewer" }, t.settings.publicUrl);
      const auth = createOperatorAuth({ ...t.ctx, publicUrl: t.settings.publicUrl });
      await setPassword(t.ctx, operator.id, await auth.hashPassword(password));
      return { body: { email, password } };
    },
    invalid: { body: { email: "nobody", password: "" } },
    missing: null,
  },
  "operators.sign-out": { prepare: async () => ({}), invalid: null, missing: null },
  "operators.issue-link": {
    prepare: async (t) => {
      const email = address();
      const at = t.ctx.clock.now().toString({ fractionalSecondDigits: 3 });
      return { body: { email, name: "Ada", role: "privacy-lead", at, proof: proveLocal(t.ctx.keys, email, at) } };
    },
    invalid: { body: { email: "nobody", name: "", role: "viewer", at: "now", proof: "" } },
    missing: null,
  },
  "operators.list": { prepare: async () => ({}), invalid: null, missing: null },
  "operators.create": {
    prepare: async () => ({ body: { name: "Ada", email: address(), role: "engineer" } }),
    invalid: { body: { name: "Ada", email: address(), role: "emperor" } },
    missing: null,
  },
  "api-keys.list": { prepare: async () => ({}), invalid: null, missing: null },
  "api-keys.create": {
    prepare: async () => ({ body: { name: "Build server", permissions: ["systems:read"] } }),
    invalid: { body: { name: "", permissions: [] } },
    missing: null,
  },
  "api-keys.revoke": {
    prepare: async (t) => {
      const { key } = await createApiKey(t.ctx, { name: "Old", permissions: ["systems:read"] });
      return { params: { keyId: key.id } };
    },
    invalid: null,
    missing: { params: { keyId: "key_unknown" } },
  },
};
