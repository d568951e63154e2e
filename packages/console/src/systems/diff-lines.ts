/** Lines in which two texts differ, with a few around them. */

export interface DiffLine {
  /** `−`: only in the first; `+`: only in the second; ` `: in both; `…`: lines of both are left out. */
  readonly sign: "−" | "+" | " " | "…";
  readonly line: string;
  /** In the second text, from 1; null where it has no such line. */
  readonly number: number | null;
}

/** Lines of both that are shown around what differs. */
const AROUND = 2;
/** Cells of the table of a longest common sequence; a larger middle counts as different. */
const MOST_CELLS = 1_000_000;

/** What differs between two texts, line by line. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before, after].map((text) => text.replace(/\n$/, "").split("\n")) as [string[], string[]];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old[old.length - 1 - end] === now[now.length - 1 - end])
    end += 1;
  const common = (from: number, to: number): DiffLine[] =>
    now.slice(from, to).map((line, at) => ({ sign: " ", line, number: from + at + 1 }));
  const all = [
    ...common(0, start),
    ...diffMiddle(old.slice(start, old.length - end), now.slice(start, now.length - end), start),
    ...common(now.length - end, now.length),
  ];
  return leaveOut(all);
}

function diffMiddle(old: readonly string[], now: readonly string[], offset: number): readonly DiffLine[] {
  const gone = (line: string): DiffLine => ({ sign: "−", line, number: null });
  const added = (line: string, at: number): DiffLine => ({ sign: "+", line, number: offset + at + 1 });
  if (old.length * now.length > MOST_CELLS) return [...old.map(gone), ...now.map(added)];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const cell = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        old[row] === now[column]
          ? cell(row + 1, column + 1) + 1
          : Math.max(cell(row + 1, column), cell(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  for (let row = 0, column = 0; row < old.length || column < now.length; ) {
    const [was, is] = [old[row], now[column]];
    if (was !== undefined && was === is) {
      lines.push({ sign: " ", line: was, number: offset + column + 1 });
      row += 1;
      column += 1;
    } else if (was !== undefined && (is === undefined || cell(row + 1, column) >= cell(row, column + 1))) {
      lines.push(gone(was));
      row += 1;
    } else {
      lines.push(added(is ?? "", column));
      column += 1;
    }
  }
  return lines;
}

function leaveOut(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = (at: number) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== " ");
  const shown: DiffLine[] = [];
  for (const [at, line] of lines.entries()) {
    if (near(at)) shown.push(line);
    else if (shown.at(-1)?.sign !== "…") shown.push({ sign: "…", line: "…", number: null });
  }
  return shown;
}
