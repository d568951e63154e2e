/** Where another controller sends a person who wants their data here: the address, the message, the yes or no. No JavaScript. */
import { EmailField } from "../centre/form-pages.tsx";
import { FormSheet } from "../centre/form-sheet.tsx";
import { formatDay } from "../centre/format.ts";
import { frameTexts } from "../centre/frame-texts.ts";
import { Layout, link, MessagePage, type PageFrame } from "../centre/layout.tsx";
import { frameOf, type PageContext, refuseLink, respond } from "../centre/page-answers.tsx";
import { readForm } from "../centre/read-form.ts";
import { addDuration } from "../platform/clock.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { PageRouter } from "../platform/slice.ts";
import { centrePath } from "../requests/request-links.ts";
import { type AuthoriseQuery, answerSender, askPerson, isAuthorisable } from "./allow-import.ts";
import { describeImporter } from "./describe-importer.ts";
import { nameSource } from "./find-source.ts";
import { IMPORT_LINK, type ImportParts, importPath } from "./import-parts.ts";
import { importTexts } from "./import-texts.ts";
import { findGrant } from "./queries.ts";

export function addImportPages(pages: PageRouter, parts: ImportParts): void {
  // Whoever is open to any sender says how data is sent here (RFC 8414, with the importer beside it).
  if (parts.kept.imports?.open !== undefined) {
    pages.get(importPath.metadata(), (c) => c.json(describeImporter(parts)));
  }
  const nameOf = (source: string): string => nameSource(parts.kept, source);
  const { brand } = parts.kept.centre;
  const wrong = (c: PageContext) => {
    const frame = frameOf(parts, c);
    const texts = importTexts[frame.language];
    return respond(c, <MessagePage frame={frame} title={texts.wrongTitle} text={texts.wrongText} />, 400);
  };

  // What the sender says becomes a part of the path: so the page can be read in another language, and its form sent.
  pages.get(importPath.authorise(), async (c) => {
    const query = readQuery(c);
    if (!(await isAuthorisable(parts, query))) return wrong(c);
    return c.redirect(link(frameOf(parts, c), importPath.ask(pack(query))), 303);
  });
  pages.get(importPath.ask(":asked"), async (c) => {
    const query = unpack(c.req.param("asked") ?? "");
    if (query === null || !(await isAuthorisable(parts, query))) return wrong(c);
    return respond(c, <AskPage frame={frameOf(parts, c)} source={nameOf(query.clientId)} email="" error={null} />);
  });
  pages.post(importPath.ask(":asked"), async (c) => {
    const query = unpack(c.req.param("asked") ?? "");
    if (query === null || !(await isAuthorisable(parts, query))) return wrong(c);
    const frame = frameOf(parts, c);
    const { email, error } = await readForm(c.req.raw);
    if (error !== null) {
      return respond(c, <AskPage {...{ frame, email, error }} source={nameOf(query.clientId)} />, 422);
    }
    await askPerson(c.var.ctx.as({ kind: "person", id: "anonymous" }), query, email, frame.language);
    return c.redirect(link(frame, importPath.sent()), 303);
  });
  pages.get(importPath.sent(), (c) => {
    const frame = frameOf(parts, c);
    const texts = importTexts[frame.language];
    const notes = [texts.sentNote, frameTexts[frame.language].mailSame];
    return respond(c, <MessagePage frame={frame} title={texts.sentTitle} text={texts.sentText} notes={notes} />);
  });
  pages.get(importPath.allow(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const opened = await openLink(c.var.ctx, IMPORT_LINK, c.req.param("token") ?? "");
    const row = opened.ok ? await findGrant(c.var.ctx, opened.subject) : undefined;
    if (!opened.ok || row?.state !== "waiting") return broken(c, opened.ok ? "used" : opened.reason);
    const until = addDuration(c.var.ctx.clock.now(), parts.kept.imports?.keepFor ?? "P30D")
      .toZonedDateTimeISO(parts.kept.controller.zone)
      .toPlainDate();
    return respond(
      c,
      <AllowPage
        frame={frame}
        source={nameOf(row.source)}
        token={c.req.param("token") ?? ""}
        until={until.toString()}
      />,
    );
  });
  pages.post(importPath.allow(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const token = c.req.param("token") ?? "";
    const form = await c.req.raw.formData().catch(() => new FormData());
    const isAllowed = form.get("answer") === "yes";
    const opened = await openLink(c.var.ctx, IMPORT_LINK, token);
    const back = opened.ok ? await answerSender(c.var.ctx, parts, token, isAllowed) : null;
    const row = opened.ok ? await findGrant(c.var.ctx, opened.subject) : undefined;
    if (back === null || row === undefined) return broken(c, opened.ok ? "used" : opened.reason);
    const texts = importTexts[frame.language];
    const source = nameOf(row.source);
    // A link and no redirection: a form of ours leads to no other site (Content-Security-Policy).
    const words = isAllowed
      ? { title: texts.allowedTitle, text: texts.allowedText(source) }
      : { title: texts.refusedTitle, text: texts.refusedText(source) };
    return respond(
      c,
      <MessagePage frame={frame} {...words} action={{ label: texts.backButton(source), href: back.href }} />,
    );
  });

  function broken(c: PageContext, reason: "unknown" | "expired" | "used") {
    return refuseLink(parts, c, { reason }, { href: link(frameOf(parts, c), centrePath.home()) });
  }

  function AskPage(props: {
    frame: PageFrame;
    source: string;
    email: string;
    error: "emailMissing" | "emailWrong" | null;
  }) {
    const { frame, source, email, error } = props;
    const texts = importTexts[frame.language];
    return (
      <FormSheet
        frame={frame}
        title={texts.askTitle(source)}
        lead={texts.askLead(source, brand)}
        action={null}
        button={texts.askButton}
      >
        <EmailField frame={frame} values={{ email, error }} label={texts.email} hint={texts.emailHint} />
      </FormSheet>
    );
  }

  function AllowPage(props: { frame: PageFrame; source: string; token: string; until: string }) {
    const { frame, source } = props;
    const texts = importTexts[frame.language];
    return (
      <Layout frame={frame} title={texts.allowTitle(source)} lead={texts.allowLead(source, brand)}>
        <div class="wrap">
          <div class="sheet">
            <form method="post" action={link(frame, importPath.allow(props.token))}>
              <p class="soft">{texts.allowNote(formatDay(props.until, frame.language))}</p>
              <p class="actions">
                <button class="button" type="submit" name="answer" value="yes">
                  {texts.allowButton}
                </button>{" "}
                <button class="button quiet" type="submit" name="answer" value="no">
                  {texts.refuseButton}
                </button>
              </p>
            </form>
          </div>
        </div>
      </Layout>
    );
  }
}

function readQuery(c: PageContext): AuthoriseQuery {
  const of = (name: string): string => c.req.query(name) ?? "";
  return {
    responseType: of("response_type"),
    clientId: of("client_id"),
    redirectUri: of("redirect_uri"),
    state: of("state"),
    challenge: of("code_challenge"),
    challengeMethod: of("code_challenge_method"),
  };
}

function pack(query: AuthoriseQuery): string {
  return Buffer.from(JSON.stringify(Object.values(query)), "utf8").toString("base64url");
}

function unpack(text: string): AuthoriseQuery | null {
  try {
    const values = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as unknown[];
    const [responseType, clientId, redirectUri, state, challenge, challengeMethod] = values.map(String);
    return {
      responseType: responseType ?? "",
      clientId: clientId ?? "",
      redirectUri: redirectUri ?? "",
      state: state ?? "",
      challenge: challenge ?? "",
      challengeMethod: challengeMethod ?? "",
    };
  } catch {
    return null;
  }
}
