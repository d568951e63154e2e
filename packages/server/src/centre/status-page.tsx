/** The page of a request: where it stands, by when it is answered, what happened and what comes next. */
import type { Review } from "@kept/contract/automated-decisions";
import type { RequestDetail } from "@kept/contract/requests";
import type { Transfer } from "@kept/contract/transfers";
import { ReviewPart } from "../automated-decisions/review-part.tsx";
import { reviewTexts } from "../automated-decisions/review-texts.ts";
import type { Statement } from "../fulfilment/statements.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { ToldRecipient } from "../recipients/notices.ts";
import { kindTexts } from "../requests/kind-texts.ts";
import type { RequestGap } from "../requests/request-gaps.ts";
import { centrePath } from "../requests/request-links.ts";
import { TransferPart } from "../transfers/transfer-part.tsx";
import { FeePart } from "./fee-part.tsx";
import { dayParts, formatDay, formatInstant } from "./format.ts";
import { frameTexts } from "./frame-texts.ts";
import { GapsPart, NotDonePart } from "./gaps-part.tsx";
import { Layout, link, type PageFrame } from "./layout.tsx";
import { QuestionPart } from "./question-part.tsx";
import { eventTexts, stateTexts } from "./state-texts.ts";
import { StatementPart } from "./statement-part.tsx";
import { statusTexts } from "./status-texts.ts";
import { ToldPart } from "./told-part.tsx";
import { UndoPart } from "./undo-part.tsx";
import { Uses } from "./uses-table.tsx";

export interface StatusPageProps {
  readonly frame: PageFrame;
  readonly request: RequestDetail;
  readonly token: string;
  /** What the person is asked; null: nothing. */
  readonly question: { readonly text: string; readonly closesAt: string | null } | null;
  /** Words do not answer it: they have to show who they are. */
  readonly isDoubted: boolean;
  /** Who received the data; null: not asked, or forgotten. */
  readonly statement: Statement | null;
  /** Who got the data and is told of the change. */
  readonly told: readonly ToldRecipient[];
  readonly systemTitle: (system: string) => string;
  /** Systems that the answer does not hold, or not yet. */
  readonly gaps: readonly RequestGap[];
  /** For what can be taken elsewhere: where it was sent, and whether it may be. */
  readonly transfers: readonly Transfer[];
  readonly maySend: boolean;
  /** For review by a person: what was decided; null for everything else. */
  readonly reviews: readonly Review[] | null;
  /** The decision whose form came back empty. */
  readonly viewMissing: string | null;
  /** This page's link is the one that holds the person's part of the key to what was erased. */
  readonly holdsShare: boolean;
  /** The form came back empty. */
  readonly answerMissing: boolean;
}

export function StatusPage(props: StatusPageProps) {
  const { frame, request, token } = props;
  const { language, kept } = frame;
  const texts = statusTexts[language];
  const state = stateTexts[language];
  // Carried out, and the check afterwards found something left: nobody is told that all is gone.
  const isPartly = props.gaps.some(({ isLater }) => isLater);
  const isUnproven = request.hasReceipt && request.phase !== "closed" && !isPartly;
  const isReview = props.reviews !== null && request.state === "awaiting_approval";
  const review = reviewTexts[language];
  const waits = request.state === "blocked" && request.waitsFor.length > 0;
  const shown = isUnproven ? "not_verified" : isPartly ? "partly" : waits ? "restricted" : request.state;
  const next = isReview ? review.stateNext : state[`${shown}Next`];
  return (
    <Layout frame={frame} title={kindTexts(request.kind, language).short}>
      <div class="wrap">
        <div class="sheet">
          <div class="state">
            <Leaf frame={frame} request={request} />
            <div>
              <h2>{isReview ? review.state : state[shown]}</h2>
              {next === "" ? null : <p>{next}</p>}
              <Extension frame={frame} request={request} />
              {request.mergedInto === null ? null : (
                <form method="post" action={link(frame, centrePath.merged(token))}>
                  <p class="soft">{texts.mergedWhere}</p>
                  <p class="actions">
                    <button class="button quiet" type="submit">
                      {texts.mergedButton}
                    </button>
                  </p>
                </form>
              )}
              <Result {...props} />
              <p class="soft small">
                {frameTexts[language].reference} <span class="mono">{request.reference}</span>
              </p>
            </div>
          </div>
        </div>
        <StatementPart frame={frame} statement={props.statement} />
        <ReviewPart {...props} mayContest={request.phase !== "closed"} />
        <Uses frame={frame} choices={request.choices} />
        <UndoPart {...props} />
        <FeePart {...props} />
        <GapsPart {...props} />
        <QuestionPart {...props} />
        <NotDonePart {...props} />
        <ToldPart {...props} />
        <TransferPart {...props} />
        <section class="part" aria-labelledby="so-far">
          <h2 id="so-far">{texts.soFar}</h2>
          <ol class="timeline">
            {shownEvents(request, language).map((event) => (
              <li>
                {event.title}
                <time datetime={event.at}>{formatInstant(event.at, language, kept.controller.zone)}</time>
              </li>
            ))}
            {request.phase === "closed" ? null : <li class="next">{nextTitle(request, frame)}</li>}
          </ol>
        </section>
        {request.may.cancel ? (
          <section class="part">
            <details class="more">
              <summary>{texts.cancelTitle}</summary>
              <form method="post" action={link(frame, centrePath.cancel(token))}>
                <p>{texts.cancelText}</p>
                <button class="button quiet" type="submit">
                  {texts.cancelButton}
                </button>
              </form>
            </details>
          </section>
        ) : null}
      </div>
    </Layout>
  );
}

