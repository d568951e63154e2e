/** Pieces of YAML as one. */

interface Line {
  readonly text: string;
  readonly under: Map<string, Line>;
}

/** What stands under the same lines stands there together; other texts follow one another, each once. */
export function mergeLines(pieces: readonly string[]): string {
  const root: Line = { text: "", under: new Map() };
  for (const piece of pieces) {
    const above: { readonly depth: number; readonly line: Line }[] = [{ depth: -1, line: root }];
    for (const text of piece.split("\n")) {
      const depth = text.length - text.trimStart().length;
      while ((above.at(-1)?.depth ?? -1) >= depth) above.pop();
      const parent = above.at(-1)?.line ?? root;
      const line = parent.under.get(text) ?? { text, under: new Map() };
      parent.under.set(text, line);
      above.push({ depth, line });
    }
  }
  return listLines(root).join("\n");
}

function listLines({ under }: Line): readonly string[] {
  return [...under.values()].flatMap((line) => [line.text, ...listLines(line)]);
}
