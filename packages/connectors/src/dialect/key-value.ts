/** Which texts can be values of a column at all: a question with an impossible text has no match, and raises no error. */
import type { ColumnSchema } from "@kept/engine/schema";

/** Bounds of a column's values that its kind alone does not tell. */
export interface ValueBounds {
  /** Smallest and largest integer the column holds. */
  readonly integers: readonly [bigint, bigint];
  /** Dates may have zeros for month and day (MySQL). */
  readonly zeroDates: boolean;
  /** Any column may hold any text, whatever type it declares (SQLite). */
  readonly anyText: boolean;
  /** Booleans are small numbers, so that other numbers may stand beside 0 and 1 (MySQL). */
  readonly numericBooleans: boolean;
}

/** Characters of an integer that a JavaScript number holds exactly. */
const SAFE_DIGITS = 15;

const integerText = /^(0|-?[1-9]\d*)$/;
const decimalText = /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
const uuidText = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const hexText = /^([0-9a-f]{2})*$/i;
const dateText = /^(\d{4,6})-(\d{2})-(\d{2})( BC)?$/;
const timeText = /^(\d{2,3}):(\d{2})(:(\d{2})(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?$/;
const timestampText = /^(\d{4,6}-\d{2}-\d{2})[ T]([^ ]+)( BC)?$/;
const booleans: Readonly<Record<string, string>> = {
  true: "true",
  t: "true",
  "1": "true",
  false: "false",
  f: "false",
  "0": "false",
};

/** The text as the column would hold it, or null when it cannot hold it. */
export function fitValue(column: ColumnSchema, bounds: ValueBounds, text: string): string | null {
  if (bounds.anyText) return fitsAnywhere(column, text) ? text : null;
  switch (column.kind) {
    case "integer": {
      if (!integerText.test(text)) return null;
      const value = text.length <= SAFE_DIGITS ? Number(text) : BigInt(text);
      return value >= bounds.integers[0] && value <= bounds.integers[1] ? text : null;
    }
    case "decimal":
      return decimalText.test(text) ? text : null;
    case "boolean":
      if (bounds.numericBooleans && integerText.test(text)) return text;
      return booleans[text.toLowerCase()] ?? null;
    case "uuid":
      return uuidText.test(text) ? text.toLowerCase() : null;
    case "binary":
      return hexText.test(text) ? text.toLowerCase() : null;
    case "enum":
      return column.enumValues.length === 0 || column.enumValues.includes(text) ? text : null;
    case "date":
      return isDate(text, bounds.zeroDates) ? text : null;
    case "time":
      return isTime(text) ? text : null;
    case "timestamp":
      return isTimestamp(text, bounds.zeroDates) ? text : null;
    case "text":
    case "json":
    case "array":
    case "other":
      return isStorable(text) ? text : null;
    default:
      return column.kind satisfies never;
  }
}

/** Text that every database here can be sent: no NUL, no half surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Decimals without needless zeros, so that equal values of different scales give equal texts. */
export function trimDecimal(text: string): string {
  return /^-?\d+\.\d*$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

/** Where any text may stand in any column, a number in another spelling would still be taken for the number. */
function fitsAnywhere(column: ColumnSchema, text: string): boolean {
  if (column.kind === "integer" && /^\s*[-+]?[\d.]/.test(text)) return integerText.test(text);
  if (column.kind === "decimal" && /^\s*[-+]?[\d.]/.test(text)) return decimalText.test(text);
  return isStorable(text);
}

function isDate(text: string, zeroDates: boolean): boolean {
  if (text === "infinity" || text === "-infinity") return !zeroDates;
  const match = dateText.exec(text);
  if (match === null) return false;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (zeroDates && (month === 0 || day === 0 || year === 0)) return month <= 12 && day <= 31;
  if (year === 0 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function isTime(text: string): boolean {
  const match = timeText.exec(text);
  if (match === null) return false;
  return Number(match[1]) < 24 && Number(match[2]) < 60 && Number(match[4] ?? 0) < 60;
}

function isTimestamp(text: string, zeroDates: boolean): boolean {
  if (text === "infinity" || text === "-infinity") return !zeroDates;
  const match = timestampText.exec(text);
  if (match === null) return isDate(text, zeroDates);
  return isDate(match[1] ?? "", zeroDates) && isTime(match[2] ?? "");
}