function Extension({ frame, request }: { frame: PageFrame; request: RequestDetail }) {
  const { extension } = request;
  if (extension === null || extension.noticeAt === null || request.phase === "closed") return null;
  return (
    <div class="aside">
      <p>{statusTexts[frame.language].takesLonger}</p>
      <p class="said">{extension.text}</p>
    </div>
  );
}

/** The day that matters, large, as on a calendar: the answer's, or the erasure's. */
function Leaf({ frame, request }: { frame: PageFrame; request: RequestDetail }) {
  const texts = statusTexts[frame.language];
  const { closedAt, runsAt } = request;
  const [label, day] =
    closedAt !== null
      ? [frameTexts[frame.language].completed, localDay(closedAt, frame)]
      : runsAt !== null
        ? [texts.carriedOutOn, localDay(runsAt, frame)]
        : [texts.answerBy, request.dueOn];
  if (day === null) return null;
  const parts = dayParts(day, frame.language);
  return (
    <p class="leaf">
      <span class="label">{label}</span>
      <span class="day">{parts.day}</span>
      <span class="month">
        {parts.month} {parts.year}
      </span>
    </p>
  );
}

/** The day of an instant where the controller is. */
function localDay(instant: string, frame: PageFrame): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(frame.kept.controller.zone).toPlainDate().toString();
}

/** What ends first: the package, or the link to it that went out when it was ready. */
function fetchedUntil(pack: RequestDetail["package"], kept: PageFrame["kept"]): string | null {
  if (pack?.state !== "ready" || pack.expiresAt === null || pack.readyAt === null) return null;
  const linkEnds = isoInstant(addDuration(Temporal.Instant.from(pack.readyAt), kept.requests.packageLinkLifetime));
  return [pack.expiresAt, linkEnds].sort()[0] ?? null;
}

function Result(props: { frame: PageFrame; request: RequestDetail; token: string }) {
  const { frame, request, token } = props;
  const { language, kept } = frame;
  const texts = statusTexts[language];
  const until = fetchedUntil(request.package, kept);
  return (
    <>
      {request.runsAt === null || request.state !== "waiting" ? null : (
        <p>
          <strong>{formatInstant(request.runsAt, language, kept.controller.zone)}</strong>
        </p>
      )}
      {request.refusal === null ? null : (
        <>
          <div class="aside">
            <p>{request.refusal.text}</p>
          </div>
          <p class="soft">{texts.refusedMore}</p>
          <ul class="soft">
            {request.refusal.authorities.map(({ name, url }) => (
              <li>
                <a href={url} rel="noopener noreferrer">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {until !== null ? (
        <p>
          {texts.packageUntil(formatDay(until.slice(0, 10), language))} {texts.toDownload}
        </p>
      ) : null}
      {request.package?.state === "expired" ? <p>{texts.packageGone}</p> : null}
      {request.hasReceipt ? (
        <p class="actions">
          <a class="button" href={link(frame, centrePath.receipt(token))}>
            {texts.toReceipt}
          </a>
        </p>
      ) : null}
    </>
  );
}

interface ShownEvent {
  readonly at: string;
  readonly title: string;
}

function shownEvents(request: RequestDetail, language: PageFrame["language"]): readonly ShownEvent[] {
  const words: Readonly<Record<string, string>> = eventTexts[language];
  return request.timeline.flatMap(({ at, event }) => {
    const title = words[event];
    return title === undefined ? [] : [{ at, title }];
  });
}

function nextTitle(request: RequestDetail, frame: PageFrame): string {
  const words = statusTexts[frame.language];
  return request.dueOn === null ? words.next : `${words.answerBy} ${formatDay(request.dueOn, frame.language)}`;
}
