/** Who received somebody's data, by name, on the page of their request. */
import { categoryOf } from "@kept/engine/categories";
import type { Statement } from "../fulfilment/statements.ts";
import { formatDay } from "./format.ts";
import type { PageFrame } from "./layout.tsx";
import { categoryGroupTitle } from "./scope-choices.ts";
import { statusTexts } from "./status-texts.ts";

export function StatementPart({ frame, statement }: { frame: PageFrame; statement: Statement | null }) {
  if (statement === null) return null;
  const { language } = frame;
  const texts = statusTexts[language];
  const { earlier, from, to, recipients } = statement;
  if (earlier !== null) {
    return (
      <section class="part">
        <p>{texts.statedEarlier(formatDay(earlier.on, language), earlier.reference)}</p>
      </section>
    );
  }
  return (
    <section class="part">
      {from === null || to === null ? null : (
        <p class="soft">{texts.statedPeriod(formatDay(from, language), formatDay(to, language))}</p>
      )}
      {recipients.length === 0 ? (
        <p>{texts.statedNobody}</p>
      ) : (
        <div class="scroll">
          <table class="lines">
            <thead>
              <tr>
                <th scope="col">{texts.recipient}</th>
                <th scope="col">{texts.recipientData}</th>
                <th scope="col">{texts.recipientHow}</th>
              </tr>
            </thead>
            <tbody>
              {recipients.map((one) => (
                <tr>
                  <th scope="row">
                    {one.privacyUrl === null ? (
                      one.name
                    ) : (
                      <a href={one.privacyUrl} rel="noopener noreferrer">
                        {one.name}
                      </a>
                    )}
                    {one.country === null ? "" : ` (${one.country})`}
                    {one.address.length === 0 ? null : <span class="soft lines-more">{one.address.join(", ")}</span>}
                  </th>
                  <td data-label={texts.recipientData}>{titlesOf(one.categories, frame)}</td>
                  <td data-label={texts.recipientHow}>{texts[`how_${one.basis}`]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Categories in words, each once. */
export function titlesOf(categories: readonly string[], { language }: PageFrame): string {
  const titles = categories.map((category) =>
    language === "en" && categoryOf(category).name === category
      ? categoryOf(category).title
      : categoryGroupTitle(category, language),
  );
  return [...new Set(titles)].join(", ");
}
