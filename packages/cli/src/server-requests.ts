/** Rights through a running server: as requests, with their plan, approval, progress and ledger entries. */
import { writeFile } from "node:fs/promises";
import {
  approveRequest,
  cancelRequest,
  createRequest,
  getRequest,
  getRequestPackage,
  getRequestPlan,
} from "@kept/contract/request-endpoints";
import type { CreateRequest, RequestDetail, RequestPlan } from "@kept/contract/requests";
import { acceptMap, discoverSystem } from "@kept/contract/system-endpoints";
import type { PersonQuery } from "@kept/engine/rights";
import { type Client, createClient } from "@kept/sdk/client";
import { strFromU8, unzipSync } from "fflate";
import type { AccessCommand } from "./access.ts";
import type { DiscoverCommand } from "./discover.ts";
import type { EraseCommand } from "./erase.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, plural } from "./print.ts";

export interface ServerOptions {
  readonly server?: string;
  readonly apiKey?: string;
}

export interface ServerAddress {
  readonly server: string;
  readonly apiKey: string | null;
}

interface RightOptions {
  readonly scope?: readonly string[];
  readonly system?: string;
}

const POLL_MS = 300;

/** Makes an access request, approves it, waits for the package. */
export async function accessByServer(
  address: ServerAddress,
  person: PersonQuery,
  options: AccessCommand & RightOptions,
  output: Output,
): Promise<ExitCode> {
  const client = connect(address);
  const planned = await planRequest(client, "access", person, options, output);
  if (planned.code !== null) return planned.code;
  const { request, plan } = planned;
  await client.call(approveRequest, { params: { requestId: request.id }, body: { planVersion: request.planVersion } });
  const closed = await waitFor(client, request.id, (now) => now.phase === "closed", output);
  if (closed.package === null) {
    output.err(`Request ${request.reference} ended as ${closed.state}, without a package.\n`);
    return EXIT.failed;
  }
  const response = await client.open(getRequestPackage, { params: { requestId: request.id } });
  const zip = new Uint8Array(await response.arrayBuffer());
  if (options.out !== undefined) {
    await writeFile(options.out, zip, { mode: 0o600 });
    output.err(`Wrote ${options.out}: ${zip.length} bytes.\n`);
  }
  if (options.json) output.out(`${JSON.stringify(readPackage(zip, person, plan))}\n`);
  else output.out(describePlan(request, plan, output));
  return EXIT.done;
}

/** Makes an erasure request and shows its plan; with `--yes` approves it and waits until it has run. */
export async function eraseByServer(
  address: ServerAddress,
  person: PersonQuery,
  options: EraseCommand & RightOptions,
  output: Output,
): Promise<ExitCode> {
  const client = connect(address);
  const planned = await planRequest(client, "erasure", person, options, output);
  if (planned.code !== null) return planned.code;
  const { request, plan } = planned;
  const params = { requestId: request.id };
  const blocked = plan.findings.some((finding) => finding.blocks);
  if (!options.yes || blocked) {
    await client.call(cancelRequest, { params, body: { note: "dry run of the command line" } });
    print(output, options, describePlan(request, plan, output), erasureJson("dry-run", plan, false));
    return blocked ? EXIT.blocked : EXIT.done;
  }
  await client.call(approveRequest, { params, body: { planVersion: request.planVersion } });
  const closed = await waitFor(client, request.id, (now) => now.phase === "closed" || now.runsAt !== null, output);
  if (closed.phase !== "closed") {
    output.err(`Request ${request.reference} is approved and runs at ${closed.runsAt}: the waiting period lasts till then.\n`);
    return EXIT.done;
  }
  const verified = closed.systems.every((step) => step.found === false || step.state === "verified");
  print(output, options, describePlan(closed, plan, output), erasureJson("done", plan, verified));
  return verified ? EXIT.done : EXIT.failed;
}

