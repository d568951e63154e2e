import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { afterEach, describe, expect, it } from "vitest";
import { SystemError } from "../connector.ts";
import { type ExchangeKey, keyPair, sharedSecret } from "./exchange-key.ts";
import { type HttpSystemOptions, openHttpSystem } from "./http-system.ts";
import type { EraseAnswer, EraseDone, EraseMessage } from "./protocol.ts";
import { createRightsHandler, type RightsHandlerOptions } from "./serve-rights.ts";
import type { ServedRights } from "./served-rights.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const today = "2026-06-01";
const ada: PersonQuery = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
const subjects = [{ table: "people", key: ["1"] }];
const UNABLE = {
  restriction: "Notes are read aloud.",
  rectification: "Notes are carved.",
  residue: "Nobody reads.",
  undo: "Notes are burnt.",
};
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A service with one person, who has `notes` notes until they are erased. */
function createNotes(notes: number) {
  const runs = new Map<string, EraseDone>();
  const asked: EraseMessage[] = [];
  const left = () => (runs.size === 0 ? notes : 0);
  const tables = (): EraseDone["tables"] =>
    left() === 0
      ? []
      : [{ name: "notes", groups: [{ disposition: "deleted", rows: left(), why: "Theirs.", until: null }] }];
  const rights: ServedRights = {
    describe: () => ({ name: "Notes", identifiers: ["email"], tables: [], capabilities: { scope: false, ...UNABLE } }),
    find: () => ({ subjects, findings: [] }),
    export: () => ({
      plan: {
        subjects,
        tables: [
          { name: "notes", rows: left(), level: "own", columns: ["n", "text"], hidden: [], masked: [], why: "Theirs." },
        ],
        gaps: [],
      },
      rows: (function* () {
        for (let n = 0; n < left(); n++) yield { table: "notes", level: "own", values: { n, text: "x".repeat(200) } };
      })(),
    }),
    erase: (message): EraseAnswer => {
      asked.push(message);
      const known = runs.get(message.idempotencyKey);
      if (known !== undefined) return known;
      if (message.mode === "dry-run") return { state: "planned", subjects, tables: tables(), findings: [] };
      const done: EraseDone = { state: "done", tables: tables(), residue: [] };
      runs.set(message.idempotencyKey, done);
      return done;
    },
    status: (key) => runs.get(key) ?? { state: "unknown" },
  };
  return { rights, runs, asked };
}

type Around = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Promise<Response>,
) => Promise<Response | null>;

/** A real server on the loopback address; `around` may spoil what happens, or answer itself (null: it did). */
async function serve(
  rights: ServedRights,
  around: Around = (_request, _response, answer) => answer(),
  options: Partial<RightsHandlerOptions> = {},
): Promise<string> {
  const handle = createRightsHandler({ key: sharedSecret(SECRET), rights, ...options });
  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray());
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 ? { body } : {}),
    });
    const response = await around(incoming, outgoing, () => handle(request));
    if (response === null) return;
    // Whoever asked has gone while the answer was made.
    if (outgoing.destroyed) return void (await response.body?.cancel());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    const stream = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    stream.on("error", () => outgoing.destroy());
    outgoing.on("close", () => stream.destroy());
    stream.pipe(outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  return `http://127.0.0.1:${address.port}/rights/`;
}

function open(url: string, more: Partial<HttpSystemOptions> = {}) {
  return openHttpSystem({
    system: "notes",
    url,
    key: SECRET,
    allowPrivate: true,
    retries: { firstDelay: 2 },
    timeouts: { connect: 2000, answer: 400, run: 400, idle: 400 },
    ...more,
  });
}

async function failureOf(work: Promise<unknown>): Promise<SystemError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SystemError);
  const failure = error as SystemError;
  expect(failure.message + failure.advice).not.toMatch(/ada@|secret-of-the-service|0123456789abcdef/);
  return failure;
}

async function readAll(url: string, more: Partial<HttpSystemOptions> = {}): Promise<number> {
  await using system = await open(url, more);
  let rows = 0;
  for await (const _ of system.readAccess(ada, EVERYTHING, { today }, () => {})) rows += 1;
  return rows;
}

