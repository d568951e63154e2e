/**
 * The address in `List-Unsubscribe` (RFC 8058): a POST acts, a GET shows one button and never acts, because programs open
 * every link of a message. Whoever holds the link is the recipient, signed in anywhere or not.
 */
import type { Context } from "hono";
import { html } from "hono/html";
import { Layout, link, MessagePage, type PageFrame } from "../centre/layout.tsx";
import { choicePath } from "../choices/choice-links.ts";
import { localized } from "../kept-config.ts";
import { problem } from "../platform/http/problems.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import type { MessageParts } from "./message-parts.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { openUnsubscription, unsubscribePath } from "./unsubscribe-links.ts";
import { unsubscribeTexts } from "./unsubscribe-texts.ts";

type PageContext = Context<{ Variables: PageVariables }>;

/** More than any client sends: one field, in either encoding. */
const LONGEST_BODY = 4_096;

export function addUnsubscribePages(pages: PageRouter, parts: MessageParts): void {
  const path = unsubscribePath(":token");
  pages.get(path, (c) => {
    const asked = openUnsubscription(c.var.ctx.keys, c.req.param("token") ?? "");
    const frame = frameOf(parts, c);
    if (asked === null) return broken(c, frame);
    const texts = unsubscribeTexts[frame.language];
    return c.html(
      html`<!doctype html>${(
        <Layout frame={frame} title={texts.title} lead={texts.text(nameOf(parts, asked.purpose, asked.topic, frame))}>
          <div class="wrap">
            <div class="sheet">
              <form method="post" action={link(frame, c.req.path)}>
                <input type="hidden" name="List-Unsubscribe" value="One-Click" />
                <p class="soft">{texts.doneNote}</p>
                <p class="actions">
                  <button class="button" type="submit">
                    {texts.button}
                  </button>
                </p>
              </form>
            </div>
          </div>
        </Layout>
      )}`,
    );
  });
  pages.post(path, async (c) => {
    const asked = openUnsubscription(c.var.ctx.keys, c.req.param("token") ?? "");
    const frame = frameOf(parts, c);
    const wantsPage = (c.req.header("accept") ?? "").includes("text/html");
    if (asked === null) {
      if (wantsPage) return broken(c, frame);
      throw problem("unsubscribe_link_broken");
    }
    if (!(await asksToUnsubscribe(c.req.raw))) throw problem("unsubscribe_body_wrong");
    await unsubscribe(c.var.ctx, parts, asked, wantsPage ? frame.language : null);
    if (!wantsPage) return c.text("Unsubscribed.\n");
    const texts = unsubscribeTexts[frame.language];
    return c.html(
      html`<!doctype html>${(
        <MessagePage
          frame={frame}
          title={texts.doneTitle}
          text={texts.doneText(nameOf(parts, asked.purpose, asked.topic, frame))}
          notes={[texts.doneNote]}
          action={{ label: texts.choices, href: link(frame, choicePath.start()) }}
        />
      )}`,
    );
  });
}

/** `List-Unsubscribe=One-Click` and no other word, form-encoded or multipart (RFC 8058, 3.1 and 3.2). */
async function asksToUnsubscribe(request: Request): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LONGEST_BODY) return false;
    chunks.push(chunk);
  }
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData().catch(() => null);
  return form?.get("List-Unsubscribe") === "One-Click";
}

/** What the list is called by the people who read it: its stream's title, for a purpose is named after what we do. */
function nameOf(parts: MessageParts, purpose: string, topic: string | null, frame: PageFrame): string {
  const streams = Object.values(parts.kept.streams);
  const stream = streams.find((each) => each.purpose === purpose && (each.topic ?? null) === topic && !each.referral);
  const settings = parts.kept.purposes[purpose];
  const named = stream ?? (topic === null ? undefined : settings?.topics[topic]) ?? settings;
  return named === undefined ? frame.kept.centre.brand : localized(named.title, frame.language);
}

function frameOf(parts: MessageParts, c: PageContext): PageFrame {
  return { kept: parts.kept, language: c.var.language, path: c.req.path };
}

function broken(c: PageContext, frame: PageFrame): Response | Promise<Response> {
  const texts = unsubscribeTexts[frame.language];
  const action = { label: texts.choices, href: link(frame, choicePath.start()) };
  return c.html(
    html`<!doctype html>${<MessagePage frame={frame} title={texts.brokenTitle} text={texts.brokenText} action={action} />}`,
    404,
  );
}
