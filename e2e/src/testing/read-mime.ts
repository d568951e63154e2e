/** Reads a message as it came over the wire: its headers, and its text and HTML parts decoded. */

export interface ReadMessage {
  /** Names in lower case; folded lines joined, encoded words decoded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
}

/** @throws Error when the message has a transfer encoding that no mail program would read */
export function readMime(raw: string): ReadMessage {
  const { headers, body } = splitHeaders(raw);
  const parts = listParts(headers, body);
  return { headers, text: parts.get("text/plain") ?? "", html: parts.get("text/html") ?? "" };
}

function splitHeaders(raw: string): { readonly headers: Map<string, string>; readonly body: string } {
  const text = raw.replaceAll("\r\n", "\n");
  const end = text.indexOf("\n\n");
  const head = end < 0 ? text : text.slice(0, end);
  const lines = head.replace(/\n[ \t]+/g, " ").split("\n");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
    }),
  );
  return { headers, body: end < 0 ? "" : text.slice(end + 2) };
}

/** Type -> content of every leaf. */
function listParts(headers: ReadonlyMap<string, string>, body: string): Map<string, string> {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (!type.startsWith("multipart/") || boundary === undefined) {
    const name = type.split(";")[0]?.trim().toLowerCase() ?? "text/plain";
    return new Map([[name, decodeBody(body, headers.get("content-transfer-encoding") ?? "7bit")]]);
  }
  const pieces = body.split(`--${boundary}`).slice(1, -1);
  return new Map(
    pieces.flatMap((piece) => {
      const part = splitHeaders(piece.replace(/^\n/, "").replace(/\n$/, ""));
      return [...listParts(part.headers, part.body)];
    }),
  );
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case "7bit":
    case "8bit":
      return body;
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return decodeQuoted(body.replace(/=\n/g, ""));
    default:
      throw new Error(`No mail program knows the transfer encoding ${encoding}.`);
  }
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString("utf8")
        : decodeQuoted(word.replaceAll("_", " ")),
    );
}
