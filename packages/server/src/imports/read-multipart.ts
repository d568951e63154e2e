/** Reads `multipart/related` (RFC 2387) as generic importers are sent it: metadata first, then the bytes of one file. */

export interface Part {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The boundary that a Content-Type names; null for any other type. */
export function multipartBoundary(contentType: string): string | null {
  if (!/^multipart\/related\s*(?:;|$)/i.test(contentType)) return null;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? null;
}

/** The parts in their order, or null when the body is not made so. */
export function readParts(body: Buffer, boundary: string): readonly Part[] | null {
  const mark = Buffer.from(`--${boundary}`, "latin1");
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  // Text before the first mark means nothing (RFC 2046, 5.1.1).
  while (at !== -1) {
    const start = at + mark.length;
    if (body.toString("latin1", start, start + 2) === "--") return parts;
    const line = body.indexOf("\r\n", start);
    const next = body.indexOf(Buffer.concat([Buffer.from("\r\n"), mark]), start);
    if (line === -1 || next === -1) return null;
    const part = readPart(body.subarray(line + 2, next));
    if (part === null) return null;
    parts.push(part);
    at = next + 2;
  }
  return null;
}

function readPart(bytes: Buffer): Part | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const headers = bytes.toString("latin1", 0, end).split("\r\n");
  const type = headers.find((line) => /^content-type:/i.test(line))?.slice("content-type:".length) ?? "";
  return { type: type.trim(), bytes: bytes.subarray(end + 4) };
}
