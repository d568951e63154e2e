/** `kept segment export`: addresses of everybody whom a purpose may reach, for a mailing service. A disclosure. */
import { writeFileSync } from "node:fs";
import { exportSegment } from "@kept/contract/message-endpoints";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, plural } from "./print.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";

export interface SegmentCommand {
  readonly purpose: string;
  readonly topic?: string;
  readonly recipient: string;
  readonly out?: string;
}

export async function exportSegmentCommand(
  server: ServerAddress | null,
  options: SegmentCommand,
  output: Output,
): Promise<ExitCode> {
  if (server === null) throw new UsageError("A segment is a running server's: give --server and KEPT_API_KEY.");
  const { purpose, topic, recipient } = options;
  const text = await withServer(server, async (client) => {
    const response = await client.open(exportSegment, {
      body: { purpose, recipient, ...(topic === undefined ? {} : { topic }) },
    });
    return await response.text();
  });
  if (options.out === undefined) {
    await output.out(text);
    return EXIT.done;
  }
  // Addresses of people: nobody else on this machine reads them.
  writeFileSync(options.out, text, { mode: 0o600 });
  const people = text.trimEnd().split("\r\n").length - 1;
  await output.out(`${options.out}: ${plural(people, "person", "people")}, disclosed to ${recipient}.\n`);
  return EXIT.done;
}
