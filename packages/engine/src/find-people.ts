/** Who is meant, for many people at once: one question a column instead of one a person. */
import { keyId } from "./edge-values.ts";
import { type Asked, askFor, type FoundPerson, judgeAnswers } from "./find-person.ts";
import { type Asking, inStep } from "./in-step.ts";
import type { Finding, Model } from "./model.ts";
import type { PersonQuery } from "./rights.ts";
import type { Key, KeyQuery, KeyRows } from "./store.ts";

/** Finds each of them as {@link findPerson} would. Answers in the order of `queries`. */
export function* findPeople(model: Model, queries: readonly PersonQuery[]): Asking<readonly FoundPerson[]> {
  const people = queries.map((query) => {
    const findings: Finding[] = [];
    return { findings, asked: askFor(model, query, findings) };
  });
  const all = people.flatMap(({ asked }) => asked);
  const answers = new Map<Asked, KeyRows>();
  const together = [
    ...Map.groupBy(all, ({ table, columns, named }) => JSON.stringify([table, columns, named])).values(),
  ];
  const found = together.length > 0 ? yield together.map(askTogether) : [];
  const alone: Asked[] = [];
  for (const [at, group] of together.entries()) {
    const shared = shareOut(group, found[at] ?? []);
    if (shared === null) alone.push(...group);
    for (const [one, rows] of shared ?? []) answers.set(one, rows);
  }
  const foundAlone = alone.length > 0 ? yield alone.map(({ query }) => query) : [];
  for (const [at, one] of alone.entries()) answers.set(one, foundAlone[at] ?? []);
  return yield* inStep(
    people.map(({ asked, findings }) =>
      judgeAnswers(
        model,
        asked,
        asked.map((one) => answers.get(one) ?? []),
        findings,
      ),
    ),
  );
}

/** The rows that any of them looks for, with the values by which they were found. */
function askTogether(group: readonly Asked[]): KeyQuery {
  const [first] = group;
  if (first === undefined) throw new Error("a question of nobody");
  const values = new Map(group.map(({ value }) => [keyId(value), value]));
  const any = [
    { kind: "key" as const, columns: first.columns, in: [...values.values()], fold: !first.named, when: {} },
  ];
  return { table: first.table, select: [...first.query.select, ...first.columns], any };
}

/**
 * Whose answer each row is. Null when a store took something for equal that is not so here (a collation of its own): then
 * everybody is asked for alone.
 */
function shareOut(group: readonly Asked[], rows: KeyRows): ReadonlyMap<Asked, KeyRows> | null {
  const textOf = (value: Key, fold: boolean) => keyId(fold ? value.map((text) => text.toLowerCase()) : value);
  const seekers = Map.groupBy(group, ({ value, named }) => textOf(value, !named));
  const answers = new Map<Asked, (string | null)[][]>();
  for (const row of rows) {
    const [first] = group;
    const width = first?.query.select.length ?? 0;
    const value = row.slice(width).map((text) => text ?? "");
    const mine = seekers.get(textOf(value, !(first?.named ?? false)));
    if (mine === undefined) return null;
    for (const one of mine) {
      const known = answers.get(one);
      if (known === undefined) answers.set(one, [row.slice(0, width)]);
      else known.push(row.slice(0, width));
    }
  }
  return answers;
}
