/** Asking for somebody else, confirming one's own address, and saying whether somebody acts for one. No account, no scripts. */
import { MOST_PAPER_BYTES, SubmitForSchema } from "@kept/contract/mandates";
import { RELATIONS } from "@kept/contract/relations";
import type { RequestSummary } from "@kept/contract/requests";
import { BrokenLinkPage } from "../centre/broken-link-page.tsx";
import { isPlace } from "../centre/country-field.tsx";
import { Layout, link, MessagePage } from "../centre/layout.tsx";
import { frameOf, type PageAnswer, type PageContext, respond } from "../centre/page-answers.tsx";
import { offeredKinds } from "../centre/scope-choices.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { kindTexts } from "../requests/kind-texts.ts";
import { findRequest } from "../requests/queries.ts";
import { centrePath } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { MandateFormPage, type MandateValues } from "./mandate-form.tsx";
import { MANDATE_LINKS, mandatePath } from "./mandate-links.ts";
import { mandateTexts } from "./mandate-texts.ts";
import { findMandate, openRepresentative } from "./queries.ts";
import { describeWho } from "./send-mandate-mail.ts";
import { confirmRepresentative, permitRepresentative } from "./settle-mandate.ts";
import { submitMandate } from "./submit-mandate.ts";

export const MANDATE_UPLOAD = { path: mandatePath.form(), bytes: MOST_PAPER_BYTES + 65_536 };

const EMPTY: MandateValues = {
  kind: "access",
  relation: "agent",
  email: "",
  name: "",
  organisation: "",
  yourEmail: "",
  words: "",
  country: "",
  error: null,
};

export function addMandatePages(pages: PageRouter, parts: RequestParts): void {
  // What needs no proof at all can be asked for in anybody's name at its own form.
  const kinds = offeredKinds(parts).filter(({ needsProof }) => needsProof);
  const form = (c: PageContext, values: MandateValues): PageAnswer => {
    return respond(
      c,
      <MandateFormPage frame={frameOf(parts, c)} kinds={kinds} values={values} />,
      values.error === null ? 200 : 422,
    );
  };
  pages.get(mandatePath.form(), (c) => form(c, EMPTY));
  pages.post(mandatePath.form(), async (c) => {
    const { values, paper } = await readForm(c.req.raw);
    const frame = frameOf(parts, c);
    const { kind, email, relation, name, organisation, yourEmail, words, country } = values;
    const parsed = SubmitForSchema.safeParse({
      kind,
      email,
      relation,
      representative: { name, organisation, email: yourEmail },
      words,
      language: frame.language,
      ...(country === "" ? {} : { country }),
      ...(paper === null ? {} : { paper }),
    });
    if (!parsed.success || !kinds.some((one) => one.kind === kind)) return form(c, { ...values, error: "missing" });
    const person = c.var.ctx.as({ kind: "person", id: "anonymous" });
    try {
      await submitMandate(person, parts, { ...parsed.data, channel: "centre" });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const faults = { document_not_a_picture: "paperWrong", mandate_paper_missing: "paperMissing" } as const;
      const fault = faults[error.code as keyof typeof faults];
      if (fault === undefined) throw error;
      return form(c, { ...values, error: fault });
    }
    return c.redirect(link(frame, mandatePath.sent()), 303);
  });
  pages.get(mandatePath.sent(), (c) => say(parts, c, "sentTitle", "sentText", ["sentNote"]));
  addAnswerPages(pages, parts);
}

function addAnswerPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(mandatePath.representative(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const texts = mandateTexts[frame.language];
    const opened = await openLink(c.var.ctx, MANDATE_LINKS.representative, c.req.param("token") ?? "");
    if (!opened.ok) return broken(parts, c);
    return respond(
      c,
      <Layout frame={frame} title={texts.confirmTitle} lead={texts.confirmText}>
        <div class="wrap">
          <div class="sheet">
            <form method="post" action={link(frame, c.req.path)}>
              <p class="actions">
                <button class="button" type="submit">
                  {texts.confirmButton}
                </button>
              </p>
            </form>
          </div>
        </div>
      </Layout>,
    );
  });
  pages.post(mandatePath.representative(":token"), (c) =>
    guard(parts, c, async () => {
      await confirmRepresentative(c.var.ctx, parts, c.req.param("token") ?? "");
      return say(parts, c, "confirmedTitle", "confirmedText");
    }),
  );
  pages.get(mandatePath.person(":token"), (c) => showPermission(parts, c));
  pages.post(mandatePath.person(":token"), (c) =>
    guard(parts, c, async () => {
      const sent = await c.req.raw.formData().catch(() => new FormData());
      const permitted = sent.get("permitted") === "yes";
      const answersTo = sent.get("answersTo") === "representative" ? "representative" : "person";
      await permitRepresentative(c.var.ctx, parts, { token: c.req.param("token") ?? "", permitted, answersTo });
      return permitted
        ? say(parts, c, "permittedTitle", "permittedText")
        : say(parts, c, "forbiddenTitle", "forbiddenText");
    }),
  );
}

