/** What can be told of a banner from its configuration alone: words, colours, intervals. */

import type { BannerConfig, Catalogue } from "../core/banner-config.ts";
import { DEFAULT_THEME, themeFaults } from "../core/contrast.ts";
import english from "../languages/en.json" with { type: "json" };
import { classifyLabel, LABEL_WORDS, type LabelMeaning } from "./label-words.ts";
import { type LintFinding, lintFinding } from "./lint-rules.ts";

/** What a label must say. */
const LABELS: readonly (readonly [name: keyof Catalogue, meaning: LabelMeaning])[] = [
  ["accept", "accept"],
  ["optIn", "accept"],
  ["reject", "reject"],
  ["optOut", "reject"],
];

/** @param least days for which the regime lets nobody be asked again */
export function lintConfig(config: BannerConfig, least: number): readonly LintFinding[] {
  const where = `${config.language}, ${config.regime.name}`;
  const theme = { ...DEFAULT_THEME, ...config.theme };
  return [
    ...lintTexts(config, where),
    ...themeFaults(theme).map((fault) => lintFinding("contrast-low", where, fault)),
    ...(config.askAgainDays < least
      ? [lintFinding("asked-too-soon", where, `asked again after ${config.askAgainDays} days, allowed after ${least}`)]
      : []),
  ];
}

function lintTexts({ texts, language }: BannerConfig, where: string): readonly LintFinding[] {
  const names = Object.keys(english) as (keyof Catalogue)[];
  const missing = names.filter(
    (name) => (texts[name] ?? "").trim() === "" || holesOf(texts[name]) !== holesOf(english[name]),
  );
  return [
    ...missing.map((name) => lintFinding("text-missing", where, name)),
    ...LABELS.flatMap(([name, meaning]) => lintLabel(texts[name] ?? "", meaning, language, where)),
  ];
}

/** A language whose words are not known is judged by those of all others. */
export function lintLabel(
  label: string,
  meaning: LabelMeaning,
  language: string,
  where: string,
): readonly LintFinding[] {
  const isKnown = Object.hasOwn(LABEL_WORDS, language.split("-")[0] ?? "");
  const said = classifyLabel(label, isKnown ? language : undefined);
  if (said === meaning) return [];
  const evidence = `“${label}” is to ${meaning}`;
  return [lintFinding(said === null ? "label-unclear" : "label-swapped", where, evidence)];
}

function holesOf(text: string): string {
  return (text.match(/\{\w+\}/g) ?? []).sort().join();
}
