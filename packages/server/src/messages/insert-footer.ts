/**
 * Puts the way out into what people read: the parts of a message that are its text, in whatever encoding they come. A
 * message may place it itself with `{{unsubscribe}}`.
 */
import { decodeBody, encodeBody, readEncoding } from "./mime-encodings.ts";
import { type Entity, readContentType, readEntity, valuesOf, writeEntity } from "./mime-fields.ts";

export interface Footer {
  readonly url: string;
  /** ASCII, so that it reads the same in every character set that mail is written in. */
  readonly text: string;
  readonly html: string;
}

const PLACE = /\{\{\s*unsubscribe\s*\}\}|%7B%7B\s*unsubscribe\s*%7D%7D/gi;
/** Sets in which an ASCII letter is not the byte that it is in ASCII. */
const NOT_ASCII = /^(utf-?16|utf-?32|utf-?7|ebcdic)/i;

/** A signed or encrypted message is returned as it is: whatever was added to it would break its seal. */
export function insertFooter(entity: Entity, footer: Footer): Entity {
  const { type, parameter } = readContentType(entity);
  if (/^multipart\/(signed|encrypted)$/.test(type)) return entity;
  const boundary = parameter("boundary");
  if (type.startsWith("multipart/") && boundary !== null) return insertIntoParts(entity, type, boundary, footer);
  if (type !== "text/plain" && type !== "text/html") return entity;
  if (NOT_ASCII.test(parameter("charset") ?? "")) return entity;
  const encoding = readEncoding(valuesOf(entity, "content-transfer-encoding")[0]);
  if (encoding === null) return entity;
  const text = decodeBody(entity.body, encoding);
  if (text.includes(footer.url)) return entity;
  const placed = text.replace(PLACE, footer.url);
  if (placed !== text) return { ...entity, body: encodeBody(placed, encoding) };
  const longer =
    type === "text/html" ? appendHtml(text, footer.html) : `${text.trimEnd()}\r\n\r\n-- \r\n${footer.text}\r\n`;
  return { ...entity, body: encodeBody(longer, encoding) };
}

/** Of alternatives every one; of what is strung together only the first that is text and not attached. */
function insertIntoParts(entity: Entity, type: string, boundary: string, footer: Footer): Entity {
  const mark = `--${boundary}`;
  const pieces = `\r\n${entity.body}`.split(`\r\n${mark}`);
  let isDone = false;
  const changed = pieces.map((piece, index) => {
    if (index === 0 || piece.startsWith("--") || isDone) return piece;
    const lineEnd = piece.indexOf("\r\n");
    if (lineEnd < 0) return piece;
    const part = readEntity(piece.slice(lineEnd + 2));
    if (/^attachment/i.test(valuesOf(part, "content-disposition")[0] ?? "")) return piece;
    const result = insertFooter(part, footer);
    if (result === part) return piece;
    if (type !== "multipart/alternative") isDone = true;
    // The line end before a boundary belongs to the boundary.
    return `${piece.slice(0, lineEnd + 2)}${writeEntity(result).replace(/\r\n$/, "")}`;
  });
  return { ...entity, body: changed.join(`\r\n${mark}`).slice(2) };
}

function appendHtml(html: string, footer: string): string {
  const end = html.toLowerCase().lastIndexOf("</body");
  return end < 0 ? `${html}\r\n${footer}\r\n` : `${html.slice(0, end)}${footer}\r\n${html.slice(end)}`;
}
