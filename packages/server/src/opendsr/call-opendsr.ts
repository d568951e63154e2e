/** A call to the other side of OpenDSR: guarded, bounded, its body as it came. */

import type { Reach } from "@kept/connectors/http/guarded-address";
import { type CallAnswer, callHttp } from "@kept/connectors/http/http-call";

const TIMEOUTS = { connect: 10_000, answer: 20_000, idle: 10_000 } as const;
const MAX_BYTES = 262_144;

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The other side said something that the protocol does not know. */
export class OpendsrFailure extends Error {
  override readonly name = "OpendsrFailure";
  readonly code: string;
  constructor(code: string) {
    super(`The other side of OpenDSR failed: ${code}.`);
    this.code = code;
  }
}

/** @throws OpendsrFailure, AddressRefused, CallTimedOut or the socket's error */
export async function callOpendsr(
  url: string,
  options: {
    readonly method: string;
    readonly reach: Reach;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Uint8Array;
  },
): Promise<RawAnswer> {
  const { method, reach, headers = {}, body = new Uint8Array() } = options;
  const answer = await callHttp({ url, method, headers, body, reach, timeouts: TIMEOUTS });
  try {
    return { status: answer.status, headers: answer.headers, body: await readAll(answer) };
  } finally {
    answer.close();
  }
}

async function readAll(answer: CallAnswer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new OpendsrFailure("answer_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
