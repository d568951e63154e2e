/** Text messages that would have left. In development only. */
import { PlainPage } from "../platform/http/error-page.tsx";
import type { PageRouter } from "../platform/slice.ts";
import { openSms } from "./queue-sms.ts";

export function addSmsOutbox(pages: PageRouter): void {
  pages.get("/dev/sms", async (c) => {
    const { ctx } = c.var;
    const rows = await ctx.db.selectFrom("sms_message").selectAll().orderBy("id", "desc").limit(100).execute();
    const shown = rows.map((row) => ({ ...row, said: openSms(ctx.keys, row.id, row.sealed) }));
    return c.html(
      <PlainPage title="Text messages" language="en" bar="Outbox">
        <h1>Text messages</h1>
        <p class="soft">What this server sent by SMS, newest first. This page exists in development only.</p>
        {shown.length === 0 ? <p>Nothing was sent yet.</p> : null}
        {shown.map(({ said, state, created_at }) => (
          <p>
            <strong>{said?.to ?? "(forgotten)"}</strong> {state} <time>{created_at.toISOString()}</time>
            <br />
            {said?.text ?? ""}
          </p>
        ))}
      </PlainPage>,
    );
  });
}