async function showPermission(parts: RequestParts, c: PageContext): Promise<Response> {
  const frame = frameOf(parts, c);
  const texts = mandateTexts[frame.language];
  const { ctx } = c.var;
  const opened = await openLink(ctx, MANDATE_LINKS.person, c.req.param("token") ?? "");
  const request = opened.ok ? await findRequest(ctx, opened.subject) : undefined;
  const row = request === undefined ? undefined : await findMandate(ctx, request.id);
  const who = row === undefined ? null : openRepresentative(ctx.keys, row);
  if (request?.state !== "unverified" || who === null) return await broken(parts, c);
  const noun = kindTexts(request.kind as RequestSummary["kind"], frame.language).noun;
  return await respond(
    c,
    <Layout frame={frame} title={texts.permitTitle} lead={texts.permitLead(describeWho(who), noun)}>
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, c.req.path)}>
            <fieldset class="field">
              <legend>{texts.answersTo}</legend>
              <div class="choices single">
                <label>
                  <input type="radio" name="answersTo" value="person" checked />
                  <span>{texts.toMe}</span>
                </label>
                <label>
                  <input type="radio" name="answersTo" value="representative" />
                  <span>{texts.toThem}</span>
                </label>
              </div>
            </fieldset>
            <p class="actions">
              <button class="button" type="submit" name="permitted" value="yes">
                {texts.permit}
              </button>
              <button class="button quiet" type="submit" name="permitted" value="no">
                {texts.forbid}
              </button>
            </p>
          </form>
        </div>
      </div>
    </Layout>,
  );
}

async function readForm(request: Request): Promise<{ values: MandateValues; paper: string | null }> {
  const sent = await request.formData().catch(() => new FormData());
  const text = (name: string): string => {
    const value = sent.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const file = sent.get("paper");
  const bytes = file instanceof Blob ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
  const relation = RELATIONS.find((one) => one.relation === text("relation"))?.relation ?? "agent";
  const country = text("country");
  return {
    paper: bytes.length === 0 ? null : bytes.toString("base64"),
    values: {
      kind: text("kind"),
      relation,
      email: text("email"),
      name: text("name").slice(0, 80),
      organisation: text("organisation").slice(0, 80),
      yourEmail: text("yourEmail"),
      words: text("words").slice(0, 2000),
      country: isPlace(country) ? country : "",
      error: null,
    },
  };
}

type TextKey =
  | "sentTitle"
  | "sentText"
  | "sentNote"
  | "confirmedTitle"
  | "confirmedText"
  | "permittedTitle"
  | "permittedText"
  | "forbiddenTitle"
  | "forbiddenText";

function say(
  parts: RequestParts,
  c: PageContext,
  title: TextKey,
  text: TextKey,
  notes: readonly TextKey[] = [],
): PageAnswer {
  const frame = frameOf(parts, c);
  const texts = mandateTexts[frame.language];
  return respond(
    c,
    <MessagePage frame={frame} title={texts[title]} text={texts[text]} notes={notes.map((name) => texts[name])} />,
  );
}

async function guard(parts: RequestParts, c: PageContext, work: () => Promise<PageAnswer>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "link_invalid") throw error;
    return await broken(parts, c);
  }
}

function broken(parts: RequestParts, c: PageContext): PageAnswer {
  const frame = frameOf(parts, c);
  return respond(
    c,
    <BrokenLinkPage frame={frame} reason="unknown" again={{ href: link(frame, centrePath.home()) }} />,
    404,
  );
}
