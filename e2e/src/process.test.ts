/** The process: how it starts, says no, ends when it is told, and goes on after an end that it did not choose. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { prepareDataDir } from "@kept/server/platform/testing/prepared-database";
import { afterAll, describe, expect, it } from "vitest";
import { type Child, startChild } from "./testing/run-child.ts";
import { runCommand } from "./testing/run-command.ts";
import { queryRows } from "./testing/shop-data.ts";

const START = "examples/mi-option/start.js";
const ADDRESSES = /API reference\s+(\S+)\/docs\/api/;

describe("npm start", () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-e2e-process-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("prints where to go, holds its data alone, ends cleanly on Ctrl-C and starts again on what it left", {
    timeout: 300_000,
  }, async () => {
    const environment = { KEPT_PORT: "0", KEPT_DATA_DIR: join(folder, "start") };
    for (const round of ["first", "later"] as const) {
      await using child = startChild(START, environment);
      const [, url = ""] = await child.says(ADDRESSES);
      const seconds = /started in ([\d.]+) s/.exec(child.output())?.[1];
      process.stdout.write(`The ${round} start took ${seconds} s.\n`);
      expect(child.output().includes("first start")).toBe(round === "first");
      const website = /Example website\s+(\S+)/.exec(child.output())?.[1] ?? "";
      const signIn = /Console\s+(\S+)/.exec(child.output())?.[1] ?? "";
      for (const address of [
        `${url}/privacy`,
        `${url}/console/`,
        `${url}/dev/outbox`,
        `${url}/docs/api`,
        website,
        signIn,
      ])
        expect([address, (await fetch(address)).status]).toEqual([address, 200]);
      if (round === "first") await expectNo(startChild(START, environment), /in use by process \d+/, "KEPT_DATA_DIR");
      child.kill("SIGINT");
      expect(await child.ended).toMatchObject({ code: 0, signal: null, output: expect.stringMatching(/Stopped\.\n$/) });
    }
  });

  it("says which port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const child = startChild(START, { KEPT_PORT: String(port), KEPT_DATA_DIR: join(folder, "port") });
    await expectNo(child, /KEPT_PORT/, String(port));
    taken.close();
  });

  it("says which setting is wrong", async () => {
    const child = startChild(START, { KEPT_PORT: "abc", KEPT_DATA_DIR: join(folder, "setting") });
    await expectNo(child, /not a port number/, "KEPT_PORT");
  });

  it("says what is wrong in a configuration, and where", async () => {
    const config = join(folder, "kept.config.ts");
    writeFileSync(
      config,
      "export default { controller: { name: 'Nobody' }, systems: { shop: { adress: 'shop.db' } } };\n",
    );
    const environment = { KEPT_PORT: "0", KEPT_DATA_DIR: join(folder, "config") };
    const child = startChild("packages/cli/bin/kept.js", environment, ["start", "--config", config]);
    await expectNo(child, /is not valid/, "controller.email");
    expect(child.output()).toContain("adress");
  });

  it("finishes erasures that kill -9 cut off, and loses neither requests nor ledger", {
    timeout: 240_000,
  }, async () => {
    const dataDir = join(folder, "killed");
    await prepareDataDir(dataDir);
    const environment = {
      KEPT_PORT: "0",
      KEPT_DATA_DIR: dataDir,
    };
    const ids: string[] = [];
    let people: readonly string[] = [];
    let sizeBefore = 0;
    {
      await using child = startChild("e2e/src/testing/serve-example.ts", environment);
      const server = await readServer(child);
      people = queryRows(
        server.shop,
        "SELECT email FROM accounts WHERE id > 20 ORDER BY post_count DESC, id LIMIT 4",
      ).map((row) => String(row["email"]));
      for (const email of people) {
        const made = await call(server, "POST", "", {
          kind: "erasure",
          identifiers: [{ kind: "email", value: email }],
          verified: { by: "letter", how: "a letter with a copy of the account page" },
        });
        ids.push(made.id);
      }
      await until(
        async () => (await states(server, ids)).every((state) => state === "awaiting_approval"),
        "all are planned",
      );
      for (const id of ids) await approve(server, id);
      // The moment the first has begun, the others at the latest are in the middle of something.
      await until(
        async () => (await states(server, ids)).some((state) => state === "running" || state === "done"),
        "a run began",
        100,
      );
      sizeBefore = (await checkpoint(server)).size;
      child.kill("SIGKILL");
      expect(await child.ended).toMatchObject({ signal: "SIGKILL" });
    }
    await using child = startChild("e2e/src/testing/serve-example.ts", environment);
    const server = await readServer(child);
    const resumed = await states(server, ids);
    process.stdout.write(`After the restart: ${resumed.join(", ")}.\n`);
    const restarted = performance.now();
    await until(async () => {
      const now = await states(server, ids);
      // People who had rows in common change each other's plans; what changes comes back for approval.
      for (const [index, state] of now.entries())
        if (state === "awaiting_approval") await approve(server, ids[index] ?? "");
      return now.every((state) => state === "done");
    }, "all are done");
    process.stdout.write(`All were done ${((performance.now() - restarted) / 1000).toFixed(0)} s later.\n`);
    for (const email of people) {
      expect(queryRows(server.shop, "SELECT id FROM accounts WHERE email = ?", email)).toEqual([]);
      expect(queryRows(server.shop, "SELECT id FROM newsletter_subscribers WHERE email = ?", email)).toEqual([]);
    }
    expect(queryRows(server.shop, "PRAGMA foreign_key_check")).toEqual([]);
    for (const id of ids) {
      const { timeline } = await call(server, "GET", `/${id}`);
      const events = timeline.map(({ event }) => event);
      for (const event of ["submitted", "verified", "done"])
        expect([id, event, events.filter((one) => one === event).length]).toEqual([id, event, 1]);
      expect(events).toEqual(
        expect.arrayContaining(["planned", "approved", "started", "step-intended", "step-completed"]),
      );
    }
    expect((await checkpoint(server)).size).toBeGreaterThan(sizeBefore);
    const ran = await runCommand(["ledger", "verify", "--json"], {
      dataDir,
      server: server.url,
      apiKey: server.apiKey,
    });
    expect([ran.code, JSON.parse(ran.out)]).toMatchObject([0, { valid: true, faults: [] }]);
    child.kill("SIGINT");
    expect(await child.ended).toMatchObject({ code: 0 });
  });

  async function expectNo(child: Child, why: RegExp, names: string): Promise<void> {
    await using ending = child;
    const { code, output } = await ending.ended;
    expect([code, output]).toEqual([1, expect.stringMatching(why)]);
    expect(output).toContain(names);
    // A message for whoever starts it, not a trace for whoever wrote it.
    expect(output).not.toMatch(/^\s+at .+:\d+:\d+/m);
  }
});

interface Server {
  readonly url: string;
  readonly shop: string;
  readonly apiKey: string;
}

interface Detail {
  readonly id: string;
  readonly state: string;
  readonly planVersion: number;
  readonly timeline: readonly { readonly event: string }[];
}

async function readServer(child: Child): Promise<Server> {
  const [line] = await child.says(/^\{"url".*\}$/m);
  return JSON.parse(line) as Server;
}

async function call(server: Server, method: string, path: string, body?: unknown): Promise<Detail> {
  const response = await fetch(`${server.url}/api/requests${path}`, {
    method,
    headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (response.status === 429) {
    // Asking too often is answered as it is to anybody: wait, and ask again.
    await pause(Number(response.headers.get("retry-after") ?? "1") * 1_000);
    return await call(server, method, path, body);
  }
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${answer}`);
  return JSON.parse(answer) as Detail;
}

async function approve(server: Server, id: string): Promise<void> {
  const { planVersion } = await call(server, "GET", `/${id}`);
  await call(server, "POST", `/${id}/approve`, { planVersion });
}

async function states(server: Server, ids: readonly string[]): Promise<readonly string[]> {
  return await Promise.all(ids.map(async (id) => (await call(server, "GET", `/${id}`)).state));
}

async function checkpoint(server: Server): Promise<{ readonly size: number }> {
  return (await (await fetch(`${server.url}/api/ledger/checkpoint`)).json()) as { size: number };
}

/** A run that was cut off is taken up again within two minutes at most: its lease has to end first. */
async function until(isSo: () => Promise<boolean>, what: string, pauseMilliseconds = 500): Promise<void> {
  const end = Date.now() + 150_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come about that ${what}.`);
    await pause(pauseMilliseconds);
  }
}
