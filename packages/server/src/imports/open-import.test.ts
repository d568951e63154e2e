/** Services that nobody has registered may ask, where the operator is open to them: only their host is named, and only it goes back. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";

const VERIFIER = "a-verifier-of-at-least-forty-three-characters-is-asked-for";
let document: (base: string) => object = () => ({});
let base = "";
let t: TestCtx;
const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document(base)));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t = await createTestCtx({ kept: { imports: { sources: {}, open: { allowPrivateAddress: true } } } });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  server.close();
});

const own = (at: string) => ({
  client_id: `${at}/client.json`,
  client_name: "Call 0900 to win",
  redirect_uris: [`${at}/back`, "https://evil.example.org/back"],
});
const query = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: "code",
    client_id: `${base}/client.json`,
    redirect_uri: `${base}/back`,
    state: "s",
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  });
const form = (body: Record<string, string>) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(body).toString(),
});

test("it is told by its host, allowed at the mailbox, and proves itself by PKCE alone", async () => {
  document = own;
  const metadata = (await (await t.app.request("/.well-known/oauth-authorization-server")).json()) as object;
  expect(metadata).toMatchObject({ client_id_metadata_document_supported: true, data_importer: { receipts: true } });
  const asked = await t.app.request(`/privacy/import/authorise?${query()}`);
  const page = asked.headers.get("location") ?? "";
  const shown = await (await t.app.request(page)).text();
  expect(shown).toContain(new URL(base).host);
  expect(shown).not.toContain("0900");
  await t.app.request(page, form({ email: "ada@example.org" }));
  await t.drain();
  const mail = (await t.sentMail()).findLast(({ kind }) => kind === "import-ask");
  expect(`${mail?.subject} ${mail?.text}`).not.toContain("0900");
  const path = new URL(/https?:\/\/\S+\/privacy\/import\/\S+/.exec(mail?.text ?? "")?.[0] ?? "").pathname;
  const allowed = await (await t.app.request(path, form({ answer: "yes" }))).text();
  const back = new URL((/href="(http:[^"]+\/back[^"]+)"/.exec(allowed)?.[1] ?? "").replaceAll("&amp;", "&"));
  const exchange = (more: Record<string, string>) =>
    t.app.request(
      "/import/token",
      form({
        grant_type: "authorization_code",
        code: back.searchParams.get("code") ?? "",
        redirect_uri: `${base}/back`,
        client_id: `${base}/client.json`,
        code_verifier: VERIFIER,
        ...more,
      }),
    );
  expect((await exchange({ client_id: `${base}/other.json` })).status).toBe(400);
  expect((await exchange({ client_secret: "invented" })).status).toBe(401);
  expect((await exchange({ code_verifier: "another" })).status).toBe(400);
  expect((await exchange({})).status).toBe(200);
});

test.each([
  ["whose document says it is another", (at: string) => ({ ...own(at), client_id: `${at}/other.json` }), {}],
  ["without a document", () => ({}), {}],
  ["that wants to go back elsewhere", own, { redirect_uri: "https://evil.example.org/back" }],
  ["whose name is no address", own, { client_id: "stranger" }],
])("one %s gets nobody's browser back", async (_, says, more) => {
  document = says;
  expect((await t.app.request(`/privacy/import/authorise?${query(more as Record<string, string>)}`)).status).toBe(400);
});

test("who has not said so is open to nobody", async () => {
  document = own;
  await using closed = await createTestCtx({ kept: { imports: { sources: {} } } });
  expect((await closed.app.request(`/privacy/import/authorise?${query()}`)).status).toBe(400);
  expect((await closed.app.request("/.well-known/oauth-authorization-server")).status).toBe(404);
});
