/** `kept replay` through a running server: a system of it, whose backup was restored. */
import { getReplay, type Replay, startReplay } from "@kept/contract/replays";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { formatFindings, type Output, paint, plural } from "./print.ts";
import type { ReplayCommand } from "./replay.ts";
import { readSince } from "./replay-since.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";

const POLL_MS = 250;

/** Has the server look for everybody who was erased, and with `--yes` erase them again. */
export async function replayByServer(
  address: ServerAddress,
  system: string | undefined,
  options: ReplayCommand,
  output: Output,
): Promise<ExitCode> {
  if (system === undefined) throw new UsageError("Which system of the server was restored? Give --system <name>.");
  const since = readSince(options.since);
  return await withServer(address, async (client) => {
    const params = { system };
    let replay = await client.call(startReplay, {
      params,
      body: { dryRun: !options.yes, ...(since === null ? {} : { since }) },
    });
    while (replay.state === "running") {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      replay = await client.call(getReplay, { params });
    }
    await output.out(options.json ? `${JSON.stringify(replay)}\n` : describeReplay(replay, output));
    if (replay.state === "failed" || replay.notVerified > 0) return EXIT.failed;
    return replay.blocked + replay.ambiguous.length + replay.unread.length > 0 ? EXIT.blocked : EXIT.done;
  });
}

function describeReplay(replay: Replay, output: Output): string {
  if (replay.problem !== null) return `${replay.problem.message}\n`;
  const parts = [
    `${plural(replay.erasures, "erasure")} looked for; ${plural(replay.clean, "person", "people")} had nothing left.\n`,
  ];
  const people = plural(replay.dryRun ? replay.due : replay.erased, "person", "people");
  const what = replay.dryRun ? "would be erased again" : "erased again";
  if (replay.due > 0) parts.push(`${paint(output, "bold", `${people} ${what}`)}: ${plural(replay.rows, "row")}.\n`);
  const name = ({ table, key }: Replay["newer"][number]) => `${table}:${key.join(",")}`;
  if (replay.newer.length > 0)
    parts.push(`Younger than the erasure, and left alone: ${replay.newer.map(name).join("  ")}\n`);
  for (const row of replay.ambiguous)
    parts.push(`Left alone, because it may be somebody else: ${name(row)}: ${row.why}\n`);
  if (replay.unread.length > 0) parts.push(`Not searched: ${replay.unread.join(", ")}\n`);
  if (replay.findings.length > 0) parts.push(`\n${formatFindings(output, replay.findings)}`);
  if (replay.dryRun && replay.due > 0) parts.push(paint(output, "dim", "\nAdd --yes to do it.\n"));
  return parts.join("");
}
