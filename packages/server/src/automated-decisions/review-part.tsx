/** On the page of a request: what was decided about the person, how, and what somebody who looked again has found. */
import type { Review } from "@kept/contract/automated-decisions";
import { formatInstant } from "../centre/format.ts";
import { link, type PageFrame } from "../centre/layout.tsx";
import { localized } from "../kept-config.ts";
import { reviewPath } from "./review-paths.ts";
import { reviewTexts } from "./review-texts.ts";

export interface ReviewPartProps {
  readonly frame: PageFrame;
  readonly token: string;
  /** Null: the request is about something else. */
  readonly reviews: readonly Review[] | null;
  /** The person may still say how they see it. */
  readonly mayContest: boolean;
  /** The decision whose form came back empty. */
  readonly viewMissing: string | null;
}

export function ReviewPart(props: ReviewPartProps) {
  const { frame, reviews } = props;
  if (reviews === null) return null;
  const texts = reviewTexts[frame.language];
  return (
    <section class="part" aria-labelledby="reviews">
      <h2 id="reviews">{texts.title}</h2>
      {reviews.length === 0 ? <p>{texts.none}</p> : reviews.map((review) => <One {...props} review={review} />)}
    </section>
  );
}

function One(props: ReviewPartProps & { review: Review }) {
  const { frame, review } = props;
  const { language, kept } = frame;
  const texts = reviewTexts[language];
  const registered = kept.automatedDecisions[review.decision];
  return (
    <article class="case">
      <h3>{review.title}</h3>
      <p>
        <strong>{review.outcome}</strong>
        <br />
        <span class="soft small">{texts.decidedOn(formatInstant(review.at, language, kept.controller.zone))}</span>
      </p>
      {registered === undefined ? null : (
        <dl class="facts">
          <div>
            <dt>{texts.logic}</dt>
            <dd>{localized(registered.logic, language)}</dd>
          </div>
          <div>
            <dt>{texts.significance}</dt>
            <dd>{localized(registered.significance, language)}</dd>
          </div>
        </dl>
      )}
      <div class="scroll">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">{texts.factor}</th>
              <th scope="col">{texts.value}</th>
              <th scope="col">{texts.effect}</th>
            </tr>
          </thead>
          <tbody>
            {review.factors.map(({ name, value, effect }) => (
              <tr>
                <th scope="row">{name}</th>
                <td data-label={texts.value}>{value}</td>
                <td data-label={texts.effect}>{texts[`effect_${effect}`]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Outcome {...props} />
    </article>
  );
}

function Outcome({ frame, token, review, mayContest, viewMissing }: ReviewPartProps & { review: Review }) {
  const texts = reviewTexts[frame.language];
  const settled = review.review;
  const field = `view-${review.decisionId}`;
  const isMissing = viewMissing === review.decisionId;
  return (
    <>
      {review.view === null ? null : (
        <div class="aside">
          <p>{texts.contested}</p>
          <p class="said">{review.view}</p>
        </div>
      )}
      {settled === null ? (
        <p class="soft">{texts.waits}</p>
      ) : (
        <div class="aside">
          <p>
            <strong>{texts[settled.outcome]}</strong>
          </p>
          {settled.newOutcome === null ? null : (
            <p>
              {texts.instead}: {settled.newOutcome}
            </p>
          )}
          {settled.reasons === "" ? null : (
            <p>
              {texts.reasons}: <span class="said">{settled.reasons}</span>
            </p>
          )}
        </div>
      )}
      {settled !== null || !mayContest ? null : (
        <details class="more" open={isMissing}>
          <summary>{texts.contest}</summary>
          <form method="post" action={link(frame, reviewPath.contest(token, review.decisionId))} novalidate>
            <div class="field">
              <label for={field}>{texts.contest}</label>
              <p class="hint" id={`${field}-hint`}>
                {texts.contestHint}
              </p>
              {isMissing ? (
                <p class="error" id={`${field}-error`} role="alert">
                  {texts.contestMissing}
                </p>
              ) : null}
              <textarea
                id={field}
                name="answer"
                rows={5}
                maxlength={4000}
                required
                aria-describedby={isMissing ? `${field}-hint ${field}-error` : `${field}-hint`}
                {...(isMissing ? { "aria-invalid": "true", autofocus: true } : {})}
              />
            </div>
            <p class="actions">
              <button class="button quiet" type="submit">
                {texts.contestButton}
              </button>
            </p>
          </form>
        </details>
      )}
    </>
  );
}