/** Shows, and with `--accept` confirms, what a system of the server proposes. */
export async function discoverByServer(
  address: ServerAddress,
  system: string,
  options: DiscoverCommand,
  output: Output,
): Promise<ExitCode> {
  const client = connect(address);
  const params = { system };
  const isAccepting = options.accept === true || options.acceptTable !== undefined;
  const detail = isAccepting
    ? await client.call(acceptMap, { params, body: options.accept ? {} : { tables: [...(options.acceptTable ?? [])] } })
    : await client.call(discoverSystem, { params, body: {} });
  output.out(`${JSON.stringify(detail, null, options.json ? 0 : 2)}\n`);
  return EXIT.done;
}

function connect({ server, apiKey }: ServerAddress): Client {
  if (apiKey === null) throw new UsageError("A server needs an API key: set KEPT_API_KEY, or give --api-key.");
  return createClient({ server, apiKey });
}

type Planned =
  | { readonly code: null; readonly request: RequestDetail; readonly plan: RequestPlan }
  | { readonly code: ExitCode };

async function planRequest(
  client: Client,
  kind: CreateRequest["kind"],
  person: PersonQuery,
  options: RightOptions,
  output: Output,
): Promise<Planned> {
  const scope = (options.scope ?? []).flatMap((word) => word.split(",")).map((word) => word.trim());
  const created = await client.call(createRequest, {
    body: {
      kind,
      identifiers: [...person.identifiers],
      keys: person.keys.map(({ table, key }) => ({ system: options.system ?? "", table, key: [...key] })),
      scope: { tables: scope.filter((word) => !word.includes(".")), categories: scope.filter((word) => word.includes(".")) },
      verified: { by: "other", how: "named by the operator on the command line" },
      channel: "cli",
    },
  });
  const request = await waitFor(client, created.id, (now) => now.phase !== "underway", output);
  if (request.phase === "closed") {
    output.err(`Nobody is known by that (request ${request.reference}: ${request.state}).\n`);
    return { code: EXIT.notFound };
  }
  const plan = await client.call(getRequestPlan, { params: { requestId: request.id } });
  return { code: null, request, plan };
}

async function waitFor(
  client: Client,
  requestId: string,
  isThere: (request: RequestDetail) => boolean,
  output: Output,
): Promise<RequestDetail> {
  for (let shown = ""; ; ) {
    const request = await client.call(getRequest, { params: { requestId } });
    if (isThere(request)) return request;
    if (request.state !== shown && output.isTerminal) output.err(`${request.reference}: ${request.state}\n`);
    shown = request.state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function readPackage(zip: Uint8Array, person: PersonQuery, plan: RequestPlan) {
  const files = unzipSync(zip, { filter: ({ name }) => /^data\/.*(?<!\.schema)\.json$/.test(name) });
  const tables = Object.entries(files).map(([name, bytes]) => ({
    name: name.replace(/^data\//, "").replace(/\.json$/, ""),
    rows: JSON.parse(strFromU8(bytes)) as unknown,
  }));
  return { person, tables, gaps: plan.findings };
}

function describePlan(request: RequestDetail, plan: RequestPlan, output: Output): string {
  const rows = plan.tables.map(({ system, table, rows: count, counts }) => [
    `${system}.${table}`,
    count,
    counts.deleted,
    counts.detached,
    counts.redacted,
    counts.retained,
  ]);
  const head = ["table", "rows", "deleted", "detached", "redacted", "retained"];
  const findings = plan.findings.length > 0 ? `\n${formatFindings(output, plan.findings)}` : "";
  return `Request ${request.reference} (${request.state}): ${plural(request.rows, "row")}\n\n${formatTable(head, rows)}${findings}`;
}

function erasureJson(mode: "dry-run" | "done", plan: RequestPlan, verified: boolean) {
  const tables = plan.tables.map(({ system, table, counts }) => ({ name: `${system}.${table}`, ...counts }));
  return { mode, tables, findings: plan.findings, verified };
}

function print(output: Output, options: EraseCommand, text: string, json: unknown): void {
  output.out(options.json ? `${JSON.stringify(json)}\n` : text);
}

