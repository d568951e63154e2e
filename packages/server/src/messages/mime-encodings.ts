/** Transfer encodings of MIME (RFC 2045, 6), both ways, on text with one character a byte. */

/** What the encoding is called; null: none that we can write again. */
export type TransferEncoding = "plain" | "quoted-printable" | "base64";

export function readEncoding(value: string | undefined): TransferEncoding | null {
  const name = (value ?? "7bit").trim().toLowerCase();
  if (name === "7bit" || name === "8bit" || name === "binary") return "plain";
  return name === "quoted-printable" || name === "base64" ? name : null;
}

export function decodeBody(body: string, encoding: TransferEncoding): string {
  if (encoding === "plain") return body;
  if (encoding === "base64") return Buffer.from(body, "base64").toString("latin1").replace(/\r?\n/g, "\r\n");
  return body
    .replace(/[ \t]+\r\n/g, "\r\n")
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export function encodeBody(text: string, encoding: TransferEncoding): string {
  if (encoding === "plain") return text;
  if (encoding === "base64") {
    const encoded = Buffer.from(text, "latin1").toString("base64");
    return `${(encoded.match(/.{1,76}/g) ?? []).join("\r\n")}\r\n`;
  }
  return text.split("\r\n").map(encodeLine).join("\r\n");
}

const LINE = 75;

function encodeLine(line: string): string {
  const units = Array.from(line, (letter, index) => {
    const isLastBlank = index === line.length - 1 && /[ \t]/.test(letter);
    if (!isLastBlank && /[\t\x20-\x3C\x3E-\x7E]/.test(letter)) return letter;
    return `=${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
  const lines = [""];
  for (const unit of units) {
    const last = lines.at(-1) ?? "";
    if (last.length + unit.length > LINE) {
      lines[lines.length - 1] = `${last}=`;
      lines.push(unit);
    } else lines[lines.length - 1] = last + unit;
  }
  return lines.join("\r\n");
}
