import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { witnessCheckpoint } from "./remember-checkpoint.ts";
import { consistencyPath, leafHash, rootOf } from "./testing/reference-tree.ts";

let server: Server;
let leaves: readonly string[];
let storage: Storage;

beforeEach(async () => {
  leaves = Array.from({ length: 9 }, (_, index) => leafHash(`entry ${index}`));
  server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    const [from, to] = [Number(query.get("from")), Number(query.get("to"))];
    const tree = leaves.slice(0, to);
    const roots = { fromRoot: rootOf(tree.slice(0, from)), toRoot: rootOf(tree) };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ from, to, ...roots, path: consistencyPath(from, tree) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubGlobal("location", new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  const items = new Map<string, string>();
  storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  } as Storage;
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

function checkpoint(size: number) {
  const rootHash = rootOf(leaves.slice(0, size));
  return {
    origin: "kept.example.org/ledger",
    size,
    rootHash,
    at: "2026-11-22T10:00:00.000Z",
    note: "",
    verifierKey: "",
  };
}

describe("witnessCheckpoint", () => {
  it("remembers the first and proves that the next only grew", async () => {
    await expect(witnessCheckpoint(checkpoint(3), storage)).resolves.toEqual({ kind: "first" });
    await expect(witnessCheckpoint(checkpoint(9), storage)).resolves.toMatchObject({ kind: "grown", from: 3 });
    await expect(witnessCheckpoint(checkpoint(9), storage)).resolves.toMatchObject({ kind: "grown", from: 9 });
  });

  it("sees that an earlier entry was changed, and keeps the evidence", async () => {
    await witnessCheckpoint(checkpoint(5), storage);
    leaves = leaves.with(2, leafHash("rewritten"));
    await expect(witnessCheckpoint(checkpoint(9), storage)).resolves.toMatchObject({ kind: "broken", from: 5 });
    await expect(witnessCheckpoint(checkpoint(9), storage)).resolves.toMatchObject({ kind: "broken", from: 5 });
  });

  it("sees that entries were taken away", async () => {
    await witnessCheckpoint(checkpoint(9), storage);
    await expect(witnessCheckpoint(checkpoint(4), storage)).resolves.toMatchObject({ kind: "broken", from: 9 });
  });
});
