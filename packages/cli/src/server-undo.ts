/** `kept undo` through a running server: a request's erasure, with the person's part of the key. */
import { readFile } from "node:fs/promises";
import { getRequest, listRequests } from "@kept/contract/request-endpoints";
import { previewUndo, type UndoPreview, undoErasure } from "@kept/contract/undo";
import type { Client } from "@kept/sdk/client";
import { CommandError, EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, paint, showProgress } from "./print.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";

export interface ServerUndoCommand {
  /** A file with the person's part: the link that they got, or its last part. Not an argument: those are seen by others. */
  readonly shareFile?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const POLL_MS = 250;

/** Shows what would come back; with `--yes` has it taken back and waits for that. */
export async function undoByServer(
  address: ServerAddress,
  written: string | undefined,
  options: ServerUndoCommand,
  output: Output,
): Promise<ExitCode> {
  if (written === undefined) throw new UsageError("Which request? Give its reference (K7QM-3F2X) or its id.");
  if (options.shareFile === undefined)
    throw new UsageError(
      "The person's part of the key is needed: --share-file names a file with the link that they got.",
    );
  const share = (await readFile(options.shareFile, "utf8")).trim();
  return await withServer(address, async (client) => {
    const requestId = await findRequest(client, written);
    const params = { requestId };
    const preview = await client.call(previewUndo, { params, body: { share } });
    const isBlocked = preview.findings.some(({ blocks }) => blocks);
    if (!options.yes || isBlocked) {
      await tell("dry-run", preview, options, output);
      return isBlocked ? EXIT.blocked : EXIT.done;
    }
    await client.call(undoErasure, { params, body: { share } });
    for (;;) {
      const { undo } = await client.call(getRequest, { params });
      if (undo?.state === "undone") break;
      if (undo?.state !== "undoing") throw new CommandError(EXIT.failed, "It could not be taken back in time.");
      if (undo.problem !== null) {
        output.err(`${undo.problem.message} It is tried again by itself.\n`);
        return EXIT.failed;
      }
      showProgress(output, "being taken back …");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    showProgress(output, "");
    await tell("done", preview, options, output);
    return EXIT.done;
  });
}

async function findRequest(client: Client, written: string): Promise<string> {
  if (written.startsWith("req_")) return written;
  const { requests } = await client.call(listRequests, { query: { phase: "closed", limit: 100 } });
  const found = requests.find(({ reference }) => reference === written.toUpperCase());
  if (found === undefined)
    throw new CommandError(
      EXIT.notFound,
      `There is no ${written} among the last closed requests. Give the request's id.`,
    );
  return found.id;
}

async function tell(
  mode: "dry-run" | "done",
  preview: UndoPreview,
  options: ServerUndoCommand,
  output: Output,
): Promise<void> {
  if (options.json) return void (await output.out(`${JSON.stringify({ mode, ...preview })}\n`));
  const rows = preview.tables.map(
    (table) => [`${table.system}.${table.table}`, table.returned, table.restored, table.newer] as const,
  );
  const title = mode === "done" ? "Taken back" : "This is what would come back";
  const unable = preview.unable.map((system) => `It cannot be taken back in ${system}.\n`).join("");
  await output.out(
    `${paint(output, "bold", title)}\n\n${formatTable(output, ["table", "returned", "restored", "newer"], rows)}${unable}${formatFindings(output, preview.findings)}`,
  );
}
