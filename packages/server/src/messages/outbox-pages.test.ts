/** The development outbox: empty, a list, a message in its views; and nowhere but in development. */
import { expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { addOutboxPages } from "./outbox-pages.tsx";

const start = (development: boolean) =>
  createTestCtx(
    development ? { slices: () => [{ name: "messages", pages: addOutboxPages }] } : { settings: { development } },
  );

async function page(t: TestCtx, path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await t.app.request(path, { headers: { accept: "text/html" } });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test("says what to do while there is nothing, and shows every message with links that work", async () => {
  await using t = await start(true);
  const empty = await page(t, "/dev/outbox");
  expect(empty.text).toContain("Nothing was sent yet");
  expect(empty.text).toContain('href="/privacy"');
  for (const [, sheet = ""] of empty.text.matchAll(/href="([^"]+\.css)"/g)) {
    expect((await page(t, sheet)).headers.get("content-type")).toContain("text/css");
  }

  const address = "http://localhost:4600/privacy/confirm/abc";
  await t.ctx.mail.send({
    id: "msg_1",
    key: "req_1",
    kind: "request-confirm",
    language: "en",
    to: "ada@example.org",
    subject: "Please confirm <now>",
    text: `Open ${address}\n<script>alert(1)</script>`,
    html: `<html><head><title>x</title></head><body><a href="${address}">Confirm</a></body></html>`,
  });
  const list = await page(t, "/dev/outbox");
  expect(list.text).toContain("Please confirm &lt;now&gt;");
  expect(list.text).toContain("ada@example.org");

  const path = "/dev/outbox/msg_1";
  const shown = await page(t, path);
  expect(shown.text).toContain(`<iframe class="frame" src="${path}/html"`);
  expect(shown.headers.get("content-security-policy")).toContain("frame-src 'self'");
  const frame = await page(t, `${path}/html`);
  expect(frame.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  expect(frame.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
  // A click leads out of the frame, which may show nothing else.
  expect(frame.text).toContain('<base target="_top">');
  const text = await page(t, `${path}?view=text`);
  expect(text.text).toContain(`<a href="${address}">${address}</a>`);
  expect(text.text).not.toContain("<script>");
  expect((await page(t, `${path}?view=source`)).text).toContain("Subject: Please confirm");
  expect((await page(t, "/dev/outbox/msg_2")).status).toBe(404);
});

test("is not there on a public server", async () => {
  await using t = await start(false);
  expect((await page(t, "/dev/outbox")).status).toBe(404);
});
