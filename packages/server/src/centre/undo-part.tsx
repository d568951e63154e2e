/** On the page of a request: until when the erasure can be taken back, by whom, and what became of that. */
import { centrePath } from "../requests/request-links.ts";
import { formatInstant } from "./format.ts";
import { link } from "./layout.tsx";
import type { StatusPageProps } from "./status-page.tsx";
import { undoTexts } from "./undo-texts.ts";

export function UndoPart(props: StatusPageProps) {
  const { frame, request, systemTitle } = props;
  const { undo } = request;
  if (undo === null) return null;
  const texts = undoTexts[frame.language];
  return (
    <section class="part" aria-labelledby="undo">
      <h2 id="undo">{undo.state === "undone" ? texts.titleUndone : texts.title}</h2>
      {undo.may.undo ? <Open {...props} undo={undo} /> : <p>{whereItStands(props, undo)}</p>}
      {undo.problem === null || undo.state !== "undoing" ? null : <p>{texts.heldUp}</p>}
      {undo.undone.length === 0 ? null : (
        <ul>
          {undo.undone.map(({ system, rows, newer, residue }) => (
            <li>
              {texts.undoneIn(systemTitle(system), texts.rows(rows))}
              {newer === 0 ? "" : `; ${texts.newer(texts.rows(newer))}`}
              {residue === undefined ? "" : `; ${texts.notWhole}`}
            </li>
          ))}
        </ul>
      )}
      {undo.unable.length === 0 || undo.state === "ended" ? null : (
        <p>{texts.unable(undo.unable.map(systemTitle).join(", "))}</p>
      )}
    </section>
  );
}

type Undo = NonNullable<StatusPageProps["request"]["undo"]>;

function whereItStands({ frame }: StatusPageProps, undo: Undo): string {
  const texts = undoTexts[frame.language];
  if (undo.state === "undoing") return texts.undoing;
  if (undo.state === "undone") return texts.undone;
  if (undo.state !== "ended" && undo.state !== "open") return texts.planned;
  if (undo.endedBy === "person") return texts.endedByPerson + sharedNote(frame, undo);
  if (undo.endedBy === "not_finished") return texts.notFinished;
  return texts.ended(formatInstant(undo.until ?? "", frame.language, frame.kept.controller.zone));
}

/** What is also others' goes with their windows. */
function sharedNote(frame: StatusPageProps["frame"], { sharedUntil }: Undo): string {
  if (sharedUntil === null) return "";
  return ` ${undoTexts[frame.language].shared(formatInstant(sharedUntil, frame.language, frame.kept.controller.zone))}`;
}

function Open({ frame, token, undo, holdsShare }: StatusPageProps & { readonly undo: Undo }) {
  const texts = undoTexts[frame.language];
  const until = formatInstant(undo.until ?? "", frame.language, frame.kept.controller.zone);
  return (
    <>
      <p>
        <strong>{texts.openUntil(until)}</strong>
      </p>
      <p>{holdsShare ? (undo.key === "split" ? texts.ownKeySplit : texts.ownKeyPerson) : texts.elsewhere}</p>
      {undo.sharedUntil === null ? null : <p>{texts.sharedKey}</p>}
      {holdsShare ? (
        <p class="actions">
          <a class="button quiet" href={link(frame, centrePath.undo(token))}>
            {texts.look}
          </a>
        </p>
      ) : null}
      <details class="more">
        <summary>{texts.endSummary}</summary>
        <form method="post" action={link(frame, centrePath.undoEnd(token))}>
          <p>{texts.endText + sharedNote(frame, undo)}</p>
          <button class="button quiet" type="submit">
            {texts.endButton}
          </button>
        </form>
      </details>
    </>
  );
}
