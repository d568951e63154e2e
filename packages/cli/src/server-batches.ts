/** `kept erase --people` through a running server: a batch, from its list to its end, taken up again by its id. */
import { approveBatch, cancelBatch, createBatch, getBatch } from "@kept/contract/batch-endpoints";
import type { Batch } from "@kept/contract/batches";
import type { Client } from "@kept/sdk/client";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import { readPeopleFile } from "./people-file.ts";
import { formatFindings, formatTable, type Output, paint, plural, showProgress } from "./print.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";
import { isCategory, rowDescriber } from "./server-requests.ts";

export interface BatchCommand {
  /** The list; null where a batch that is there is gone on with. */
  readonly people?: string;
  readonly batch?: string;
  readonly system?: string;
  readonly skipUnclear?: boolean;
  /** Write to nobody. */
  readonly tell?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const POLL_MS = 500;

/** Has everybody of a list planned; with `--yes` erased. Ctrl-C ends the watching and not the batch. */
export async function erasePeopleByServer(
  address: ServerAddress,
  scope: readonly string[],
  options: BatchCommand,
  output: Output,
): Promise<ExitCode> {
  return await withServer(address, async (client) => {
    const id = options.batch ?? (await bring(client, options.people ?? "", scope, options));
    if (options.batch === undefined) output.err(`Batch ${id}. To go on with it later: kept erase --batch ${id}\n`);
    const isThere = ({ state, paused }: Batch) => state !== "planning" || paused.length > 0;
    const planned = await waitFor(client, id, isThere, output);
    if (planned.state !== "awaiting_approval" && planned.state !== "blocked") {
      return await follow(client, planned, options, output);
    }
    const unclear = planned.lines.filter(needsLook);
    const isStopped = planned.state === "blocked" || (unclear.length > 0 && !options.skipUnclear);
    if (!options.yes || isStopped) {
      await report(planned, options, output);
      // One that was brought before stays for whoever decides on it.
      if (options.batch === undefined && planned.may.cancel) {
        await client.call(cancelBatch, { params: { batchId: id } });
        output.err("Nothing was changed: the batch was cancelled.\n");
      }
      if (planned.state === "blocked") return EXIT.blocked;
      if (!isStopped) return EXIT.done;
      return unclear.some(({ state }) => state === "unclear") ? EXIT.usage : EXIT.notFound;
    }
    const body = { planVersion: planned.planVersion, skipUnclear: options.skipUnclear ?? false };
    const approved = await client.call(approveBatch, { params: { batchId: id }, body });
    return await follow(client, approved, options, output);
  });
}

async function bring(client: Client, file: string, scope: readonly string[], options: BatchCommand): Promise<string> {
  const listed = await readPeopleFile(file);
  const describeRows = rowDescriber(client, options);
  const people = [];
  for (const { line, person } of listed) {
    people.push({
      line,
      identifiers: person.identifiers.map((one) => ({ ...one })),
      keys: await describeRows(person),
    });
  }
  const { id } = await client.call(createBatch, {
    body: {
      people,
      scope: { tables: scope.filter((word) => !isCategory(word)), categories: scope.filter(isCategory) },
      verified: { by: "other", how: "listed on the command line" },
      tell: options.tell ?? true,
    },
  });
  return id;
}

/** Watches an approved batch until it has ended, or waits for something that is not ours to do. */
async function follow(client: Client, begun: Batch, options: BatchCommand, output: Output): Promise<ExitCode> {
  const isThere = ({ state, paused, systems }: Batch) =>
    ["done", "nobody", "cancelled", "waiting", "blocked", "awaiting_approval"].includes(state) ||
    (state === "planning" && paused.length > 0) ||
    (paused.length > 0 && systems.every((one) => one.state === "done" || paused.some((p) => p.system === one.system)));
  const batch = await waitFor(client, begun.id, isThere, output);
  await report(batch, options, output);
  if (batch.state === "nobody") return EXIT.notFound;
  if (batch.state === "waiting") {
    output.err(`Approved. It runs at ${batch.runsAt}, when the waiting period is over.\n`);
    return EXIT.done;
  }
  if (batch.state === "running" || batch.state === "planning") {
    output.err(`Waits for ${batch.paused.map(({ system }) => system).join(", ")}, which is paused.\n`);
    return EXIT.blocked;
  }
  if (batch.state !== "done")
    throw new CommandError(EXIT.failed, `The batch is ${batch.state.replaceAll("_", " ")}: look at it in the console.`);
  return isVerified(batch) ? EXIT.done : EXIT.failed;
}

async function waitFor(
  client: Client,
  batchId: string,
  isThere: (batch: Batch) => boolean,
  output: Output,
): Promise<Batch> {
  let told = "";
  for (;;) {
    const batch = await client.call(getBatch, { params: { batchId } });
    if (isThere(batch)) {
      showProgress(output, "");
      return batch;
    }
    const trouble = batch.problem === null ? "" : describeTrouble(batch.problem);
    if (trouble !== told) output.err(trouble);
    told = trouble;
    const far = batch.systems.map(({ system, done, people }) => `${system} ${done}/${people}`).join(", ");
    showProgress(output, `${batch.state}${far === "" ? "" : `: ${far}`} …`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function describeTrouble({ message, tries, nextTryAt }: NonNullable<Batch["problem"]>): string {
  if (nextTryAt === null) return `${message}\n`;
  return `${message} Tried ${tries === 1 ? "once" : `${tries} times`}; tried again by itself at ${nextTryAt}.\n`;
}

async function report(batch: Batch, options: BatchCommand, output: Output): Promise<void> {
  await output.out(options.json ? `${JSON.stringify(toJson(batch))}\n` : describe(batch, output));
}

/** `approved`: no dry run any more, and not at its end yet. */
function modeOf({ state, lines }: Batch): "dry-run" | "approved" | "done" {
  if (state === "done") return "done";
  const isBegun = state === "waiting" || state === "running" || lines.some(({ requestId }) => requestId !== null);
  return isBegun ? "approved" : "dry-run";
}

/** As with one person: what a system that was left out holds is not looked at. */
function isVerified({ state, notVerified, leftOut }: Batch): boolean {
  return state === "done" && notVerified === 0 && leftOut.length === 0;
}

const needsLook = ({ state }: Batch["lines"][number]): boolean => state === "unknown" || state === "unclear";

/** The shape of a list that was erased straight on a database, with the request of each. */
function toJson(batch: Batch) {
  const mode = modeOf(batch);
  return {
    mode,
    verified: isVerified(batch),
    notVerified: batch.notVerified,
    batch: batch.id,
    state: batch.state,
    tables: batch.systems.flatMap(({ system, tables }) =>
      tables.map(({ table, ...counts }) => ({ name: `${system}.${table}`, ...counts })),
    ),
    findings: batch.systems.flatMap(({ system, findings }) => findings.map((finding) => ({ system, ...finding }))),
    skipped: mode === "dry-run" ? [] : batch.lines.filter(needsLook).map(({ line }) => line),
    people: batch.lines.map(({ line, state, sameAs, finding, counts, requestId, verified }) => ({
      line,
      state,
      sameAs,
      finding,
      ...counts,
      request: requestId,
      verified,
    })),
  };
}

const TITLES = {
  "dry-run": (who: string) => `This is what would happen to ${who}`,
  approved: (who: string) => `Approved, and not at its end: the erasure of ${who}`,
  done: (who: string) => `${who} erased`,
  notVerified: (who: string, left: number) => `Carried out for ${who}, but not verified for ${left} of them`,
} as const;

function describe(batch: Batch, output: Output): string {
  const mode = modeOf(batch);
  const isLeft = mode === "done" && batch.notVerified > 0;
  const title = TITLES[isLeft ? "notVerified" : mode](plural(batch.clear, "person", "people"), batch.notVerified);
  const counts = ["deleted", "detached", "redacted", "retained"] as const;
  const tables = batch.systems.flatMap(({ system, tables: all }) =>
    all.map((table) => [`${system}.${table.table}`, ...counts.map((count) => table[count])] as const),
  );
  const lines = batch.lines
    .filter(({ state }) => state === "clear")
    .map((one) => [String(one.line), ...counts.map((count) => one.counts[count])] as const);
  const others = batch.lines
    .filter(({ state }) => state !== "clear")
    .map(({ line, state, sameAs, finding }) =>
      state === "same"
        ? `  line ${line} is the same person as line ${sameAs}\n`
        : `  line ${line}: ${finding ?? state}\n`,
    );
  const findings = batch.systems.flatMap((one) => one.findings).filter(({ blocks }) => blocks);
  return [
    `${paint(output, isLeft ? ["red", "bold"] : "bold", title)} (batch ${batch.id}, ${batch.state.replaceAll("_", " ")})\n\n`,
    tables.length === 0 ? "" : formatTable(output, ["table", ...counts], tables),
    lines.length === 0 ? "" : `\n${formatTable(output, ["line", ...counts], lines)}`,
    ...others,
    findings.length === 0 ? "" : `\n${formatFindings(output, findings)}`,
    ...batch.lines
      .filter(({ requestId, verified }) => isLeft && requestId !== null && !verified)
      .map(({ line, requestId }) => `  line ${line}: something is left, look at request ${requestId}\n`),
    ...batch.leftOut.map(({ system, reason }) => `Left out, and not verified: ${system}: ${reason}\n`),
    ...batch.paused.map(({ system, reason }) => `Paused: ${system}: ${reason}\n`),
  ].join("");
}
