/** The page behind the link of a notice: a recipient says what it did, without an account and without JavaScript. */
import { NoticeAnswerSchema } from "@kept/contract/recipients";
import { BrokenLinkPage } from "../centre/broken-link-page.tsx";
import { Layout, link, MessagePage } from "../centre/layout.tsx";
import { frameOf, type PageContext, respond } from "../centre/page-answers.tsx";
import { openLink, redeemLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { PageRouter } from "../platform/slice.ts";
import { findRequest } from "../requests/queries.ts";
import { NOTICE_LINK, noticePath } from "./channel-email.ts";
import { noticeTexts } from "./notice-texts.ts";
import { findNotice, type NoticeRow } from "./queries.ts";
import type { RecipientParts } from "./recipient-parts.ts";
import { recordAnswer } from "./tell-recipient.ts";

const LONGEST_WORDS = 2000;

export function addAnswerPages(pages: PageRouter, parts: RecipientParts): void {
  pages.get(noticePath(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, NOTICE_LINK, token);
    const notice = opened.ok ? await findBySubject(c.var.ctx, opened.subject) : undefined;
    if (notice === undefined) return refuse(c, parts, opened.ok ? "unknown" : opened.reason);
    return answerForm(c, parts, notice, token, false);
  });
  pages.post(noticePath(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const form = await c.req.raw.formData().catch(() => new FormData());
    const answer = NoticeAnswerSchema.safeParse(form.get("answer"));
    const words = form.get("words");
    if (!answer.success) {
      const opened = await openLink(c.var.ctx, NOTICE_LINK, token);
      const notice = opened.ok ? await findBySubject(c.var.ctx, opened.subject) : undefined;
      if (notice === undefined) return refuse(c, parts, opened.ok ? "unknown" : opened.reason);
      return answerForm(c, parts, notice, token, true);
    }
    const refused = await c.var.ctx.as({ kind: "system", id: "recipient" }).transaction(async (tx) => {
      const redeemed = await redeemLink(tx, NOTICE_LINK, token);
      if (!redeemed.ok) return redeemed.reason;
      const notice = await findBySubject(tx, redeemed.subject);
      if (notice === undefined) return "unknown";
      const said = {
        answer: answer.data,
        words: typeof words === "string" ? words.trim().slice(0, LONGEST_WORDS) : "",
      };
      return (await recordAnswer(tx, notice, said, "link")) ? null : "used";
    });
    if (refused !== null) return refuse(c, parts, refused);
    const frame = frameOf(parts, c);
    const texts = noticeTexts[frame.language];
    return respond(c, <MessagePage frame={frame} title={texts.thanks} text={texts.thanksText} />, 200);
  });
}

async function findBySubject(ctx: Ctx | TxCtx, subject: string): Promise<NoticeRow | undefined> {
  const [requestId = "", noticeId = ""] = subject.split("/");
  return await findNotice(ctx, { requestId, noticeId });
}

async function answerForm(c: PageContext, parts: RecipientParts, notice: NoticeRow, token: string, isMissing: boolean) {
  const frame = frameOf(parts, c);
  const texts = noticeTexts[frame.language];
  const reference = (await findRequest(c.var.ctx, notice.request_id))?.reference ?? "";
  const page = (
    <Layout frame={frame} title={texts.title} lead={texts.lead(reference)}>
      <div class="wrap">
        <form class="sheet" method="post" action={link(frame, noticePath(token))} novalidate>
          <fieldset {...(isMissing ? { "aria-describedby": "answer-error" } : {})}>
            <legend>{texts.question}</legend>
            {isMissing ? (
              <p class="error" id="answer-error" role="alert">
                {texts.missing}
              </p>
            ) : null}
            <div class="choices single">
              {NoticeAnswerSchema.options.map((answer) => (
                <label>
                  <input type="radio" name="answer" value={answer} required /> <span>{texts.answers[answer]}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <div class="field">
            <label for="words">{texts.words}</label>
            <textarea id="words" name="words" rows={4} maxlength={LONGEST_WORDS} />
          </div>
          <p class="actions">
            <button class="button" type="submit">
              {texts.send}
            </button>
          </p>
        </form>
      </div>
    </Layout>
  );
  return respond(c, page, isMissing ? 422 : 200);
}

function refuse(c: PageContext, parts: RecipientParts, reason: "unknown" | "expired" | "used") {
  const page = <BrokenLinkPage frame={frameOf(parts, c)} reason={reason} again="find" />;
  return respond(c, page, reason === "unknown" ? 404 : 410);
}
