/** One item, one call of the generic importer; and what its answer means. */
import { createHash, randomBytes } from "node:crypto";
import { callHttp, type StreamedBody } from "@kept/connectors/http/http-call";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import { describeCallError } from "../platform/http/post-signed.ts";
import { CALL_TIMEOUTS, readJson } from "./fetch-tokens.ts";
import type { TransferItem } from "./item-parts.ts";
import type { DestinationConfig } from "./transfers-config.ts";

export type Sent =
  | { readonly kind: "sent"; readonly sha256: string; readonly bytes: number }
  /** The destination does not want this one; the others may go on. */
  | { readonly kind: "refused"; readonly code: string; readonly sha256: string; readonly bytes: number }
  /** A fresh token may help. */
  | { readonly kind: "expired" }
  /** Nothing more is taken in. */
  | { readonly kind: "stopped"; readonly code: string }
  | { readonly kind: "failed"; readonly code: string };

export interface ItemSender {
  readonly destination: DestinationConfig;
  readonly exporter: string;
  readonly transferId: string;
  readonly jobId: string;
}

/** Never rejects: what went wrong is a kind of answer. */
export async function sendItem(sender: ItemSender, token: string, item: TransferItem): Promise<Sent> {
  const meta = Buffer.from(item.json, "utf8");
  const hash = createHash("sha256").update(meta);
  const bytes = meta.length + (item.file?.bytes ?? 0);
  const body = item.file === null ? { type: "application/json", body: meta } : multipart(meta, item.file, hash);
  try {
    const { status, error } = await post(sender, token, item.vertical, body.type, body.body, {
      // Not in the project's contract, and harmless to whoever does not know it: the same item again is no second one.
      "idempotency-key": `${sender.transferId}-${item.ordinal}`,
    });
    if (status >= 200 && status < 300) return { kind: "sent", sha256: hash.digest("hex"), bytes };
    if (status === 401)
      return error === "invalid_token" ? { kind: "expired" } : { kind: "stopped", code: "session_invalidated" };
    if (status === 413 && error === "destination_full") return { kind: "stopped", code: error };
    if (status === 403 || status === 404) return { kind: "stopped", code: `answered_${status}` };
    if (status === 408 || status === 429 || status >= 500) return { kind: "failed", code: `answered_${status}` };
    // The hash of what was not read to its end would be of nothing.
    return { kind: "refused", code: `answered_${status}`, sha256: hash.digest("hex"), bytes };
  } catch (error) {
    return { kind: "failed", code: describeCallError(error) };
  }
}

/** Asks for the receipt of everything; null where the destination gives none. */
export async function askReceipt(sender: ItemSender, token: string): Promise<unknown> {
  try {
    const { status, body } = await post(sender, token, "receipt", "application/json", Buffer.from("{}"), {});
    return status >= 200 && status < 300 && typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}

async function post(
  { destination, exporter, jobId }: ItemSender,
  token: string,
  path: string,
  type: string,
  body: Uint8Array | StreamedBody,
  more: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly error: string | null; readonly body: unknown }> {
  const { base, reach } = readServiceAddress("transfer", destination.endpoint, destination.allowPrivateAddress);
  const answer = await callHttp({
    url: `${base}${path}`,
    method: "POST",
    headers: {
      ...more,
      authorization: `Bearer ${token}`,
      "content-type": type,
      accept: "application/json",
      "x-dtp-export-service": encodeURIComponent(exporter),
      "x-dtp-job-id": jobId,
      ...(body instanceof Uint8Array ? {} : { "content-length": String(body.length) }),
    },
    body,
    reach,
    timeouts: CALL_TIMEOUTS,
  });
  try {
    const read = await readJson(answer.body);
    const error = typeof read === "object" && read !== null && "error" in read ? String(read.error) : null;
    return { status: answer.status, error, body: read };
  } finally {
    answer.close();
  }
}

/** `multipart/related` with two parts; `hash` takes in the file as it is sent. */
function multipart(
  meta: Buffer,
  file: NonNullable<TransferItem["file"]>,
  hash: ReturnType<typeof createHash>,
): { readonly type: string; readonly body: StreamedBody } {
  const boundary = `kept-${randomBytes(18).toString("hex")}`;
  const head = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Type: application/json\r\nContent-Length: ${meta.length}\r\n\r\n`, "latin1"),
    meta,
    Buffer.from(`\r\n--${boundary}\r\nContent-Type: ${file.type}\r\nContent-Length: ${file.bytes}\r\n\r\n`, "latin1"),
  ]);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, "latin1");
  return {
    type: `multipart/related; boundary=${boundary}`,
    body: {
      length: head.length + file.bytes + tail.length,
      chunks: (async function* chunks() {
        yield head;
        for await (const chunk of file.read()) {
          hash.update(chunk);
          yield chunk;
        }
        yield tail;
      })(),
    },
  };
}
