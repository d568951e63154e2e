/** The second step of taking an erasure back: what would come back, whom we had told, and the button. */
import type { UndoPreview } from "@kept/contract/undo";
import { humanTitle } from "../fulfilment/package/table-file.ts";
import { askUndo, endUndoByPerson, holdsShare, previewUndo } from "../fulfilment/undo-erasure.ts";
import { LOST, SYSTEM_AWAY } from "../fulfilment/undo-part.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { listToldRecipients, type ToldRecipient } from "../recipients/notices.ts";
import { centrePath } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { formatNumber } from "./format.ts";
import { Layout, link, type PageFrame } from "./layout.tsx";
import { openStatus, titlesIn } from "./open-status.ts";
import { frameOf, refuseLink, respond } from "./page-answers.tsx";
import { undoTexts } from "./undo-texts.ts";

/** What may have come in between: the page of the request says where it stands. */
const PASSED = ["undo_not_open", "undo_share_wrong", "undo_blocked"];

export function addUndoPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.undo(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const { ctx, request, token } = opened;
    const frame = frameOf(parts, c);
    if (request.undo?.may.undo !== true || !(await holdsShare(ctx, request.id, token)))
      return c.redirect(link(frame, centrePath.status(token)), 303);
    const page = {
      frame,
      token,
      preview: await previewUndo(ctx, parts, request.id, token),
      told: (await listToldRecipients(ctx, parts.kept, request.id)).filter(({ isTold }) => isTold),
      systemTitle: titlesIn(parts, frame),
    };
    return respond(c, <UndoPage {...page} />);
  });
  pages.post(centrePath.undo(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const { ctx, request, token } = opened;
    const frame = frameOf(parts, c);
    try {
      await askUndo(ctx, parts, request.id, token);
    } catch (error) {
      if (!(error instanceof ProblemError) || !PASSED.includes(error.code)) throw error;
      // What stands in the way since is shown where it was looked at.
      if (error.code === "undo_blocked") return c.redirect(link(frame, centrePath.undo(token)), 303);
    }
    return c.redirect(link(frame, centrePath.status(token)), 303);
  });
  pages.post(centrePath.undoEnd(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    try {
      await endUndoByPerson(opened.ctx, opened.request.id);
    } catch (error) {
      if (!(error instanceof ProblemError) || !PASSED.includes(error.code)) throw error;
    }
    return c.redirect(link(frameOf(parts, c), centrePath.status(opened.token)), 303);
  });
}

interface UndoPageProps {
  readonly frame: PageFrame;
  readonly token: string;
  readonly preview: UndoPreview;
  /** Recipients that know of the erasure. */
  readonly told: readonly ToldRecipient[];
  readonly systemTitle: (system: string) => string;
}

function UndoPage({ frame, token, preview, told, systemTitle }: UndoPageProps) {
  const { language, kept } = frame;
  const texts = undoTexts[language];
  const blocking = preview.findings.filter(({ blocks }) => blocks);
  const away = preview.findings.filter(({ code }) => code === SYSTEM_AWAY).map(({ system }) => systemTitle(system));
  const isTogether = preview.findings.some(({ code }) => code === "others_stay_erased");
  const isLost = blocking.length > 0 && blocking.every(({ code }) => LOST.includes(code));
  const systems = [...Map.groupBy(preview.tables, ({ system }) => system)];
  return (
    <Layout frame={frame} title={texts.pageTitle} lead={texts.pageLead}>
      <div class="wrap">
        <div class="sheet">
          {systems.length === 0 ? <p>{texts.nothing}</p> : null}
          {systems.map(([system, tables]) => (
            <Returning frame={frame} title={systemTitle(system)} tables={tables} />
          ))}
          {isTogether ? <p>{texts.together}</p> : null}
          {away.length === 0 ? null : <p>{texts.away(away.join(", "))}</p>}
          {preview.unable.length === 0 ? null : <p>{texts.unable(preview.unable.map(systemTitle).join(", "))}</p>}
          {told.length === 0 ? null : (
            <>
              <h2>{texts.recipientsTitle}</h2>
              <p>{texts.recipientsText(namesOf(told))}</p>
              {told.some(({ isByHand }) => isByHand) ? (
                <p>{texts.recipientsByHand(namesOf(told.filter(({ isByHand }) => isByHand)))}</p>
              ) : null}
            </>
          )}
          {blocking.length > 0 ? (
            <div class="aside">
              <h2>{texts.blockedTitle}</h2>
              <p>{(isLost ? texts.lostText : texts.blockedText)(kept.controller.email)}</p>
            </div>
          ) : (
            <form method="post" action={link(frame, centrePath.undo(token))}>
              <p>{texts.confirmText}</p>
              <p class="actions">
                <button class="button" type="submit">
                  {texts.confirm}
                </button>
                <a href={link(frame, centrePath.status(token))}>{texts.back}</a>
              </p>
            </form>
          )}
        </div>
      </div>
    </Layout>
  );
}

function namesOf(told: readonly ToldRecipient[]): string {
  return told.map(({ name }) => name).join(", ");
}

const COUNTS = [
  ["returned", "returned"],
  ["restored", "restored"],
  ["newer", "stays"],
] as const;

function Returning(props: { frame: PageFrame; title: string; tables: UndoPreview["tables"] }) {
  const { frame, title, tables } = props;
  const texts = undoTexts[frame.language];
  const shown = COUNTS.filter(([count]) => tables.some((table) => table[count] > 0));
  const filled = tables.filter((table) => shown.some(([count]) => table[count] > 0));
  return (
    <>
      <h2>{title}</h2>
      <div class="scroll">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">{texts.table}</th>
              {shown.map(([, word]) => (
                <th scope="col">{texts[word]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filled.map((table) => (
              <tr>
                <th scope="row">{humanTitle(table.table)}</th>
                {shown.map(([count, word]) => (
                  <td data-label={texts[word]}>
                    {table[count] === 0 ? "" : formatNumber(table[count], frame.language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
