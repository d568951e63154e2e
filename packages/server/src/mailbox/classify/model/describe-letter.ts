/** A letter as the model reads it: its parts, each described. Pure. */
import { likelyLanguages } from "../detect-language.ts";
import type { FoundRights } from "../find-rights.ts";
import type { Sentence } from "../words.ts";
import { describeWindow, type Features } from "./features.ts";
import { toWindows, type Window } from "./windows.ts";

export interface DescribedWindow {
  readonly window: Window;
  readonly features: Features;
}

/** @param found what the rules found in the same sentences */
export function describeLetter(
  subject: readonly Sentence[],
  text: readonly Sentence[],
  found: { readonly subject: FoundRights; readonly text: FoundRights },
): readonly DescribedWindow[] {
  const votes = [...found.subject.languages, ...found.text.languages];
  const languages = likelyLanguages([...text, ...subject], votes);
  const withRules = (sentences: readonly Sentence[], { bySentence }: FoundRights) =>
    sentences.map((sentence, index) => ({ ...sentence, rules: bySentence[index] ?? [] }));
  return toWindows(withRules(subject, found.subject), withRules(text, found.text)).map((window) => ({
    window,
    features: describeWindow(window, languages),
  }));
}
