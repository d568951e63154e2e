/** The preference centre: a person's choices by a link, without an account and without JavaScript. */
import type { Standing } from "@kept/contract/choices";
import { BrokenLinkPage } from "../centre/broken-link-page.tsx";
import { link, MessagePage } from "../centre/layout.tsx";
import { frameOf, type PageContext, respond } from "../centre/page-answers.tsx";
import { readForm } from "../centre/read-form.ts";
import { isKnownPerson } from "../people/people.ts";
import { followMerged } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import { type OpenedLink, openLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { PageRouter } from "../platform/slice.ts";
import { CHOICES_LINK, choicePath, readLinkSubject } from "./choice-links.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { choiceTexts } from "./choice-texts.ts";
import { HistoryPage } from "./history-page.tsx";
import { issueChoiceReceipt } from "./issue-receipt.ts";
import { PreferencesPage, StartPage } from "./preferences-page.tsx";
import { listHistory, readState } from "./queries.ts";
import { describeStanding } from "./read-standing.ts";
import { requestChoicesLink } from "./request-link.ts";
import { hasSignal, receiptFile } from "./routes.ts";
import { type Preference, savePreferences, wordsFor } from "./save-preferences.ts";
import { recordSignal } from "./submit-choices.ts";

export function addChoicePages(pages: PageRouter, parts: ChoiceParts): void {
  pages.get(choicePath.start(), (c) => respond(c, <StartPage frame={frameOf(parts, c)} email="" error={null} />));
  pages.post(choicePath.start(), async (c) => {
    const frame = frameOf(parts, c);
    const { email, error } = await readForm(c.req.raw);
    if (error !== null) return respond(c, <StartPage frame={frame} email={email} error={error} />, 422);
    await requestChoicesLink(c.var.ctx.as({ kind: "person", id: "anonymous" }), email, frame.language);
    const texts = choiceTexts[frame.language];
    return respond(c, <MessagePage frame={frame} title={texts.sentTitle} text={texts.sentText} />);
  });
  pages.get(choicePath.one(":token"), async (c) => {
    const opened = await openChoicesLink(c, parts);
    if (!opened.ok) return refuseLink(parts, c, opened);
    const frame = frameOf(parts, c);
    const saved = c.req.query("saved");
    return respond(
      c,
      <PreferencesPage
        frame={frame}
        parts={parts}
        standing={opened.standing}
        purpose={opened.purpose}
        token={opened.token}
        saved={saved === "yes" || saved === "same" ? saved : null}
      />,
    );
  });
  pages.post(choicePath.one(":token"), async (c) => {
    const opened = await openChoicesLink(c, parts);
    if (!opened.ok) return refuseLink(parts, c, opened);
    const frame = frameOf(parts, c);
    const form = await c.req.raw.formData().catch(() => new FormData());
    const isDenial = form.get("all") === "no";
    const preferences = readPreferences(parts, opened.standing, opened.purpose, form, isDenial);
    const notice =
      parts.notices.find(({ language, regime }) => language === frame.language && regime === opened.standing.regime) ??
      parts.notices.find(({ language }) => language === frame.language);
    if (notice === undefined) throw new Error("There is no notice of a configured language.");
    const changed = await savePreferences(
      opened.ctx,
      parts,
      opened.personId,
      preferences,
      notice,
      isDenial ? "reject-all" : "save",
    );
    const search = new URLSearchParams({ saved: changed ? "yes" : "same" });
    if (frame.kept.languages.length > 1) search.set("lang", frame.language);
    return c.redirect(`${choicePath.one(opened.token)}?${search}`, 303);
  });
  pages.get(choicePath.history(":token"), async (c) => {
    const opened = await openChoicesLink(c, parts);
    if (!opened.ok) return refuseLink(parts, c, opened);
    const before = c.req.query("before");
    const history = await listHistory(opened.ctx, opened.personId, { before, limit: 30 });
    // A link to one purpose tells of that one only.
    const events = history.events.filter(({ purpose }) => opened.purpose === null || purpose === opened.purpose);
    return respond(
      c,
      <HistoryPage
        frame={frameOf(parts, c)}
        events={events}
        next={history.next}
        token={opened.token}
        hasReceipts={opened.purpose === null}
      />,
    );
  });
  pages.get(choicePath.receipt(":token", ":receiptId"), async (c) => {
    const opened = await openChoicesLink(c, parts);
    if (!opened.ok) return refuseLink(parts, c, opened);
    // A receipt may name other purposes than the link's.
    if (opened.purpose !== null) return refuseLink(parts, c, { ok: false, reason: "unknown" });
    const receiptId = c.req.param("receiptId") ?? "";
    return receiptFile(await issueChoiceReceipt(opened.ctx, parts, opened.personId, receiptId), receiptId);
  });
}

interface OpenedChoices {
  readonly ok: true;
  readonly ctx: Ctx;
  readonly personId: string;
  /** The one purpose that the link is about; null: all. */
  readonly purpose: string | null;
  readonly standing: Standing;
  readonly token: string;
}

/** Whoever holds the link is the person, whoever else may be signed in in this browser. */
async function openChoicesLink(
  c: PageContext,
  parts: ChoiceParts,
): Promise<OpenedChoices | (OpenedLink & { readonly ok: false })> {
  const token = c.req.param("token") ?? "";
  const opened = await openLink(c.var.ctx, CHOICES_LINK, token);
  if (!opened.ok) return opened;
  const { personId: linked, purpose } = readLinkSubject(opened.subject);
  // A link may be older than the day on which two turned out to be one.
  const personId = (await followMerged(c.var.ctx, [linked]))(linked);
  if (!(await isKnownPerson(c.var.ctx, personId))) return { ok: false, reason: "unknown" };
  const ctx = c.var.ctx.as({ kind: "person", id: personId });
  const at = isoInstant(ctx.clock.now());
  c.header("vary", "Sec-GPC");
  if (hasSignal(c.req.raw)) {
    const context = { surface: "centre", method: "signal", at, gpc: true } as const;
    await ctx.transaction((tx) => recordSignal(tx, parts, personId, context));
  }
  const standing = describeStanding(parts, await readState(ctx, personId), "person", at);
  return { ok: true, ctx, personId, purpose, standing, token };
}

/** What the form says about every purpose that was on it; whatever else it names is nobody's choice. */
function readPreferences(
  parts: ChoiceParts,
  standing: Standing,
  only: string | null,
  form: FormData,
  isDenial: boolean,
): readonly Preference[] {
  return standing.purposes.flatMap(({ purpose }): Preference[] => {
    if (only !== null && purpose !== only) return [];
    const words = wordsFor(parts, purpose, standing.regime);
    if (words === null) return [];
    const isObjection = words.no === "objected";
    // "Allow nothing of this" is about what was asked, and says nothing of what runs without being asked.
    if (isDenial) return isObjection ? [] : [{ purpose, isAllowed: false, channels: [], topics: [] }];
    const said = form.get(`p_${purpose}`);
    if (!isObjection && said !== "yes" && said !== "no") return [];
    const isAllowed = isObjection ? form.get(`o_${purpose}`) !== "on" : said === "yes";
    const texts = (name: string): readonly string[] => form.getAll(name).map(String);
    return [{ purpose, isAllowed, channels: texts(`c_${purpose}`), topics: texts(`t_${purpose}`) }];
  });
}

function refuseLink(
  parts: ChoiceParts,
  c: PageContext,
  opened: OpenedLink & { readonly ok: false },
): Response | Promise<Response> {
  const status = opened.reason === "unknown" ? 404 : 410;
  const frame = frameOf(parts, c);
  return respond(
    c,
    <BrokenLinkPage frame={frame} reason={opened.reason} again={{ href: link(frame, choicePath.start()) }} />,
    status,
  );
}
