/** Reads what Postgres says to the execution of a prepared statement, row by row, without an object for each message. */

/** A column of the result; without `read` its text is its value. */
export interface AnswerColumn {
  readonly name: string;
  readonly read: ((text: string) => unknown) | null;
}

export interface Answer {
  readonly rows: readonly unknown[];
  /** Of what writes; 0 of what reads. */
  readonly affectedRows: number;
  /** The message of an error, as it came. */
  readonly problem: Buffer | null;
}

const ROW = "D".charCodeAt(0);
const COMPLETE = "C".charCodeAt(0);
const ERROR = "E".charCodeAt(0);
/** A message is a letter, the length of what follows with itself, and what follows. */
const HEAD = 5;

/** @param bytes whole messages, one after the other */
export function readAnswer(bytes: Buffer, columns: readonly AnswerColumn[], asArrays: boolean): Answer {
  const readRow = asArrays ? readArray : columns.some(({ name }) => name === "__proto__") ? readEntries : readObject;
  const rows: unknown[] = [];
  let affectedRows = 0;
  let problem: Buffer | null = null;
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    switch (bytes[at]) {
      case ROW:
        // After the number of columns, which is known.
        rows.push(readRow(bytes, at + HEAD + 2, columns));
        break;
      case COMPLETE: {
        const text = bytes.toString("latin1", at + HEAD, end - 1);
        if (!text.startsWith("SELECT")) affectedRows = Number(text.slice(text.lastIndexOf(" ") + 1));
        break;
      }
      case ERROR:
        problem ??= bytes.subarray(at, end);
        break;
      default:
    }
    at = end;
  }
  return { rows, affectedRows, problem };
}

function readObject(bytes: Buffer, start: number, columns: readonly AnswerColumn[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = start;
  for (const { name, read } of columns) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) row[name] = null;
    else {
      const text = bytes.toString("utf8", at, at + length);
      row[name] = read === null ? text : read(text);
      at += length;
    }
  }
  return row;
}

function readArray(bytes: Buffer, start: number, columns: readonly AnswerColumn[]): unknown[] {
  let at = start;
  return columns.map(({ read }) => {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    const text = bytes.toString("utf8", at, at + length);
    at += length;
    return read === null ? text : read(text);
  });
}

/** A column may be called as what every object has: to set it would set something else. */
function readEntries(bytes: Buffer, start: number, columns: readonly AnswerColumn[]): Record<string, unknown> {
  const values = readArray(bytes, start, columns);
  return Object.fromEntries(columns.map(({ name }, at) => [name, values[at]]));
}
