/** The fee that a person is asked for: how much, why, on which ground, and the two answers, of equal weight. */
import { feeGround } from "@kept/contract/fees";
import { formatFee } from "../requests/request-fees.ts";
import { centrePath } from "../requests/request-links.ts";
import { formatInstant } from "./format.ts";
import { link } from "./layout.tsx";
import type { StatusPageProps } from "./status-page.tsx";
import { statusTexts } from "./status-texts.ts";

export function FeePart({ frame, request, token }: StatusPageProps) {
  const { fee } = request;
  if (fee === null || fee.state === "proposed" || fee.state === "dropped") return null;
  const { language, kept } = frame;
  const texts = statusTexts[language];
  const closesAt = request.questions.find(({ cause, answeredAt }) => cause === "fee" && answeredAt === null)?.closesAt;
  const { grounds } = feeGround(fee.ground);
  const named = [...new Set(request.regimes.map((regime) => grounds[regime]).filter((ground) => ground !== null))];
  return (
    <section class="part" aria-labelledby="fee">
      <h2 id="fee">{texts.feeTitle}</h2>
      <dl class="facts">
        <div>
          <dt>{texts.feeAmount}</dt>
          <dd>{formatFee(fee, language)}</dd>
        </div>
        <div>
          <dt>{texts.feeGround}</dt>
          <dd>{named.join("; ")}</dd>
        </div>
        {fee.reference === null ? null : (
          <div>
            <dt>{texts.feeReference}</dt>
            <dd class="mono">{fee.reference}</dd>
          </div>
        )}
      </dl>
      {fee.text === "" ? null : (
        <div class="aside">
          <p class="said">{fee.text}</p>
        </div>
      )}
      {fee.state === "quoted" && request.state === "asking" ? (
        <form method="post" action={link(frame, centrePath.fee(token))}>
          <p>{texts.feeChoice}</p>
          {closesAt === null || closesAt === undefined ? null : (
            <p class="soft">{texts.feeUntil(formatInstant(closesAt, language, kept.controller.zone))}</p>
          )}
          <p class="actions">
            <button class="button quiet" type="submit" name="fee" value="accept">
              {texts.feeAccept}
            </button>
            <button class="button quiet" type="submit" name="fee" value="decline">
              {texts.feeDecline}
            </button>
          </p>
        </form>
      ) : null}
      {fee.state === "accepted" ? <p>{texts.feeAccepted(kept.controller.email)}</p> : null}
      {fee.state === "paid" ? <p>{texts.feePaid}</p> : null}
      {fee.state === "declined" ? <p>{texts.feeDeclined}</p> : null}
    </section>
  );
}
