/** Parents in the privacy centre: the form, and the page of their case. No account, no JavaScript. */
import { PARENT_WISHES } from "@kept/contract/children";
import { link, MessagePage } from "../centre/layout.tsx";
import { frameOf, type PageContext, refuseLink, respond } from "../centre/page-answers.tsx";
import { readForm } from "../centre/read-form.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { centrePath } from "../requests/request-links.ts";
import { type ChildParts, childPath, PARENT_LINK } from "./child-parts.ts";
import { childTexts } from "./child-texts.ts";
import { readAccount } from "./name-account.ts";
import { claimChild } from "./open-child-case.ts";
import { actForParent, PARENT_ACTS } from "./parent-acts.ts";
import { ParentCasePage } from "./parent-case.tsx";
import { ParentFormPage, type ParentValues } from "./parent-form.tsx";
import { requireCase } from "./queries.ts";
import { isShowing } from "./show-parent.ts";

const EMPTY: ParentValues = { email: "", error: null, child: "", childMissing: false, wish: "delete", words: "" };
const LONGEST = 320;
const LONGEST_SIGNATURE = 200;

export function addParentPages(pages: PageRouter, parts: ChildParts): void {
  pages.get(childPath.parent(), (c) => respond(c, <ParentFormPage frame={frameOf(parts, c)} values={EMPTY} />));
  pages.post(childPath.parent(), async (c) => {
    const frame = frameOf(parts, c);
    const values = await readParent(c.req.raw);
    if (values.error !== null || values.childMissing) {
      return respond(c, <ParentFormPage frame={frame} values={values} />, 422);
    }
    const { email, wish, words } = values;
    const claim = { person: readAccount(values.child), email, wish, text: words, language: frame.language };
    const ctx = c.var.ctx.as({ kind: "person", id: "anonymous" });
    await ctx.transaction((tx) => claimChild(tx, parts, claim));
    return c.redirect(link(frame, childPath.sent()), 303);
  });
  pages.get(childPath.sent(), (c) => {
    const frame = frameOf(parts, c);
    const texts = childTexts[frame.language];
    const action = { label: texts.toStart, href: link(frame, centrePath.home()) };
    return respond(c, <MessagePage frame={frame} title={texts.sentTitle} text={texts.sentText} action={action} />);
  });
  pages.get(childPath.one(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, PARENT_LINK, token);
    if (!opened.ok) return refuseParent(parts, c, opened);
    const row = await requireCase(c.var.ctx, opened.subject);
    return respond(
      c,
      <ParentCasePage {...{ frame, row, token, isShown: await isShowing(c.var.ctx, row) }} signatureMissing={false} />,
    );
  });
  pages.post(childPath.one(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const token = c.req.param("token") ?? "";
    const form = await c.req.raw.formData().catch(() => new FormData());
    const signature = text(form.get("signature")).trim().slice(0, LONGEST_SIGNATURE);
    const act = PARENT_ACTS.find((one) => one === form.get("act"));
    const ctx = c.var.ctx.as({ kind: "person", id: "parent" });
    const opened = await openLink(ctx, PARENT_LINK, token);
    if (!opened.ok) return refuseParent(parts, c, opened);
    const texts = childTexts[frame.language];
    const row = await requireCase(ctx, opened.subject);
    if (act === "consent" && signature === "") {
      return respond(
        c,
        <ParentCasePage {...{ frame, row, token, isShown: await isShowing(ctx, row) }} signatureMissing />,
        422,
      );
    }
    const back = { label: texts.back, href: link(frame, childPath.one(token)) };
    if (act !== undefined) {
      try {
        await ctx.transaction((tx) => actForParent(tx, parts, row.id, act, signature));
      } catch (error) {
        // Somebody went on with it meanwhile: the page shows where it stands.
        if (!(error instanceof ProblemError)) throw error;
        return c.redirect(back.href, 303);
      }
    }
    return respond(c, <MessagePage frame={frame} title={texts.actedTitle} text={texts.actedText} action={back} />);
  });
}

async function readParent(request: Request): Promise<ParentValues> {
  const more = await request
    .clone()
    .formData()
    .catch(() => new FormData());
  const { email, error, statement } = await readForm(request);
  const child = text(more.get("child")).trim().slice(0, LONGEST);
  const wish = PARENT_WISHES.find((one) => one === more.get("wish")) ?? "delete";
  return { email, error, child, childMissing: child === "", wish, words: statement };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function refuseParent(parts: ChildParts, c: PageContext, opened: Parameters<typeof refuseLink>[2]) {
  return refuseLink(parts, c, opened, { href: link(frameOf(parts, c), childPath.parent()) });
}
