/** `kept residue` through a running server: the person of a request, in all of its systems. */
import { listRequests } from "@kept/contract/request-endpoints";
import { getResidueScan, type ResidueScan, startResidueScan } from "@kept/contract/residue-scans";
import type { Client } from "@kept/sdk/client";
import { CommandError, EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";
import { describeResidue, type ResidueCommand } from "./residue.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";

const POLL_MS = 250;

/** Has the server scan its systems, and waits for the result. */
export async function residueByServer(
  address: ServerAddress,
  options: ResidueCommand,
  output: Output,
): Promise<ExitCode> {
  const { request } = options;
  if (request === undefined) {
    throw new UsageError("Through a server the person is that of a request: --request K7QM-3F2X (or its id).");
  }
  if (options.text !== undefined) throw new UsageError("--text is for a database that --url names.");
  return await withServer(address, async (client) => {
    const params = { requestId: await findRequestId(client, request) };
    let scan = await client.call(startResidueScan, { params, body: { plusTags: options.plusTags ?? false } });
    while (scan.state === "running") {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      scan = (await client.call(getResidueScan, { params })) ?? scan;
    }
    await output.out(options.json ? `${JSON.stringify(scan)}\n` : describeScan(scan, output));
    if (scan.systems.some(({ places }) => places.some(({ rows, planned }) => rows > planned))) return EXIT.blocked;
    return scan.systems.some(({ state }) => state === "failed") ? EXIT.failed : EXIT.done;
  });
}

async function findRequestId(client: Client, named: string): Promise<string> {
  if (named.startsWith("req_")) return named;
  const { requests } = await client.call(listRequests, { query: { search: named, limit: 2 } });
  const found = requests.find(({ reference }) => reference === named.trim().toUpperCase());
  if (found === undefined) throw new CommandError(EXIT.notFound, `The server has no request ${named}.`);
  return found.id;
}

function describeScan({ systems }: ResidueScan, output: Output): string {
  return systems
    .map((system) => {
      if (system.state === "scanned") return describeResidue(system, output);
      const why = system.problem?.message ?? "It has no way to be searched.";
      return `${paint(output, ["yellow", "bold"], `${system.system} was not searched.`)} ${why}\n`;
    })
    .join("\n");
}
