/** Rights through a running server: as requests, with their plan, approval, progress and ledger entries. */
import { createWriteStream } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AnswerOf } from "@kept/contract/endpoint";
import {
  approveRequest,
  cancelRequest,
  createRequest,
  getRequest,
  getRequestPackage,
  getRequestPlan,
} from "@kept/contract/request-endpoints";
import type { CreateRequest, RequestPlan } from "@kept/contract/requests";
import { getSystem, listSystems } from "@kept/contract/system-endpoints";
import { CATEGORIES } from "@kept/engine/categories";
import type { Client } from "@kept/sdk/client";
import { readList } from "@kept/server/fulfilment/package/read-list";
import { type AccessCommand, WHOSE } from "./access.ts";
import { createChunkWriter } from "./chunk-writer.ts";
import type { EraseCommand } from "./erase.ts";
import { CommandError, EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import type { NamedPerson } from "./person-options.ts";
import { formatBytes, formatFindings, formatTable, type Output, paint, plural, showProgress } from "./print.ts";
import { listTableFiles, openGiven } from "./read-package.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";
import { splitKey } from "./split-key.ts";

interface RequestChoices {
  /** Which system the rows of `--id` are in. */
  readonly system?: string;
  readonly language?: "en" | "de";
}

type Request = AnswerOf<typeof getRequest>;

const POLL_MS = 250;

/** Makes an access request, approves it, waits for the package. */
export async function accessByServer(
  address: ServerAddress,
  person: NamedPerson,
  scope: readonly string[],
  options: AccessCommand & RequestChoices,
  output: Output,
): Promise<ExitCode> {
  return await withServer(address, async (client) => {
    const { request, plan } = await planRequest(client, "access", person, scope, options, output);
    if (request.state === "nothing_found")
      return await tellNobody(request, options, { person: null, tables: [], gaps: [] }, output);
    if (request.state === "blocked") {
      output.err(formatFindings(output, plan.findings));
      await cancel(client, request);
      return EXIT.blocked;
    }
    await client.call(approveRequest, {
      params: { requestId: request.id },
      body: { planVersion: request.planVersion },
    });
    const closed = await waitFor(
      client,
      request.id,
      (now) => now.phase === "closed" || now.phase === "needs_decision",
      output,
    );
    if (closed.package === null) {
      throw new CommandError(EXIT.failed, `Request ${request.reference} is ${closed.state}, and there is no package.`);
    }
    const response = await client.open(getRequestPackage, { params: { requestId: request.id } });
    if (!options.json) {
      if (options.out === undefined) await response.body?.cancel();
      else await saveBody(response.body, options.out, output);
      await output.out(describePlan(closed, plan, output));
      return EXIT.done;
    }
    const folder = await mkdtemp(join(tmpdir(), "kept-access-"));
    try {
      const path = options.out ?? join(folder, "package.zip");
      await saveBody(response.body, path, options.out === undefined ? null : output);
      await printPackage(path, { request: request.reference }, plan.findings, output);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return EXIT.done;
  });
}

/** Makes an erasure request and shows its plan; with `--yes` approves it and waits until it has run. */
export async function eraseByServer(
  address: ServerAddress,
  person: NamedPerson,
  scope: readonly string[],
  options: EraseCommand & RequestChoices,
  output: Output,
): Promise<ExitCode> {
  return await withServer(address, async (client) => {
    const { request, plan } = await planRequest(client, "erasure", person, scope, options, output);
    if (request.state === "nothing_found")
      return await tellNobody(request, options, erasureJson("dry-run", plan, false), output);
    const isBlocked = request.state === "blocked";
    if (!options.yes || isBlocked) {
      await cancel(client, request);
      await print(output, options, describePlan(request, plan, output), erasureJson("dry-run", plan, false));
      if (!isBlocked && !options.json) output.err("A dry run: the request was cancelled. Add --yes to do it.\n");
      return isBlocked ? EXIT.blocked : EXIT.done;
    }
    await client.call(approveRequest, {
      params: { requestId: request.id },
      body: { planVersion: request.planVersion },
    });
    const ended = (now: Request) => now.phase === "closed" || now.phase === "needs_decision" || now.state === "waiting";
    const closed = await waitFor(client, request.id, ended, output);
    if (closed.state === "waiting") {
      output.err(
        `Request ${closed.reference} is approved. It runs at ${closed.runsAt}, when the waiting period is over.\n`,
      );
      await print(output, options, describePlan(closed, plan, output), erasureJson("approved", plan, false));
      return EXIT.done;
    }
    if (closed.state !== "done")
      throw new CommandError(EXIT.failed, `Request ${closed.reference} is ${closed.state}: look at it in the console.`);
    const verified = closed.systems.every((step) => step.found === false || step.state === "verified");
    await print(output, options, describePlan(closed, plan, output), erasureJson("done", plan, verified));
    return verified ? EXIT.done : EXIT.failed;
  });
}

async function planRequest(
  client: Client,
  kind: CreateRequest["kind"],
  person: NamedPerson,
  scope: readonly string[],
  options: RequestChoices,
  output: Output,
): Promise<{ readonly request: Request; readonly plan: RequestPlan }> {
  const created = await client.call(createRequest, {
    body: {
      kind,
      identifiers: [...person.identifiers],
      keys: await rowDescriber(client, options)(person),
      scope: { tables: scope.filter((word) => !isCategory(word)), categories: scope.filter(isCategory) },
      verified: { by: "other", how: "named on the command line" },
      language: options.language ?? "en",
      channel: "cli",
    },
  });
  const request = await waitFor(client, created.id, (now) => now.phase !== "underway", output);
  const empty: RequestPlan = { version: 0, act: "read", tables: [], repairs: [], findings: [] };
  if (request.planVersion === 0) return { request, plan: empty };
  return { request, plan: await client.call(getRequestPlan, { params: { requestId: request.id } }) };
}

/** Rows that are a person, with the system they are in: named, or the only one. What that system holds is asked for once. */
export function rowDescriber(client: Client, options: Pick<RequestChoices, "system">) {
  let known: Promise<{ readonly system: string; readonly schema: AnswerOf<typeof getSystem>["schema"] }> | null = null;
  const ask = async () => {
    const { systems } = await client.call(listSystems, {});
    const system = options.system ?? (systems.length === 1 ? systems[0]?.system : undefined);
    if (system === undefined) {
      const names = systems.map((one) => one.system).join(", ");
      throw new UsageError(`In which system is that row? Give --system: ${names}.`);
    }
    const { schema } = await client.call(getSystem, { params: { system } });
    return { system, schema };
  };
  return async ({ rows }: Pick<NamedPerson, "rows">) => {
    if (rows.length === 0) return [];
    known ??= ask();
    const { system, schema } = await known;
    return rows.map(({ table, key }) => {
      const found = schema.find((one) => one.name.toLowerCase() === table.toLowerCase());
      return { system, table: found?.name ?? table, key: splitKey(key, found?.key.length ?? 0) };
    });
  };
}

async function waitFor(
  client: Client,
  requestId: string,
  isThere: (request: Request) => boolean,
  output: Output,
): Promise<Request> {
  for (;;) {
    const request = await client.call(getRequest, { params: { requestId } });
    if (isThere(request)) {
      showProgress(output, "");
      return request;
    }
    showProgress(output, `${request.reference}: ${request.state} …`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function cancel(client: Client, request: Request): Promise<void> {
  if (request.may.cancel) await client.call(cancelRequest, { params: { requestId: request.id } });
}

async function tellNobody(request: Request, options: EraseCommand, json: unknown, output: Output): Promise<ExitCode> {
  output.err(`Nobody is known by that (request ${request.reference}).\n`);
  if (options.json) await output.out(`${JSON.stringify(json)}\n`);
  return EXIT.notFound;
}

/** The rows of a package as JSON, `system.table` by `system.table`, row by row. */
async function printPackage(path: string, person: object, gaps: readonly unknown[], output: Output): Promise<void> {
  await using pack = await openGiven(path);
  const inside = new Set(pack.entries.map((entry) => entry.path));
  const write = createChunkWriter(output);
  await write.text(`{"person":${JSON.stringify(person)},"tables":[`);
  for (const [at, { table, file }] of listTableFiles(pack.manifest).entries()) {
    const { system, table: name, level } = table;
    const head = JSON.stringify({ name: `${system}.${name}`, level });
    await write.text(`${at === 0 ? "" : ","}${head.slice(0, -1)},"rows":[`);
    let separator = "";
    for await (const row of inside.has(file) ? readList(pack.read(file)) : []) {
      await write.text(separator + row);
      separator = ",";
    }
    await write.text("]}");
  }
  await write.text(`],"gaps":${JSON.stringify(gaps)}}\n`);
  await write.end();
}

/** `output` hears of the file that was written. */
async function saveBody(body: ReadableStream<Uint8Array> | null, path: string, output: Output | null): Promise<void> {
  if (body === null) throw new CommandError(EXIT.failed, "The server sent an empty package.");
  const partial = `${path}.part`;
  try {
    const file = createWriteStream(partial, { mode: 0o600 });
    await pipeline(Readable.fromWeb(body), file);
    await rename(partial, path);
    output?.err(`Wrote ${path}: ${formatBytes(file.bytesWritten)}.\n`);
  } finally {
    await rm(partial, { force: true });
  }
}

/** A name of the taxonomy, or the beginning of some. */
export function isCategory(word: string): boolean {
  return CATEGORIES.some(({ name }) => name === word || name.startsWith(`${word}.`));
}

function describePlan(request: Request, plan: RequestPlan, output: Output): string {
  const title = `${paint(output, "bold", `Request ${request.reference}`)} (${request.state}): ${plural(request.rows, "row")}\n\n`;
  const name = ({ system, table }: RequestPlan["tables"][number]) => `${system}.${table}`;
  const table =
    plan.act === "read"
      ? formatTable(
          output,
          ["table", "rows", "whose", "why"],
          plan.tables.map((one) => [name(one), one.rows, one.level === null ? "" : WHOSE[one.level], one.why]),
        )
      : formatTable(
          output,
          ["table", "deleted", "detached", "redacted", "retained"],
          plan.tables.map((one) => {
            const { deleted, detached, redacted, retained } = one.counts;
            return [name(one), deleted, detached, redacted, retained];
          }),
        );
  const findings = plan.findings.length > 0 ? `\n${formatFindings(output, plan.findings)}` : "";
  return `${title}${plan.tables.length > 0 ? table : ""}${findings}`;
}

function erasureJson(mode: "dry-run" | "approved" | "done", plan: RequestPlan, verified: boolean) {
  const tables = plan.tables.map(({ system, table, counts }) => ({ name: `${system}.${table}`, ...counts }));
  return { mode, tables, findings: plan.findings, verified };
}

async function print(output: Output, options: EraseCommand, text: string, json: unknown): Promise<void> {
  await output.out(options.json ? `${JSON.stringify(json)}\n` : text);
}