/** Replaces text in what the service sends, and leaves everything else as it was. */
const tamper =
  (endpoint: string, change: (body: string) => string): Around =>
  async (request, _response, answer) => {
    const response = await answer();
    if (!request.url?.endsWith(endpoint)) return response;
    return new Response(change(await response.text()), { status: response.status, headers: response.headers });
  };

describe("opening", () => {
  it("knows the service by its description", async () => {
    await using system = await open(await serve(createNotes(1).rights));
    expect(system.description).toMatchObject({ protocol: "kept-rights/1", name: "Notes" });
  });

  it("works with key pairs, each side its own", async () => {
    const pem = () =>
      generateKeyPairSync("ed25519", {
        publicKeyEncoding: { format: "pem", type: "spki" },
        privateKeyEncoding: { format: "pem", type: "pkcs8" },
      });
    const [kept, service] = [pem(), pem()];
    const key: ExchangeKey = keyPair({
      ownId: "service",
      ownPrivateKey: service.privateKey,
      peerId: "kept",
      peerPublicKey: kept.publicKey,
    });
    const url = await serve(createNotes(3).rights, undefined, { key });
    expect(await readAll(url, { key: `${kept.privateKey}\n${service.publicKey}` })).toBe(3);
    expect((await failureOf(open(url))).code).toBe("system_login_refused");
  });

  it.each([
    ["another secret", { key: "another secret of thirty-two bytes" }, "system_login_refused"],
    ["no secret", { key: "" }, "system_login_refused"],
    [
      "a private address that was not allowed",
      { allowPrivate: false, url: "https://localhost:1/" },
      "system_url_invalid",
    ],
    ["a written-out private address", { allowPrivate: false, url: "https://127.0.0.1:1/" }, "system_url_invalid"],
    ["nothing that listens", { url: "http://127.0.0.1:1/" }, "system_unreachable"],
    ["a name that is not known", { url: "https://shop.invalid/" }, "system_unreachable"],
  ])("says what is wrong with %s", async (_, more, code) => {
    const url = await serve(createNotes(1).rights);
    expect((await failureOf(open(url, more))).code).toBe(code);
  });

  it.each([
    [301, "system_url_invalid"],
    [403, "system_login_refused"],
    [404, "system_url_invalid"],
    [500, "system_failed"],
    [503, "system_unreachable"],
    [504, "system_timeout"],
  ])("understands a status of %i that a proxy gives", async (status, code) => {
    let calls = 0;
    const url = await serve(createNotes(1).rights, async (_request, response) => {
      calls += 1;
      response.writeHead(status, { location: "http://127.0.0.1:1/", "content-type": "text/html" });
      response.end("secret-of-the-service");
      return null;
    });
    expect((await failureOf(open(url))).code).toBe(code);
    expect(calls).toBe(status >= 500 ? 3 : 1);
  });

  it("knows its own address behind a proxy when it is told", async () => {
    const rights = createNotes(1).rights;
    const wrong = await serve(rights, undefined, { url: "https://public.example.org/rights" });
    expect((await failureOf(open(wrong))).code).toBe("system_login_refused");
    // The proxy calls the service by an inner address; what was signed is the outer one.
    const outer = await serve(rights, async (request, _response) => {
      const handle = createRightsHandler({
        key: sharedSecret(SECRET),
        rights,
        url: `http://${request.headers.host}/rights`,
      });
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      return await handle(new Request("http://inner:1234/other/", { headers }));
    });
    await using system = await open(outer);
    expect(system.description.name).toBe("Notes");
  });
});

