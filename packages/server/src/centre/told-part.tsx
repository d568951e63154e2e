/** On the page of a request: who got the data and is told of the change. */
import type { StatusPageProps } from "./status-page.tsx";
import { statusTexts } from "./status-texts.ts";
import { undoTexts } from "./undo-texts.ts";

/** Recipients by name (Art. 19 GDPR): the person may know them. */
export function ToldPart({ frame, told }: StatusPageProps) {
  if (told.length === 0) return null;
  const texts = statusTexts[frame.language];
  return (
    <section class="part" aria-labelledby="told">
      <h2 id="told">{texts.toldTitle}</h2>
      <p>{texts.toldText}</p>
      <ul>
        {told.map(({ name, isUndo, isTold, isImpossible }) => (
          <li>
            {name}
            {isUndo ? ` (${undoTexts[frame.language].toldOf})` : ""}:{" "}
            {isImpossible ? texts.toldImpossible : isTold ? texts.toldDone : texts.toldNext}
          </li>
        ))}
      </ul>
    </section>
  );
}
