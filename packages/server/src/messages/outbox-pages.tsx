/** The outbox page: every message that went out, as its recipient sees it. In development only. */

import type { Ctx } from "../platform/ctx.ts";
import { PlainPage } from "../platform/http/error-page.tsx";
import { problem } from "../platform/http/problems.ts";
import { FRAMING_POLICY, MESSAGE_POLICY } from "../platform/http/security.ts";
import { openStoredMessage, type StoredMessage } from "../platform/mail/send-mail.ts";
import type { PageRouter } from "../platform/slice.ts";
import { OUTBOX_CSS, OUTBOX_CSS_PATH } from "./outbox-style.ts";
import { findMessageRow, listMessageRows } from "./queries.ts";

const SHOWN = 200;

/** Nothing of it exists on a public server. */
export function addOutboxPages(pages: PageRouter): void {
  pages.get(OUTBOX_CSS_PATH, (c) => c.body(OUTBOX_CSS, 200, { "content-type": "text/css; charset=utf-8" }));
  pages.get("/dev/outbox", async (c) => {
    const rows = await listMessageRows(c.var.ctx.db, SHOWN);
    const messages = rows.map((row) => ({ row, message: openStoredMessage(c.var.ctx.keys, row.id, row.sealed) }));
    return c.html(<OutboxPage messages={messages} />);
  });
  // Two views of one message: as most people see it, and as text.
  pages.get("/dev/outbox/:id", async (c) => {
    const shown = await readMessage(c.var.ctx, c.req.param("id"));
    const view = VIEWS.find(({ name }) => name === c.req.query("view"))?.name ?? "html";
    return c.html(<MessagePage shown={shown} view={view} />, 200, { "content-security-policy": FRAMING_POLICY });
  });
  pages.get("/dev/outbox/:id/html", async (c) => {
    const { message } = await readMessage(c.var.ctx, c.req.param("id"));
    const html = message.html.replace("<head>", '<head><base target="_top">');
    return c.html(html, 200, { "content-security-policy": MESSAGE_POLICY, "x-frame-options": "SAMEORIGIN" });
  });
  pages.get("/dev/outbox/:id/mime", async (c) => {
    const { message } = await readMessage(c.var.ctx, c.req.param("id"));
    return c.text(message.mime);
  });
}

type Row = Awaited<ReturnType<typeof listMessageRows>>[number];

interface ShownMessage {
  readonly row: Row;
  readonly message: StoredMessage;
}

function OutboxPage(props: { messages: readonly { readonly row: Row; readonly message: StoredMessage | null }[] }) {
  return (
    <PlainPage title="Outbox" language="en" bar="Outbox" css={OUTBOX_CSS_PATH} wide>
      <h1>Outbox</h1>
      <p class="soft">
        Every message that this server sent, newest first, as its recipient gets it. This page exists in development
        only.
      </p>
      {props.messages.length === 0 ? (
        <div class="sheet empty">
          <h2>Nothing was sent yet</h2>
          <p class="soft">
            Make a request in the <a href="/privacy">privacy centre</a>: the message with its link appears here.
          </p>
        </div>
      ) : (
        <ul class="sheet messages">
          {props.messages.map(({ row, message }) => (
            <li>
              <a href={messagePath(row)}>
                <strong>{message?.subject ?? row.kind}</strong>
                <Time at={row.createdAt} />
                <span>{message?.to ?? "(removed after its time)"}</span>
                <span class={`state ${row.state}`}>{row.state === "sent" ? "" : row.state}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </PlainPage>
  );
}

const VIEWS = [
  { name: "html", title: "Message" },
  { name: "text", title: "Text" },
  { name: "source", title: "Source" },
] as const;

function MessagePage(props: { shown: ShownMessage; view: (typeof VIEWS)[number]["name"] }) {
  const { row, message } = props.shown;
  const path = messagePath(row);
  return (
    <PlainPage title={message.subject} language="en" bar="Outbox" css={OUTBOX_CSS_PATH} wide>
      <p class="crumb">
        <a href="/dev/outbox">All messages</a>
      </p>
      <h1>{message.subject}</h1>
      <dl class="envelope">
        <dt>To</dt>
        <dd>{message.to}</dd>
        <dt>When</dt>
        <dd>
          <Time at={row.createdAt} />
        </dd>
        <dt>State</dt>
        <dd class={`state ${row.state}`}>{row.state}</dd>
      </dl>
      <nav aria-label="Views of the message">
        <ul class="views">
          {VIEWS.map(({ name, title }) => (
            <li>
              <a href={`${path}?view=${name}`} {...(name === props.view ? { "aria-current": "page" } : {})}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {props.view === "html" ? <iframe class="frame" src={`${path}/html`} title={message.subject} /> : null}
      {props.view === "text" ? <pre class="text">{linkify(message.text)}</pre> : null}
      {props.view === "source" ? <pre class="source">{message.mime}</pre> : null}
    </PlainPage>
  );
}

function Time({ at }: { at: Date }) {
  return <time datetime={at.toISOString()}>{at.toISOString().slice(0, 16).replace("T", " ")}</time>;
}

function messagePath(row: Row): string {
  return `/dev/outbox/${encodeURIComponent(row.id)}`;
}

async function readMessage(ctx: Ctx, id: string): Promise<ShownMessage> {
  const row = await findMessageRow(ctx.db, id);
  const message = row === undefined ? null : openStoredMessage(ctx.keys, row.id, row.sealed);
  if (row === undefined || message === null) throw problem("not_found");
  return { row, message };
}

/** Addresses in a text become links; everything else stays text. */
function linkify(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part) => (/^https?:/.test(part) ? <a href={part}>{part}</a> : part));
}
