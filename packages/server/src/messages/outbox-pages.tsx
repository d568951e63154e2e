/** The outbox page: every message that went out, as its recipient sees it. In development only. */

import { PlainPage } from "../platform/http/error-page.tsx";
import { problem } from "../platform/http/problems.ts";
import { MESSAGE_POLICY } from "../platform/http/security.ts";
import { openStoredMessage, type StoredMessage } from "../platform/mail/send-mail.ts";
import type { PageRouter, Slice } from "../platform/slice.ts";
import { findMessageRow, listMessageRows } from "./queries.ts";

const SHOWN = 200;

/** Nothing of it exists on a public server. */
export function createMessagesSlice(parts: { readonly development: boolean }): Slice {
  return { name: "messages", ...(parts.development ? { pages: addOutboxPages } : {}) };
}

function addOutboxPages(pages: PageRouter): void {
  pages.get("/dev/outbox", async (c) => {
    const rows = await listMessageRows(c.var.ctx.db, SHOWN);
    const messages = rows.map((row) => ({ row, message: openStoredMessage(c.var.ctx.keys, row.id, row.sealed) }));
    return c.html(
      <PlainPage title="Outbox" language="en" wide>
        <h1>Outbox</h1>
        <p class="soft">
          Messages that this server sent or would send, newest first. This page exists in development only.
        </p>
        {messages.length === 0 ? <p>Nothing yet.</p> : null}
        {messages.length === 0 ? null : (
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">To</th>
                <th scope="col">Subject</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {messages.map(({ row, message }) => (
                <tr>
                  <td class="soft">{row.createdAt.toISOString().slice(0, 19).replace("T", " ")}</td>
                  <td>{message?.to ?? "(removed)"}</td>
                  <td>
                    <a href={`/dev/outbox/${encodeURIComponent(row.id)}`}>{message?.subject ?? row.kind}</a>
                  </td>
                  <td>{row.state}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PlainPage>,
    );
  });
  pages.get("/dev/outbox/:id", async (c) => {
    const id = c.req.param("id");
    const message = await readMessage(c.var.ctx, id);
    return c.html(
      <PlainPage title={message.subject} language="en" wide>
        <p>
          <a href="/dev/outbox">Outbox</a>
        </p>
        <h1>{message.subject}</h1>
        <p class="soft">To {message.to}</p>
        <p>
          <a href={`/dev/outbox/${encodeURIComponent(id)}/html`}>As HTML</a>,{" "}
          <a href={`/dev/outbox/${encodeURIComponent(id)}/mime`}>as sent (MIME)</a>
        </p>
        <pre>{linkify(message.text)}</pre>
      </PlainPage>,
    );
  });
  pages.get("/dev/outbox/:id/html", async (c) => {
    const message = await readMessage(c.var.ctx, c.req.param("id"));
    return c.html(message.html, 200, { "content-security-policy": MESSAGE_POLICY });
  });
  pages.get("/dev/outbox/:id/mime", async (c) => {
    const message = await readMessage(c.var.ctx, c.req.param("id"));
    return c.text(message.mime);
  });
}

async function readMessage(ctx: Parameters<typeof findMessage>[0], id: string): Promise<StoredMessage> {
  const message = await findMessage(ctx, id);
  if (message === null) throw problem("not_found");
  return message;
}

async function findMessage(
  ctx: { readonly db: Parameters<typeof findMessageRow>[0]; readonly keys: Parameters<typeof openStoredMessage>[0] },
  id: string,
): Promise<StoredMessage | null> {
  const row = await findMessageRow(ctx.db, id);
  return row === undefined ? null : openStoredMessage(ctx.keys, row.id, row.sealed);
}

/** Addresses in a text become links; everything else stays text. */
function linkify(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part) => (/^https?:/.test(part) ? <a href={part}>{part}</a> : part));
}
