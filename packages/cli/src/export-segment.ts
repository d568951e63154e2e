/** `kept segment export`: addresses of everybody whom a purpose may reach, for a mailing service. A disclosure. */
import { open } from "node:fs/promises";
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

/** Writes it as it comes, so that nobody's memory has to hold everybody. Answers how many lines there were. */
async function writeOut(response: Response, path: string | undefined, output: Output): Promise<number> {
  const file = path === undefined ? null : await open(path, "w", 0o600);
  const decoder = new TextDecoder();
  let lines = 0;
  try {
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk, { stream: true });
      lines += text.split("\n").length - 1;
      // Addresses of people: nobody else on this machine reads them.
      if (file === null) await output.out(text);
      else await file.write(text);
    }
  } finally {
    await file?.close();
  }
  return lines;
}

export async function exportSegmentCommand(
  server: ServerAddress | null,
  options: SegmentCommand,
  output: Output,
): Promise<ExitCode> {
  if (server === null) throw new UsageError("A segment is a running server's: give --server and KEPT_API_KEY.");
  const { purpose, topic, recipient } = options;
  const lines = await withServer(server, async (client) => {
    const response = await client.open(exportSegment, {
      body: { purpose, recipient, ...(topic === undefined ? {} : { topic }) },
    });
    return await writeOut(response, options.out, output);
  });
  if (options.out === undefined) return EXIT.done;
  // The first line names the columns.
  const people = lines - 1;
  await output.out(`${options.out}: ${plural(people, "person", "people")}, disclosed to ${recipient}.\n`);
  return EXIT.done;
}
