/** On the page of a request: what the answer does not hold, and what could not be done. */
import type { StatusPageProps } from "./status-page.tsx";
import { statusTexts } from "./status-texts.ts";

/** What the answer does not hold, by name: what still follows, and what was left out. */
export function GapsPart({ frame, gaps }: StatusPageProps) {
  if (gaps.length === 0) return null;
  const texts = statusTexts[frame.language];
  return (
    <section class="part" aria-labelledby="gaps">
      <h2 id="gaps">{texts.gapsTitle}</h2>
      <ul>
        {gaps.map(({ title, reason, isLater }) => (
          <li>
            <strong>{title}</strong>: {reason} <span class="soft">{isLater ? texts.gapFollows : texts.gapLeftOut}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where it could not be done by itself, and why: nobody is told that a system did what it cannot do. */
export function NotDonePart({ frame, request, systemTitle }: StatusPageProps) {
  const gaps = request.systems.flatMap(({ system, gap }) => (gap === null ? [] : [{ system, gap }]));
  if (gaps.length === 0) return null;
  const texts = statusTexts[frame.language];
  return (
    <section class="part" aria-labelledby="not-done">
      <h2 id="not-done">{texts.notDoneTitle}</h2>
      <p>{texts.notDoneText}</p>
      <ul>
        {gaps.map(({ system, gap }) => (
          <li>
            {systemTitle(system)}: {gap}
          </li>
        ))}
      </ul>
    </section>
  );
}