describe("calls", () => {
  it("are tried again while that may help", async () => {
    let calls = 0;
    const url = await serve(createNotes(1).rights, async (_request, response, answer) => {
      calls += 1;
      if (calls > 2) return await answer();
      if (calls === 1) response.destroy();
      else response.writeHead(503).end();
      return null;
    });
    await using system = await open(url);
    expect(system.description.name).toBe("Notes");
    expect(calls).toBe(3);
  });

  it("end when the service does not answer", async () => {
    const url = await serve(createNotes(1).rights, async () => null);
    const failure = await failureOf(open(url, { timeouts: { answer: 50 }, retries: { attempts: 1 } }));
    expect(failure.code).toBe("system_timeout");
  });

  it("are refused when they are sent a second time", async () => {
    const { rights } = createNotes(1);
    const handle = createRightsHandler({ key: sharedSecret(SECRET), rights });
    const seen: Response[] = [];
    const url = await serve(rights, async (request) => {
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const again = () => handle(new Request(`http://${request.headers.host}${request.url}`, { headers }));
      const first = await again();
      seen.push(await again());
      return first;
    });
    await using _ = await open(url);
    expect(seen.map(({ status }) => status)).toEqual([401]);
    expect(await seen[0]?.json()).toMatchObject({ error: { code: "signature_replayed" } });
    expect(seen[0]?.headers.has("signature")).toBe(false);
  });

  it("are not answered by somebody else, or with something else", async () => {
    const url = await serve(
      createNotes(1).rights,
      tamper("/find", (body) => body.replace('"1"', '"2"')),
    );
    await using system = await open(url);
    expect((await failureOf(system.find(ada))).code).toBe("system_login_refused");
  });

  it.each([
    ["too much", { subjects, findings: [], more: "secret-of-the-service" }],
    ["too little", { subjects }],
    ["something else", "secret-of-the-service"],
    ["a subject without a key", { subjects: [{ table: "people" }], findings: [] }],
  ])("are not satisfied with %s", async (_, answer) => {
    const rights = { ...createNotes(1).rights, find: () => answer } as unknown as ServedRights;
    await using system = await open(await serve(rights));
    expect((await failureOf(system.find(ada))).code).toBe("system_failed");
  });

  it("hear nothing of why a service failed", async () => {
    const heard: unknown[] = [];
    const rights = {
      ...createNotes(1).rights,
      find: () => Promise.reject(new Error("secret-of-the-service ada@example.org")),
    };
    await using system = await open(await serve(rights, undefined, { onError: (error) => heard.push(error) }));
    expect((await failureOf(system.find(ada))).code).toBe("system_failed");
    expect(heard).toHaveLength(3);
  });

  it("say when there is nobody", async () => {
    const rights = { ...createNotes(1).rights, find: () => ({ subjects: [], findings: [] }) };
    await using system = await open(await serve(rights));
    expect((await system.find(ada)).findings).toMatchObject([{ code: "person_not_found", blocks: true }]);
  });
});

