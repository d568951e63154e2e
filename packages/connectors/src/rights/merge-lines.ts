/** Carries a change of a text that was laid out anew over to the text as its author laid it out, line by line. */

/**
 * `author` with what differs between `before` and `after`; `before` is `author` laid out anew, `after` is that with a change. Lines in
 * which nothing but white space differs count as the same.
 */
export function mergeLines(author: string, before: string, after: string): string {
  const [own, old, now] = [author, before, after].map((text) => text.split("\n")) as [string[], string[], string[]];
  const inOwn = matchLines(old, own, squeeze);
  const inNow = matchLines(old, now, (line) => line);
  const merged: string[] = [];
  const at = { own: 0, old: 0, now: 0 };
  for (let line = 0; line <= old.length; line += 1) {
    const isEnd = line === old.length;
    const ownLine = isEnd ? own.length : inOwn[line];
    const nowLine = isEnd ? now.length : inNow[line];
    if (ownLine === undefined || nowLine === undefined) continue;
    // Up to here nothing was the same in all three: where the change is, its lines are taken.
    const isUnchanged = isAlike(old.slice(at.old, line), now.slice(at.now, nowLine));
    merged.push(...(isUnchanged ? own.slice(at.own, ownLine) : now.slice(at.now, nowLine)));
    if (!isEnd) merged.push(own[ownLine] ?? "");
    Object.assign(at, { own: ownLine + 1, old: line + 1, now: nowLine + 1 });
  }
  return merged.join("\n");
}

function squeeze(line: string): string {
  return line.replaceAll(/\s+/g, "");
}

function isAlike(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, at) => line === other[at]);
}

/** Cells of the table of a longest common sequence; a larger middle counts as different. */
const MOST_CELLS = 4_000_000;

/** For each line of `from`, the line of `to` that is the same; both in their order. */
function matchLines(
  from: readonly string[],
  to: readonly string[],
  read: (line: string) => string,
): readonly (number | undefined)[] {
  const [a, b] = [from.map(read), to.map(read)];
  const matches: (number | undefined)[] = from.map(() => undefined);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    matches[start] = start;
    start += 1;
  }
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
    matches[endA] = endB;
  }
  const [rows, columns] = [endA - start, endB - start];
  if (rows * columns > MOST_CELLS) return matches;
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const cell = row * width + column;
      lengths[cell] =
        a[start + row] === b[start + column]
          ? (lengths[cell + width + 1] ?? 0) + 1
          : Math.max(lengths[cell + width] ?? 0, lengths[cell + 1] ?? 0);
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const cell = row * width + column;
    if (a[start + row] === b[start + column]) {
      matches[start + row] = start + column;
      row += 1;
      column += 1;
    } else if ((lengths[cell + width] ?? 0) >= (lengths[cell + 1] ?? 0)) row += 1;
    else column += 1;
  }
  return matches;
}
