/** Values of databases as JSON can hold them, without losing a digit. */

/** The number, when a JavaScript number holds it exactly; else its text. */
export function exactNumber(text: string): number | string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(number) ? number : text;
  // 15 significant digits always survive the way to a double and back.
  const digits = text.replace(/[eE].*$/, "").replace(/^-?0*\.?0*|[.-]/g, "");
  return digits.length <= 15 || String(number) === text ? number : text;
}

/** Parses JSON; integers beyond the safe range become texts. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, keepDigits);
}

/** Bytes that a text stands for, as hex: the text itself when it is hex, else its UTF-8. */
export function hexOfText(text: string): string {
  return /^([0-9a-f]{2})*$/i.test(text) ? text : Buffer.from(text, "utf8").toString("hex");
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? context.source : value;
}