describe("an export", () => {
  it("streams with bounded memory, however large it is", async () => {
    const url = await serve(createNotes(300_000).rights);
    await using system = await open(url, { timeouts: { answer: 5000, idle: 5000 } });
    let rows = 0;
    let most = 0;
    const before = process.memoryUsage().rss;
    for await (const _ of system.readAccess(ada, EVERYTHING, { today }, () => {})) {
      rows += 1;
      if (rows % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(rows).toBe(300_000);
    // About 80 MB pass by.
    expect(most).toBeLessThan(70_000_000);
  });

  it.each<[string, (body: string) => string, string]>([
    ["cut at its end", (body) => body.slice(0, body.lastIndexOf('{"line":"end"')), "system_unreachable|system_failed"],
    ["cut in a line", (body) => body.slice(0, -20), "system_failed"],
    ["short of a row", (body) => body.replace(/\{"line":"row".*\n/, ""), "system_login_refused"],
    ["changed in a row", (body) => body.replace('"n":1', '"n":7'), "system_login_refused"],
    ["without a plan", (body) => body.slice(body.indexOf("\n") + 1), "system_failed"],
    ["continued", (body) => `${body}{"line":"end"}\n`, "system_failed"],
    ["no JSON", () => "secret-of-the-service\n", "system_failed"],
    ["empty", () => "", "system_failed"],
  ])("is refused when it is %s", async (_, change, code) => {
    const failure = await failureOf(readAll(await serve(createNotes(3).rights, tamper("/export", change))));
    expect(failure.code).toMatch(new RegExp(`^(${code})$`));
  });

  it("is refused when its last line is that of another export", async () => {
    const ends: string[] = [];
    const url = await serve(
      createNotes(3).rights,
      tamper("/export", (body) => {
        ends.push(body.slice(body.lastIndexOf('{"line":"end"')));
        return body.slice(0, body.lastIndexOf('{"line":"end"')) + ends[0];
      }),
    );
    expect(await readAll(url)).toBe(3);
    expect((await failureOf(readAll(url))).code).toBe("system_login_refused");
  });

  it.each([
    ["fewer rows than planned", (rows: object[]) => rows.slice(1)],
    ["more rows than planned", (rows: object[]) => [...rows, rows[0]]],
    ["a table that was not planned", (rows: object[]) => [...rows.slice(1), { ...rows[0], table: "others" }]],
    ["a column that was not planned", (rows: object[]) => [...rows.slice(1), { ...rows[0], values: { hash: "x" } }]],
  ])("is refused when it holds %s", async (_, change) => {
    const { rights } = createNotes(3);
    const spoilt = {
      ...rights,
      export: async (message: Parameters<ServedRights["export"]>[0]) => {
        const whole = await rights.export(message);
        return { ...whole, rows: change([...(whole.rows as Iterable<object>)]) };
      },
    } as ServedRights;
    expect((await failureOf(readAll(await serve(spoilt)))).code).toBe("system_failed");
  });

  it("tells what columns hold, where the service says so, and of no column that is not there", async () => {
    const { rights } = createNotes(1);
    const saying = (holds: object): ServedRights =>
      ({
        ...rights,
        export: async (message: Parameters<ServedRights["export"]>[0]) => {
          const whole = await rights.export(message);
          return { ...whole, plan: { ...whole.plan, tables: whole.plan.tables.map((table) => ({ ...table, holds })) } };
        },
      }) as ServedRights;
    const plan = async (holds: object) => {
      await using system = await open(await serve(saying(holds)));
      return await system.planAccess(ada, EVERYTHING, { today });
    };
    const holds = { text: { category: "content.text", provenance: "provided" } };
    expect((await plan(holds)).tables[0]?.holds).toEqual(holds);
    for (const wrong of [
      { hash: holds.text },
      { text: { category: "content.text", provenance: "guessed" } },
      { text: 1 },
    ]) {
      expect((await failureOf(plan(wrong))).code).toBe("system_failed");
    }
  });

  it("ends when the service fails in the middle", async () => {
    const { rights } = createNotes(3);
    const failing: ServedRights = {
      ...rights,
      export: async (message) => ({
        ...(await rights.export(message)),
        rows: (async function* () {
          yield { table: "notes", level: "own" as const, values: { n: 1 } };
          throw new Error("secret-of-the-service");
        })(),
      }),
    };
    expect((await failureOf(readAll(await serve(failing)))).code).toBe("system_unreachable");
  });

  it("lets the service close what it opened, also when nobody reads on", async () => {
    const { rights } = createNotes(50_000);
    let opened = 0;
    let closed = 0;
    const counted: ServedRights = {
      ...rights,
      export: async (message) => {
        opened += 1;
        return { ...(await rights.export(message)), close: () => (closed += 1) };
      },
    };
    // An answer that comes too late is asked for again, and then there is more to close.
    const patient = { connect: 20_000, answer: 20_000, run: 20_000, idle: 20_000 };
    await using system = await open(await serve(counted), { timeouts: patient });
    for await (const _ of system.readAccess(ada, EVERYTHING, { today }, () => {})) break;
    await system.planAccess(ada, EVERYTHING, { today });
    await expect.poll(() => closed, { timeout: 20_000 }).toBe(2);
    expect(opened).toBe(2);
  });

  it("says what it cannot leave out when asked for a part", async () => {
    await using system = await open(await serve(createNotes(3).rights));
    const scope = { tables: ["notes"], categories: [] };
    const plan = await system.planAccess(ada, scope, { today });
    expect(plan.gaps).toMatchObject([{ code: "scope_unsupported", blocks: false }]);
    expect((await system.planErasure(ada, scope, { today })).findings).toMatchObject([
      { code: "scope_unsupported", blocks: true },
    ]);
  });
});

describe("a right about single rows", () => {
  it("is a gap, and never a right about everything", async () => {
    await using system = await open(await serve(createNotes(3).rights));
    const scope = { tables: [], categories: [], rows: [{ table: "notes", key: ["1"] }] };
    const plans: unknown[] = [];
    const rows = system.readAccess(ada, scope, { today }, (plan) => void plans.push(plan));
    for await (const _ of rows) expect.unreachable();
    expect(plans).toMatchObject([{ tables: [], gaps: [{ code: "right_unsupported", blocks: false }] }]);
    const plan = await system.planErasure(ada, scope, { today });
    expect(plan).toMatchObject({ tables: [], findings: [{ code: "right_unsupported", blocks: true }] });
    await expect(system.erase(ada, scope, { today }, plan, {})).rejects.toMatchObject({ code: "plan_blocked" });
    await expect(system.erase(ada, scope, { today }, null, {})).rejects.toMatchObject({ code: "plan_blocked" });
  });
});

describe("an erasure", () => {
  it("goes on by itself when the answer was lost, and happens once", async () => {
    const notes = createNotes(3);
    let lost = 0;
    const url = await serve(notes.rights, async (request, response, answer) => {
      const runs = notes.runs.size;
      const whole = await answer();
      if (!request.url?.endsWith("/erase") || notes.runs.size === runs) return whole;
      lost += 1;
      response.destroy();
      return null;
    });
    await using system = await open(url);
    const outcome = await system.erase(ada, EVERYTHING, { today }, null, {});
    expect(outcome).toMatchObject({ verified: true, tables: [{ name: "notes", deleted: 3 }] });
    expect([lost, notes.runs.size, notes.asked.filter(({ mode }) => mode === "run").length]).toEqual([1, 1, 1]);
  });

  it("is sent again under the same key when it never arrived", async () => {
    const notes = createNotes(3);
    let erasures = 0;
    const url = await serve(notes.rights, async (request, response, answer) => {
      // The first is the dry run, the second the run.
      if (request.url?.endsWith("/erase")) erasures += 1;
      if (erasures !== 2 || !request.url?.endsWith("/erase")) return await answer();
      response.destroy();
      return null;
    });
    await using system = await open(url);
    expect(await system.erase(ada, EVERYTHING, { today }, null, {})).toMatchObject({ verified: true });
    expect(notes.runs.size).toBe(1);
  });

  it("is the same run when its approved plan comes again, and another for a new plan", async () => {
    const notes = createNotes(3);
    await using system = await open(await serve(notes.rights));
    const approved = await system.planErasure(ada, EVERYTHING, { today });
    const first = await system.erase(ada, EVERYTHING, { today }, approved, {});
    expect(await system.erase(ada, EVERYTHING, { today }, approved, {})).toEqual(first);
    expect(notes.runs.size).toBe(1);
    const later = await system.planErasure(ada, EVERYTHING, { today });
    await system.erase(ada, EVERYTHING, { today }, later, {});
    expect(notes.runs.size).toBe(2);
  });

  it("says so when the service did not do what it said", async () => {
    const notes = createNotes(3);
    const erase: ServedRights["erase"] = (message) => {
      const answer = notes.rights.erase(message);
      if (message.mode === "run") notes.runs.clear();
      return answer;
    };
    await using system = await open(await serve({ ...notes.rights, erase }));
    const outcome = await system.erase(ada, EVERYTHING, { today }, null, {});
    expect(outcome).toMatchObject({ verified: false, residue: [{ code: "rows_remain", table: "notes" }] });
  });

  it("is reported as done when only the verification failed", async () => {
    const notes = createNotes(3);
    const url = await serve(notes.rights, async (request, response, answer) => {
      if (notes.runs.size === 0 || !request.url?.endsWith("/erase")) return await answer();
      response.destroy();
      return null;
    });
    await using system = await open(url);
    const outcome = await system.erase(ada, EVERYTHING, { today }, null, {});
    expect(outcome).toMatchObject({ verified: false, residue: [{ code: "verification_failed" }] });
  });

  it("waits for a run that is still under way instead of settling it", async () => {
    const notes = createNotes(3);
    await using system = await open(await serve({ ...notes.rights, status: () => ({ state: "running" }) }));
    const plan = await system.planErasure(ada, EVERYTHING, { today });
    expect((await failureOf(system.settle(plan, { today }))).code).toBe("system_conflict");
  });
});
