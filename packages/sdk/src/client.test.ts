/** The client against a real HTTP server: what it sends, what it accepts, and how it refuses the rest. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { exportLedger } from "@kept/contract/ledger";
import { revokeApiKey } from "@kept/contract/operators";
import { createRequest, getRequest, listRequests } from "@kept/contract/request-endpoints";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Client, createClient, KeptProblem, KeptUnreachable } from "./client.ts";

const thing = getRequest.example.response;
const params = { requestId: "a/b ?" };

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let answer: { readonly status: number; readonly type: string; readonly body: string };
let seen: Seen | null = null;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on("end", () => {
    seen = { method: request.method, url: request.url, headers: request.headers, body };
    response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
  });
});
let client: Client;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  client = createClient({ server: `http://127.0.0.1:${port}/`, apiKey: "kept_key" });
});
afterAll(() => server.close());
beforeEach(() => {
  seen = null;
  answer = { status: 200, type: "application/json", body: JSON.stringify(thing) };
});

test("fills in the path, sends the key, and checks what comes back", async () => {
  expect(await client.call(getRequest, { params })).toEqual(thing);
  expect(seen).toMatchObject({ method: "GET", url: "/api/requests/a%2Fb%20%3F", body: "" });
  expect(seen?.headers).toMatchObject({ authorization: "Bearer kept_key", accept: "application/json" });
  expect(seen?.headers["content-type"]).toBeUndefined();
});

test("writes what is given of a query", async () => {
  answer = { ...answer, body: JSON.stringify(listRequests.example.response) };
  await client.call(listRequests, { query: { phase: "needs_decision", limit: 1, search: "ü&=" } });
  expect(seen?.url).toBe("/api/requests?phase=needs_decision&limit=1&search=%C3%BC%26%3D");
});

test("sends a body as JSON, and leaves defaults to the server", async () => {
  answer = { ...answer, status: 201 };
  const body = { kind: "access", verified: { by: "letter", how: "Zoë" } } as const;
  await client.call(createRequest, { body });
  expect(seen).toMatchObject({ method: "POST", url: "/api/requests", body: JSON.stringify(body) });
  expect(seen?.headers["content-type"]).toBe("application/json");
});

test("an endpoint without an answer answers undefined", async () => {
  answer = { status: 204, type: "text/plain", body: "" };
  expect(await client.call(revokeApiKey, { params: { keyId: "1" } })).toBeUndefined();
});

test("a file stays open for whoever reads it", async () => {
  answer = { status: 200, type: "application/x-ndjson", body: "{}\n" };
  const response = await client.open(exportLedger, {});
  expect(await response.text()).toBe("{}\n");
  expect(seen?.headers.accept).toBe("application/x-ndjson");
});

test("a refusal is a KeptProblem with its code, its detail and what to do", async () => {
  const problem = {
    type: "https://kept.example.org/problems/thing_not_found",
    title: "There is no such thing",
    status: 404,
    code: "thing_not_found",
    detail: "It was deleted",
    action: "Look at the list.",
    requestId: "req_1",
  };
  answer = { status: 404, type: "application/problem+json", body: JSON.stringify(problem) };
  const error = await client.call(getRequest, { params }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KeptProblem);
  expect((error as KeptProblem).problem).toMatchObject({ code: "thing_not_found", status: 404 });
  expect((error as Error).message).toBe("There is no such thing: It was deleted. Look at the list.");
});

test.each([
  ["an error page", { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" }, /answered 502/],
  [
    "a success that is no JSON",
    { status: 200, type: "text/html", body: "<h1>Welcome</h1>" },
    /not as a Kept server does/,
  ],
  [
    "a success of another shape",
    { status: 200, type: "application/json", body: '{"title":"?"}' },
    /not as a Kept server does/,
  ],
])("%s is not a Kept server", async (_, given, message) => {
  answer = given;
  const error = await client.call(getRequest, { params }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KeptUnreachable);
  expect((error as Error).message).toMatch(message);
});

test("nobody listens: says which server, and never the key", async () => {
  const nobody = createClient({ server: "http://127.0.0.1:9", apiKey: "kept_secret" });
  const error = await nobody.call(getRequest, { params }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KeptUnreachable);
  expect((error as Error).message).toBe("No answer from http://127.0.0.1:9. Is the server running?");
});
