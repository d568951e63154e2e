/** Precision and recall of the classifier on a set of messages. */
import { classifyRaw } from "./classify-raw.ts";
import type { ScoredMessage } from "./read-messages.ts";

export interface Score {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
  readonly precision: number;
  readonly recall: number;
}

export interface Scores {
  /** A message that asks for something against one that does not. */
  readonly asks: Score;
  readonly byRight: ReadonlyMap<string, Score>;
  readonly byClass: ReadonlyMap<string, Score>;
  readonly languages: Score;
  /** What was taken for something else than it is, in words. */
  readonly mistakes: readonly string[];
}

/** Scores one set. A right that is only suspected counts as found: a person sees it named. */
export async function scoreMessages(messages: readonly ScoredMessage[]): Promise<Scores> {
  const tallies = new Map<string, { right: number; wrong: number; missed: number }>();
  const count = (name: string, isTrue: boolean, isFound: boolean) => {
    const tally = tallies.get(name) ?? { right: 0, wrong: 0, missed: 0 };
    tallies.set(name, tally);
    if (isTrue && isFound) tally.right += 1;
    else if (isFound) tally.wrong += 1;
    else if (isTrue) tally.missed += 1;
  };
  const mistakes: string[] = [];
  for (const { name, raw, truth } of messages) {
    const found = await classifyRaw(raw);
    const rights = new Set([...truth.rights, ...found.rights]);
    for (const right of rights)
      count(`right ${right}`, truth.rights.includes(right), found.rights.includes(right as never));
    for (const one of new Set([truth.class, found.class]))
      count(`class ${one}`, truth.class === one, found.class === one);
    count("asks", asks(truth.class, truth.rights), asks(found.class, found.rights));
    count("language", truth.language !== null, truth.language !== null && found.language === truth.language);
    const said = `${truth.class} [${truth.rights.join(" ")}] ${truth.language}`;
    const got = `${found.class} [${found.rights.join(" ")}] ${found.language}`;
    if (said !== got)
      mistakes.push(
        `${name}: ${said}, taken for ${got} (${found.reasons.map((reason) => `${reason.rule}:${reason.weight} "${reason.matched}"`).join("; ")})`,
      );
  }
  const scores = (prefix: string) =>
    new Map(
      [...tallies]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tally]) => [name.slice(prefix.length), toScore(tally)]),
    );
  return {
    asks: toScore(tallies.get("asks") ?? { right: 0, wrong: 0, missed: 0 }),
    byRight: scores("right "),
    byClass: scores("class "),
    languages: toScore(tallies.get("language") ?? { right: 0, wrong: 0, missed: 0 }),
    mistakes,
  };
}

function asks(name: string, rights: readonly string[]): boolean {
  return rights.length > 0 || ["right", "complaint", "unsubscribe"].includes(name);
}

function toScore(tally: { right: number; wrong: number; missed: number }): Score {
  const found = tally.right + tally.wrong;
  const meant = tally.right + tally.missed;
  return { ...tally, precision: found === 0 ? 1 : tally.right / found, recall: meant === 0 ? 1 : tally.right / meant };
}
