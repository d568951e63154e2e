/** The messages that the classifier is scored on, each with what a person said that it is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Truth {
  readonly class: string;
  readonly rights: readonly string[];
  readonly language: string | null;
}

export interface ScoredMessage {
  readonly name: string;
  readonly raw: Uint8Array;
  readonly truth: Truth;
}

/**
 * `tuned`: phrases were corrected until these were right. `first-held-out`: scored once, then the phrases were broadened.
 * `second-held-out`: written before that broadening, and scored only. `third-held-out`: by an author who had read no phrase.
 * `fourth-held-out`: by the same one, unusual words and traps. What each scored at first sight stands in docs/mailbox.md; since
 * then the phrases were corrected on the last two.
 */
export function readMessages(
  set: "tuned" | "first-held-out" | "second-held-out" | "third-held-out" | "fourth-held-out",
): readonly ScoredMessage[] {
  const folder = join(import.meta.dirname, "messages", set);
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Record<string, Truth>;
  return Object.entries(truth).map(([name, said]) => ({
    name,
    raw: readFileSync(join(folder, `${name}.eml`)),
    truth: said,
  }));
}
