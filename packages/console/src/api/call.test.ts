import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { listEntries } from "@kept/contract/ledger";
import { createApiKey, getMe, signOut } from "@kept/contract/operators";
import { getRequest, listRequests, previewRequestRows } from "@kept/contract/request-endpoints";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { call, endpointUrl } from "./call.ts";
import { ProblemError, problemOf } from "./problem-error.ts";

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

beforeEach(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubGlobal("location", new URL(`http://127.0.0.1:${port}/console/`));
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

function reply(status: number, body: unknown, type = "application/json"): void {
  answer = (_, response) => {
    response.writeHead(status, { "content-type": type });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

async function problemFrom(promise: Promise<unknown>) {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return problemOf(error);
}

describe("endpointUrl", () => {
  it("fills in parameters, encoded, and leaves out empty query values", () => {
    expect(endpointUrl(getRequest, { params: { requestId: "a/b c" } })).toBe("/api/requests/a%2Fb%20c");
    expect(endpointUrl(listRequests, { query: { phase: undefined, search: "", limit: 5 } })).toBe(
      "/api/requests?limit=5",
    );
    const query = { system: "shop", table: 'a"b&c' };
    expect(endpointUrl(previewRequestRows, { params: { requestId: "r" }, query })).toBe(
      "/api/requests/r/plan/rows?system=shop&table=a%22b%26c",
    );
  });
});

describe("call", () => {
  it("returns what the contract's example says", async () => {
    reply(200, listEntries.example.response);
    await expect(call(listEntries, { query: { limit: 1 } })).resolves.toEqual(listEntries.example.response);
  });

  it("sends the body as JSON and the method of the endpoint", async () => {
    let seen: unknown;
    answer = async (request, response) => {
      seen = { method: request.method, type: request.headers["content-type"], body: JSON.parse(await text(request)) };
      response.writeHead(201, { "content-type": "application/json" });
      response.end(JSON.stringify(createApiKey.example.response));
    };
    await call(createApiKey, { body: { name: "Build server", permissions: ["systems:read"] } });
    const body = { name: "Build server", permissions: ["systems:read"] };
    expect(seen).toEqual({ method: "POST", type: "application/json", body });
  });

  it("takes an empty answer where the contract has none", async () => {
    answer = (_, response) => void response.writeHead(204).end();
    await expect(call(signOut, {})).resolves.toBeUndefined();
  });

  it("throws the server's problem with its code, action and pointers", async () => {
    const problem = {
      type: "/docs/api#error-invalid_input",
      title: "The input is not valid",
      status: 422,
      code: "invalid_input",
      action: "Correct what the pointers name and send it again.",
      requestId: "req-1",
      pointers: [{ pointer: "/query/limit", message: "too large" }],
    };
    reply(422, problem, "application/problem+json");
    await expect(problemFrom(call(listRequests, {}))).resolves.toEqual(problem);
  });

  it("tells that nobody is signed in any more", async () => {
    const heard = vi.fn();
    vi.stubGlobal("dispatchEvent", heard);
    const problem = { type: "t", title: "t", status: 401, code: "unauthenticated", action: "a", requestId: "r" };
    reply(401, problem);
    await problemFrom(call(listRequests, {}));
    expect(heard).toHaveBeenCalledOnce();
  });

  it("names an answer that does not fit the contract, with the place", async () => {
    reply(200, { actor: { kind: "robot" } });
    const problem = await problemFrom(call(getMe, {}));
    expect(problem.code).toBe("answer_unexpected");
    expect(problem.pointers?.map((entry) => entry.pointer)).toContain("/actor/kind");
  });

  it("names an error page of a proxy as what it is", async () => {
    reply(502, "<h1>Bad gateway</h1>", "text/html");
    await expect(problemFrom(call(getMe, {}))).resolves.toMatchObject({ code: "answer_unexpected", status: 502 });
  });

  it("names a server that does not answer", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(problemFrom(call(getMe, {}))).resolves.toMatchObject({ code: "server_unreachable" });
  });

  it("passes an abort on as an abort", async () => {
    answer = () => {};
    const controller = new AbortController();
    const pending = call(getMe, { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
  });
});
