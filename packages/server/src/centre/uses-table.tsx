/** The uses of somebody's data that their request is about, and what holds for each. */
import type { RequestChoice } from "@kept/contract/requests";
import { purposeTitle } from "../kept-config.ts";
import type { PageFrame } from "./layout.tsx";
import { statusTexts } from "./status-texts.ts";

interface ShownUse {
  readonly purpose: string;
  readonly outcome: string;
}

export function Uses({ frame, choices }: { frame: PageFrame; choices: readonly ShownUse[] }) {
  if (choices.length === 0) return null;
  const { kept, language } = frame;
  const texts = statusTexts[language];
  return (
    <section class="part">
      <div class="scroll">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">{texts.use}</th>
              <th scope="col">{texts.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {choices.map(({ purpose, outcome }) => (
              <tr>
                <th scope="row">{purposeTitle(kept, purpose, language)}</th>
                <td data-label={texts.outcome}>{texts[`outcome_${outcome as RequestChoice["outcome"]}`]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
