/** Puts together what rules and the model say of each right: what is clear, what is only suspected, and why. Pure. */
import { MAIL_RIGHTS, type MailRightName } from "@kept/contract/mailbox-classes";
import type { Reason } from "./find-rights.ts";
import type { DescribedWindow } from "./model/describe-letter.ts";
import { type AskedRight, findAsked } from "./model/letter-model.ts";

/** A right that weighs so much is clearly asked for. */
export const CLEAR = 1;
const SUSPECTED = 0.5;
/** From this probability on a right counts as asked for; how often that is wrong is measured (docs/mailbox.md). */
const ASKED = 0.45;
/** Where a phrase for it was found that is denied, as in "do not delete it", the model must be surer. */
const ASKED_THOUGH_DENIED = 0.85;
/** The same of what a parent asks for beside what is asked for the child. */
const ASKED_BESIDE_CHILD = 0.9;
/** From this on a person is told that it may be. */
const PERHAPS = 0.3;

export interface WeighedRights {
  readonly weights: ReadonlyMap<MailRightName, number>;
  readonly reasons: readonly Reason[];
}

export function weighRights(letter: {
  readonly windows: readonly DescribedWindow[];
  /** What phrases were found: alone they only raise a suspicion. */
  readonly rules: readonly Reason[];
  /** What law or custom makes explicit. */
  readonly certain: readonly Reason[];
}): WeighedRights {
  const asked = findAsked(letter.windows).filter(({ probability }) => probability >= PERHAPS);
  const ofChild = asked.find(({ right, probability }) => right === "child" && probability >= ASKED);
  const weights = new Map<MailRightName, number>();
  const raise = (right: MailRightName, weight: number) => weights.set(right, Math.max(weight, weights.get(right) ?? 0));
  const reasons: Reason[] = [...letter.certain];
  for (const { rule, weight } of letter.certain) {
    const right = rightOf(rule);
    if (right !== null) raise(right, weight);
  }
  for (const one of asked) {
    const isBesideChild = ofChild !== undefined && ofChild !== one;
    // What a parent asks for the child is part of that case.
    if (isBesideChild && sharesSentence(ofChild, one)) continue;
    const needed = isBesideChild
      ? ASKED_BESIDE_CHILD
      : letter.rules.some(({ rule, isDenied }) => rule === one.right && isDenied === true)
        ? ASKED_THOUGH_DENIED
        : ASKED;
    const weight = one.probability >= needed ? CLEAR : SUSPECTED;
    raise(one.right, weight);
    reasons.push({ rule: one.right, where: one.where, matched: one.words, weight });
  }
  const isAnyClear = [...weights.values()].some((weight) => weight >= CLEAR);
  for (const reason of letter.rules) {
    const right = rightOf(reason.rule);
    if (right === null) reasons.push(reason);
    else if (!isAnyClear && !weights.has(right)) {
      raise(right, SUSPECTED);
      const { rule, where, matched } = reason;
      reasons.push({ rule, where, matched, weight: SUSPECTED });
    }
  }
  return { weights, reasons };
}

function rightOf(rule: string): MailRightName | null {
  return MAIL_RIGHTS.find((row) => row.right === rule)?.right ?? null;
}

function sharesSentence(left: AskedRight, right: AskedRight): boolean {
  return left.loudest.window.sentences.some((sentence) =>
    right.loudest.window.sentences.some((other) => other.line === sentence.line),
  );
}
