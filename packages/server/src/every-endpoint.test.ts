/** Tests that follow from the contract: who may call, what is refused, what succeeds, and what it leaves in the ledger. */
import { type Endpoint, successStatus } from "@kept/contract/endpoint";
import { endpoints } from "@kept/contract/endpoints";
import { errorCodesOf } from "@kept/contract/openapi";
import { type Permission, permissionNames } from "@kept/contract/permissions";
import { ProblemSchema } from "@kept/contract/problems";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "./choices/testing/choosing-kept.ts";
import { endpointFixtures } from "./endpoint-fixtures.ts";
import { createTestCtx, type TestCtx } from "./platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixture } from "./platform/testing/endpoint-fixture.ts";
import { createShop, type Shop } from "./requests/testing/shop.ts";
import { SCANNED_SITE } from "./scans/endpoint-fixtures.ts";
import { SMS_SECRET, verifyingKept } from "./verification/testing/verifying-kept.ts";

let t: TestCtx;
let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
  t = await createTestCtx({
    kept: {
      ...choosingKept,
      ...verifyingKept,
      automatedDecisions: {
        terms: { title: "Terms", logic: "By a score.", significance: "None.", ground: "contract" },
      },
      scans: { sites: [SCANNED_SITE] },
      systems: { shop: { url: shop.url, map: shop.mapFile } },
    },
    settings: {
      dataDir: shop.folder,
      // A program that is there, so that a scan can be asked for; the site answers nobody.
      chromium: process.execPath,
      variables: { TEST_SESSION_KEY: SESSION_SECRET, SMS_SECRET },
    },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

/** Keys by what they may do: made once, since no endpoint takes away one that it did not make. */
const keys = new Map<string, Record<string, string>>();
async function keyFor(permissions: readonly Permission[]): Promise<Record<string, string>> {
  const name = permissions.join();
  const key = keys.get(name) ?? (await t.apiKey(permissions));
  keys.set(name, key);
  return key;
}

test("every endpoint has a fixture, and every fixture an endpoint", () => {
  expect(Object.keys(endpointFixtures).sort()).toEqual(endpoints.map((endpoint) => endpoint.id).sort());
});

describe.each(endpoints.map((endpoint) => [endpoint.id, endpoint] as const))("%s", (id, endpoint) => {
  const fixture = endpointFixtures[id] ?? missingFixture(id);
  const permission = isGuarded(endpoint) ? (endpoint.access as Permission) : null;
  // What is asked about something that does not exist changes nothing: the call that succeeds finds all as it was made.
  let prepared: Promise<EndpointCall> | null = null;
  const prepare = () => {
    prepared ??= fixture.prepare(t);
    return prepared;
  };

  testIf(permission !== null)("refuses nobody with 401", async () => {
    await expectProblem(await call(endpoint, pathOnly(endpoint)), endpoint, 401);
  });

  testIf(permission !== null)("refuses who lacks the permission with 403", async () => {
    const headers = await keyFor(permissionNames.filter((name) => name !== permission));
    await expectProblem(await call(endpoint, pathOnly(endpoint), headers), endpoint, 403);
  });

  testIf(fixture.invalid !== null)("refuses wrong input with 422 and says where", async () => {
    const input = { ...pathOnly(endpoint), ...fixture.invalid };
    const problem = await expectProblem(await call(endpoint, input, await allowed()), endpoint, 422);
    expect(problem.pointers?.length ?? 0).toBeGreaterThan(0);
  });

  testIf(fixture.missing !== null)("answers 404 for what does not exist", async () => {
    const input = { ...(await prepare()), ...fixture.missing };
    await expectProblem(await call(endpoint, input, await allowed()), endpoint, 404);
  });

  test("succeeds as the contract says", async () => {
    const input = await prepare();
    const headers = await allowed();
    await t.drain();
    const before = (await t.ledgerTypes()).length;
    const response = await call(endpoint, input, headers);
    expect({ status: response.status, problem: response.ok ? null : await response.clone().text() }).toEqual({
      status: successStatus(endpoint),
      problem: null,
    });
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    await expectBody(endpoint, response);
    await t.drain();
    const left = (await t.ledgerTypes()).slice(before);
    if (endpoint.ledger !== undefined) expect(left).toContain(endpoint.ledger);
  });

  async function allowed(): Promise<Record<string, string>> {
    if (fixture.by === "operator") return (await t.signIn("privacy-lead")).headers;
    return permission === null ? {} : await keyFor(permissionNames);
  }
});

/** A test that does not apply to an endpoint is not there, rather than skipped. */
function testIf(applies: boolean): (name: string, work: () => Promise<void>) => void {
  return (name, work) => {
    if (applies) test(name, work);
  };
}

function missingFixture(id: string): EndpointFixture {
  return {
    prepare: () => Promise.reject(new Error(`${id} has no fixture: add one to its slice's endpoint-fixtures.ts.`)),
    invalid: null,
    missing: null,
  };
}

function isGuarded(endpoint: Endpoint): boolean {
  return endpoint.access !== "public" && endpoint.access !== "person-link";
}

/** Enough to reach the route: who may call is decided before the input is looked at. */
function pathOnly(endpoint: Endpoint): EndpointCall {
  return endpoint.example.params === undefined ? {} : { params: endpoint.example.params };
}

async function call(endpoint: Endpoint, input: EndpointCall, headers: Record<string, string> = {}): Promise<Response> {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(input.params?.[name] ?? endpoint.example.params?.[name] ?? "unknown"),
  );
  const search = input.query === undefined ? "" : `?${new URLSearchParams(input.query)}`;
  return await t.app.request(`${path}${search}`, {
    method: endpoint.method.toUpperCase(),
    headers: { ...headers, ...(input.body === undefined ? {} : { "content-type": "application/json" }) },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  });
}

async function expectProblem(response: Response, endpoint: Endpoint, status: number) {
  const text = await response.text();
  expect({ status: response.status, text: response.status === status ? "" : text }).toEqual({ status, text: "" });
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = ProblemSchema.parse(JSON.parse(text));
  expect(errorCodesOf(endpoint)).toContain(problem.code);
  return problem;
}

async function expectBody(endpoint: Endpoint, response: Response): Promise<void> {
  const status = successStatus(endpoint);
  if (status === 204) {
    expect(await response.text()).toBe("");
  } else if (endpoint.stream === true) {
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    await response.body?.cancel();
  } else if (endpoint.file !== undefined) {
    expect(response.headers.get("content-type")).toContain(endpoint.file.replace("*", ""));
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  } else {
    const body: unknown = await response.json();
    expect(endpoint.responses[status]?.safeParse(body).error?.issues ?? []).toEqual([]);
  }
}
