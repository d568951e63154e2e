import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Endpoint, endpoint, successStatus } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { errors } from "./errors.ts";
import { entryCatalogue } from "./ledger.ts";
import { buildOpenApi, type JsonObject } from "./openapi.ts";
import { permissionNames } from "./permissions.ts";

const document = buildOpenApi(endpoints, { url: "https://kept.example.org", version: "0.0.0" });
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "$ref" && typeof inner === "string" ? [inner] : referencesIn(inner),
  );
}

describe("the document", () => {
  test("has every endpoint once", () => {
    expect(operations.map((operation) => operation["operationId"]).sort()).toEqual(
      endpoints.map(({ id }) => id).sort(),
    );
    expect(new Set(endpoints.map(({ id }) => id)).size).toBe(endpoints.length);
    expect(new Set(endpoints.map(({ method, path }) => `${method} ${path}`)).size).toBe(endpoints.length);
  });

  test("resolves every reference", () => {
    const known = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`));
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(operations.length);
    expect(references.filter((reference) => !known.has(reference))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain("$defs");
  });

  test("gives every operation a success and its problems", () => {
    for (const operation of operations) {
      const responses = operation["responses"] as Record<string, { content?: JsonObject }>;
      expect(Object.keys(responses).filter((status) => status.startsWith("2"))).toHaveLength(1);
      expect(responses["422"]?.content).toHaveProperty(["application/problem+json"]);
      expect(responses["500"]?.content).toHaveProperty(["application/problem+json"]);
    }
  });

  test("declares every parameter of every path", () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
      for (const operation of Object.values(methods)) {
        const parameters = operation["parameters"] as { name: string; in: string }[];
        expect(
          parameters
            .filter((parameter) => parameter.in === "path")
            .map(({ name }) => name)
            .sort(),
        ).toEqual(named);
      }
    }
  });

  test("tells a named schema from its use when the two differ", () => {
    const inner = z.object({ count: z.coerce.number().default(1) }).meta({ id: "Inner" });
    const built = buildOpenApi(
      [
        endpoint({
          id: "things.make",
          method: "post",
          path: "/things",
          summary: "Make",
          description: "Makes.",
          body: z.object({ list: z.array(inner) }),
          responses: { 201: inner },
          errors: [],
          access: "public",
          example: { body: { list: [{}] }, response: { count: 2 } },
        }),
      ],
      { url: "https://kept.example.org", version: "0" },
    );
    // What a caller may leave out, an answer always has.
    expect(built.components.schemas["Inner"]).toMatchObject({ required: ["count"] });
    expect(built.components.schemas["InnerInput"]).not.toHaveProperty("required");
  });
});

describe.each(endpoints.map((definition) => [definition.id, definition] as const))(
  "%s",
  (_id, definition: Endpoint) => {
    test("names known errors, a known permission and a known ledger entry", () => {
      expect(definition.errors.filter((code) => !Object.hasOwn(errors, code))).toEqual([]);
      expect([...permissionNames, "public", "person-link"]).toContain(definition.access);
      if (definition.ledger !== undefined) expect(Object.keys(entryCatalogue)).toContain(definition.ledger);
    });

    test("has an example that its schemas accept", () => {
      const { params, query, body, response } = definition.example;
      expect(definition.params?.safeParse(params).error?.issues ?? []).toEqual([]);
      expect(definition.query?.safeParse(query ?? {}).error?.issues ?? []).toEqual([]);
      expect(definition.body?.safeParse(body).error?.issues ?? []).toEqual([]);
      const status = successStatus(definition);
      expect(Object.keys(definition.responses)).toHaveLength(1);
      if (status === 204 || definition.file !== undefined || (definition.stream === true && response === undefined))
        return;
      expect(definition.responses[status]?.safeParse(response).error?.issues ?? []).toEqual([]);
    });
  },
);
