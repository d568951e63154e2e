/** Complaints in the privacy centre: the form, the page of one, and the finder of authorities. No account, no JavaScript. */
import { isPlace } from "../centre/country-field.tsx";
import { link, MessagePage } from "../centre/layout.tsx";
import { frameOf, type PageContext, refuseLink, respond } from "../centre/page-answers.tsx";
import { readForm } from "../centre/read-form.ts";
import { listCaseClocks } from "../clocks/case-clocks.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { PageRouter } from "../platform/slice.ts";
import { countryOfAddress } from "../regions/country-of-address.ts";
import { authoritiesFor } from "../requests/authorities.ts";
import { centrePath } from "../requests/request-links.ts";
import { AuthorityPage } from "./authority-page.tsx";
import { openAnswer } from "./complaint-content.ts";
import { ComplaintFormPage, type ComplaintValues } from "./complaint-form.tsx";
import { COMPLAINT_LINK, type ComplaintParts, complaintPath } from "./complaint-parts.ts";
import { ComplaintStatusPage } from "./complaint-status.tsx";
import { complaintTexts } from "./complaint-texts.ts";
import { findAuthorities } from "./find-authorities.ts";
import { submitComplaint } from "./open-complaint.ts";
import { listAnswers, requireComplaint } from "./queries.ts";

const EMPTY: ComplaintValues = { email: "", error: null, words: "", wordsMissing: false, about: "", country: "" };
const LONGEST_ABOUT = 40;

export function addComplaintPages(pages: PageRouter, parts: ComplaintParts): void {
  const inferred = (c: PageContext): string | null => countryOfAddress(c.var.clientAddress);
  pages.get(complaintPath.form(), (c) =>
    respond(c, <ComplaintFormPage frame={frameOf(parts, c)} values={EMPTY} inferredCountry={inferred(c)} />),
  );
  pages.post(complaintPath.form(), async (c) => {
    const frame = frameOf(parts, c);
    const values = await readComplaint(c.req.raw);
    if (values.error !== null || values.wordsMissing) {
      return respond(c, <ComplaintFormPage frame={frame} values={values} inferredCountry={inferred(c)} />, 422);
    }
    const { email, words, about, country } = values;
    const input = {
      email,
      text: words,
      language: frame.language,
      about: about === "" ? undefined : about,
      country: country === "" ? undefined : country,
    };
    const ctx = c.var.ctx.as({ kind: "person", id: "anonymous" });
    await submitComplaint(ctx, parts, "centre", input, c.var.clientAddress);
    return c.redirect(link(frame, complaintPath.sent()), 303);
  });
  pages.get(complaintPath.sent(), (c) => {
    const frame = frameOf(parts, c);
    const texts = complaintTexts[frame.language];
    const action = { label: texts.toStart, href: link(frame, centrePath.home()) };
    return respond(c, <MessagePage frame={frame} title={texts.sentTitle} text={texts.sentText} action={action} />);
  });
  pages.get(complaintPath.one(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const opened = await openLink(c.var.ctx, COMPLAINT_LINK, c.req.param("token") ?? "");
    if (!opened.ok) return refuseLink(parts, c, opened, { href: link(frame, complaintPath.form()) });
    const { ctx } = c.var;
    const row = await requireComplaint(ctx, opened.subject);
    const answers = (await listAnswers(ctx, row.id)).map((answer) => ({
      kind: answer.kind,
      at: answer.at.toISOString(),
      text: openAnswer(ctx.keys, answer.id, answer.sealed),
    }));
    const due = (await listCaseClocks(ctx, [row.id])).find(
      (clock) => clock.met_at === null && clock.purpose === "answer",
    );
    const authorities = authoritiesFor(parts.kept, row.region);
    return respond(c, <ComplaintStatusPage {...{ frame, row, answers, authorities }} dueOn={due?.safe_due ?? null} />);
  });
  pages.get(complaintPath.authorities(), (c) => {
    const country = c.req.query("country") ?? inferred(c) ?? parts.kept.controller.country;
    const part = c.req.query("part") ?? "";
    const known = isPlace(country) ? country : parts.kept.controller.country;
    const place = known === "DE" && /^[A-Z]{2}$/.test(part) ? `DE-${part}` : known;
    return respond(
      c,
      <AuthorityPage frame={frameOf(parts, c)} place={place} found={findAuthorities(parts.kept, place)} />,
    );
  });
}

async function readComplaint(request: Request): Promise<ComplaintValues> {
  const more = await request
    .clone()
    .formData()
    .catch(() => new FormData());
  const { email, error, country, statement } = await readForm(request);
  const about = more.get("about");
  return {
    email,
    error,
    country,
    words: statement,
    wordsMissing: statement === "",
    about: typeof about === "string" ? about.trim().slice(0, LONGEST_ABOUT) : "",
  };
}
