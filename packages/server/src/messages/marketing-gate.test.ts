/** The gate for messages over real SMTP at both ends: what is sent, stamped, stopped and ended by one click. */
import { createHash, generateKeyPairSync, randomUUID, verify } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createChoiceParts } from "../choices/choice-parts.ts";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { createMessageParts } from "./message-parts.ts";
import { openRelayDoor } from "./relay-door.ts";

interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

const arrived: Arrived[] = [];
let answer: { readonly code: number } | null = null;
let relayPort = 0;
let t: TestCtx;
let sink: SMTPServer;
let marketingKey: string;
let serviceKey: string;
const dkim = generateKeyPairSync("rsa", { modulusLength: 2048 });

beforeAll(async () => {
  sink = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("gone-")
        ? done(Object.assign(new Error("5.1.1 no such mailbox"), { responseCode: 550 }))
        : done(),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (answer !== null) return done(Object.assign(new Error("no"), { responseCode: answer.code }));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        arrived.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) });
        done();
      });
    },
  });
  sink.listen(0, "127.0.0.1");
  await once(sink.server, "listening");
  const { port } = sink.server.address() as AddressInfo;
  relayPort = await freePort();
  t = await createTestCtx({
    kept: { ...choosingKept, signatures: [{ domain: "example.org", selector: "k1", key: { env: "TEST_DKIM_KEY" } }] },
    settings: {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      relayPort,
      variables: {
        TEST_SESSION_KEY: SESSION_SECRET,
        TEST_DKIM_KEY: dkim.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      },
    },
  });
  marketingKey = secretOf(await t.apiKey(["messages:send"]));
  serviceKey = secretOf(await t.apiKey(["messages:send", "messages:send-service"]));
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await new Promise<void>((resolve) => sink.close(resolve));
});

let ada: string;
let bob: string;
beforeEach(async () => {
  answer = null;
  await t.drain();
  arrived.length = 0;
  const unique = randomUUID().slice(0, 8);
  ada = `ada-${unique}@example.org`;
  bob = `bob-${unique}@example.org`;
});

async function freePort(): Promise<number> {
  const probe = new SMTPServer();
  probe.listen(0, "127.0.0.1");
  await once(probe.server, "listening");
  const { port } = probe.server.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(resolve));
  return port;
}

const secretOf = (headers: Record<string, string>): string => (headers["authorization"] ?? "").replace("Bearer ", "");

async function call(path: string, body: unknown, permissions: Parameters<TestCtx["apiKey"]>[0]) {
  const response = await t.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(await t.apiKey(permissions)) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Says yes to the newsletter, as the operator's app would on somebody's behalf. */
async function subscribe(email: string, part: { topic?: string } = {}): Promise<string> {
  const { body } = await call("/api/people/link", { kind: "email", value: email }, ["choices:act"]);
  const config = (await (await t.app.request("/api/choices/config?language=en&regime=default")).json()) as {
    notice: { hash: string; language: string };
  };
  const { hash, language } = config.notice;
  const yes = { id: randomUUID(), act: "given", purpose: "newsletter", ...part };
  const recorded = await call(
    `/api/people/${String(body["person"])}/choices`,
    { surface: "form", method: "save", notice: { hash, language }, choices: [yes] },
    ["choices:act"],
  );
  expect(recorded.status).toBe(200);
  return String(body["person"]);
}

const send = (to: string, more: object = {}) =>
  call(
    "/api/messages/send",
    { stream: "news", to, subject: "New in the shop", text: "Three things came in.", key: randomUUID(), ...more },
    ["messages:send"],
  );

/** The link of a message that arrived, as a mailbox reads it. */
function linkOf(raw: Buffer): string {
  return /^List-Unsubscribe: <([^>]+)>\r?$/m.exec(raw.toString("latin1").replace(/\r\n[ \t]+/g, " "))?.[1] ?? "";
}

const post = (url: string, body: string | URLSearchParams | FormData, headers: Record<string, string> = {}) =>
  t.app.request(new URL(url).pathname, { method: "POST", body, headers });

const ONE_CLICK = new URLSearchParams({ "List-Unsubscribe": "One-Click" });

async function mayReach(email: string): Promise<unknown> {
  const person = { kind: "email", value: email };
  const { body } = await call("/api/decisions/may", { person, purpose: "newsletter", channel: "email" }, [
    "decisions:read",
  ]);
  return body["reason"];
}

async function receive(email: string): Promise<Arrived> {
  await subscribe(email);
  expect((await send(email)).body).toMatchObject({ state: "queued", reason: null });
  await t.drain();
  const message = arrived.at(-1);
  if (message === undefined) throw new Error("Nothing arrived.");
  return message;
}

describe("sending", () => {
  test("goes to whoever said yes, once, with the way out in headers, text and HTML, and signed", async () => {
    await subscribe(ada);
    const key = randomUUID();
    const html = "<html><body><p>Grüße</p></body></html>";
    const first = await send(ada, { key, text: "Grüße", html, language: "de" });
    expect(first.status).toBe(202);
    expect((await send(ada, { key, text: "Grüße", html, language: "de" })).body["message"]).toBe(first.body["message"]);
    await t.drain();
    expect(arrived).toHaveLength(1);
    const [{ raw, to, from } = { raw: Buffer.alloc(0), to: [], from: "" }] = arrived;
    expect({ to, from }).toEqual({ to: [ada], from: "news@example.org" });
    const url = linkOf(raw);
    const mail = await PostalMime.parse(raw);
    expect(mail.text).toContain("Grüße");
    expect(mail.text).toContain(`Abmelden: ${url}`);
    expect(mail.html).toMatch(new RegExp(`<p>Grüße</p>[^]*<a href="${url}">Abmelden</a></p>\\s*</body>`));
    expect(mail.headers.find((header) => header.key === "list-unsubscribe-post")?.value).toBe(
      "List-Unsubscribe=One-Click",
    );
    expect(url).not.toMatch(/ada|newsletter|per_/);
    const signature = verifyDkim(raw);
    expect(signature.valid).toBe(true);
    expect(signature.fields).toEqual(expect.arrayContaining(["from", "list-unsubscribe", "list-unsubscribe-post"]));
    const states = await t.ctx.db.selectFrom("message_delivery").select(["state", "sealed"]).execute();
    expect(states.at(-1)).toEqual({ state: "sent", sealed: null });
  });

  test("stops at who said nothing, and does not say whether they are known", async () => {
    expect((await send(ada)).body).toMatchObject({ state: "stopped", reason: "consent_missing" });
    await t.drain();
    expect(arrived).toEqual([]);
    expect((await t.ledgerTypes()).at(-1)).toBe("message.stopped");
  });

  test("a no that comes while a message waits stops it", async () => {
    const url = linkOf((await receive(ada)).raw);
    expect((await send(ada)).body).toMatchObject({ state: "queued" });
    expect((await post(url, ONE_CLICK)).status).toBe(200);
    await t.drain();
    expect(arrived).toHaveLength(1);
    const streams = await (
      await t.app.request("/api/messages/streams", { headers: await t.apiKey(["messages:read"]) })
    ).json();
    expect(streams).toMatchObject({ sentAfterOptOut: 0 });
  });

  test("an address that the mail server does not know is written to once", async () => {
    const gone = `gone-${ada}`;
    await subscribe(gone);
    await send(gone);
    await t.drain();
    expect((await send(gone)).body).toMatchObject({ state: "stopped", reason: "suppressed_bounced" });
  });

  test("a mail server that is busy delays and loses nothing; one that refuses ends it", async () => {
    await subscribe(ada);
    answer = { code: 451 };
    await send(ada);
    await expect(t.drain()).rejects.toThrow("did not take");
    answer = null;
    await t.drain();
    expect(arrived).toHaveLength(1);
    answer = { code: 550 };
    const refused = await send(ada);
    await t.drain();
    const row = await t.ctx.db
      .selectFrom("message_delivery")
      .select(["state", "reason"])
      .where("id", "=", String(refused.body["message"]))
      .executeTakeFirst();
    expect(row).toEqual({ state: "failed", reason: "refused_by_mail_server" });
  });

  test("a message that mixes the classes is refused, and a key of marketing sends no service", async () => {
    await subscribe(ada);
    const mixed = await send(ada, { text: "Your order #4711 has been shipped." });
    expect(mixed.body).toMatchObject({ code: "message_mixed", pointers: [{ pointer: "/body/text" }] });
    expect((await send(ada, { stream: "receipts" })).body).toMatchObject({ code: "stream_not_allowed" });
  });
});

describe("one click", () => {
  test.each([
    ["form-encoded", () => ONE_CLICK],
    [
      "multipart",
      () => {
        const form = new FormData();
        form.set("List-Unsubscribe", "One-Click");
        return form;
      },
    ],
  ])("ends the list, %s, once however often, without a redirect, whatever site it comes from", async (_name, body) => {
    const url = linkOf((await receive(ada)).raw);
    expect(await mayReach(ada)).toBe("consent_given");
    for (let time = 0; time < 3; time += 1) {
      const response = await post(url, body(), { origin: "https://mail.example.com", "sec-fetch-site": "cross-site" });
      expect({ status: response.status, location: response.headers.get("location") }).toEqual({
        status: 200,
        location: null,
      });
    }
    expect(await mayReach(ada)).toBe("consent_withdrawn");
    const events = await t.ctx.db
      .selectFrom("choice_event")
      .innerJoin("choice_record", "choice_record.id", "choice_event.record_id")
      .select(["act", "surface", "method", "channel"])
      .where("act", "=", "withdrawn")
      .where("choice_event.person_id", "in", (eb) =>
        eb.selectFrom("person_identifier").select("person_id").where("index_hash", "=", hashOf(ada)),
      )
      .execute();
    expect(events).toEqual([{ act: "withdrawn", surface: "mail", method: "one-click", channel: "email" }]);
    await t.drain();
    expect((await send(ada)).body).toMatchObject({ state: "stopped", reason: "suppressed_unsubscribed" });
  });

  test("GET and HEAD never act, and show one button in the reader's language", async () => {
    const url = linkOf((await receive(ada)).raw);
    const path = new URL(url).pathname;
    const page = await t.app.request(path, { headers: { accept: "text/html", "accept-language": "de" } });
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('<form method="post"');
    expect(text).not.toContain("<script");
    await t.app.request(path, { method: "HEAD" });
    expect(await mayReach(ada)).toBe("consent_given");
    const done = await post(url, ONE_CLICK, { accept: "text/html", "accept-language": "de" });
    expect(await done.text()).toContain("Sie sind abgemeldet");
    expect(await mayReach(ada)).toBe("consent_withdrawn");
  });

  test("another body, another token, and a token of somebody else end nothing", async () => {
    const url = linkOf((await receive(ada)).raw);
    await receive(bob);
    const path = new URL(url).pathname;
    const token = path.split("/").at(-1) ?? "";
    const wrong = [
      await post(url, new URLSearchParams({ "List-Unsubscribe": "one-click" })),
      await post(url, new URLSearchParams({ confirm: "yes" })),
      await post(url, "List-Unsubscribe=One-Click", { "content-type": "text/plain" }),
      await post(url, new URLSearchParams({ "List-Unsubscribe": "One-Click", more: "x".repeat(5_000) })),
      await post(url, ""),
    ];
    expect(wrong.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    for (const place of [0, 20, token.length - 3]) {
      const forged = `${token.slice(0, place)}${token[place] === "A" ? "B" : "A"}${token.slice(place + 1)}`;
      expect((await post(url.replace(token, forged), ONE_CLICK)).status).toBe(404);
    }
    expect(await mayReach(ada)).toBe("consent_given");
    await post(url, ONE_CLICK);
    expect(await mayReach(ada)).toBe("consent_withdrawn");
    expect(await mayReach(bob)).toBe("consent_given");
  });

  test("works after everything about the person is gone, and outlives them", async () => {
    const url = linkOf((await receive(ada)).raw);
    const owner = await t.ctx.db
      .deleteFrom("person_identifier")
      .where("index_hash", "=", hashOf(ada))
      .returning("person_id")
      .executeTakeFirstOrThrow();
    for (const table of ["choice_state", "choice_event", "choice_record", "person"] as const) {
      await t.ctx.db.deleteFrom(table).where("person_id", "=", owner.person_id).execute();
    }
    expect((await post(url, ONE_CLICK)).status).toBe(200);
    const check = await call("/api/suppressions/check", { addresses: [ada.toUpperCase(), bob] }, ["people:read"]);
    expect(check.body["results"]).toMatchObject([
      { suppressed: [{ reason: "unsubscribed", purpose: "newsletter" }] },
      { suppressed: [] },
    ]);
    const rows = JSON.stringify(await t.ctx.db.selectFrom("suppression").selectAll().execute());
    expect(rows).not.toContain("ada-");
    const file = await t.app.request("/api/suppressions/export", { headers: await t.apiKey(["people:read"]) });
    expect(await file.text()).toContain(hashOf(ada));
  });

  test("a later yes lifts their own no; an old link is then a new no", async () => {
    const url = linkOf((await receive(ada)).raw);
    await post(url, ONE_CLICK);
    t.clock.advance("PT1H");
    await subscribe(ada);
    expect((await send(ada)).body).toMatchObject({ state: "queued" });
    await post(url, ONE_CLICK);
    await t.drain();
    expect(arrived).toHaveLength(1);
    expect(await mayReach(ada)).toBe("consent_withdrawn");
  });

  test("a list of one topic is left alone: the others still come", async () => {
    await subscribe(ada);
    await send(ada, { stream: "offers" });
    await t.drain();
    await post(linkOf(arrived[0]?.raw ?? Buffer.alloc(0)), ONE_CLICK);
    expect((await send(ada, { stream: "offers" })).body).toMatchObject({ state: "stopped" });
    expect((await send(ada)).body).toMatchObject({ state: "queued" });
  });
});

describe("the relay", () => {
  const submit = async (
    user: string,
    pass: string,
    mail: Parameters<ReturnType<typeof createTransport>["sendMail"]>[0],
  ) => {
    const client = createTransport({ host: "127.0.0.1", port: relayPort, auth: { user, pass }, ignoreTLS: true });
    try {
      return await client.sendMail(mail);
    } finally {
      client.close();
    }
  };
  const refusalOf = (sending: Promise<unknown>): Promise<string> =>
    sending.then(
      () => "taken",
      (error: unknown) => String((error as { response?: string }).response),
    );

  test("with a certificate nobody signs in in the clear, and what comes by TLS goes out", async () => {
    const folder = join(import.meta.dirname, "testing");
    const relayTls = { certificate: join(folder, "relay-certificate.pem"), key: join(folder, "relay-key.pem") };
    const { kept, settings } = t.parts;
    const { publicUrl, variables } = settings;
    const verifySession = () => Promise.reject(new Error("not asked"));
    const choices = createChoiceParts({ kept, publicUrl, variables, verifySession });
    const parts = createMessageParts({ kept, choices, settings: { ...settings, relayTls } });
    const door = await openRelayDoor(t.ctx, parts, { host: "127.0.0.1", port: 0 });
    const auth = { user: "news", pass: marketingKey };
    const at = { host: "127.0.0.1", port: door.port, auth };
    const plain = createTransport({ ...at, ignoreTLS: true });
    const secret = createTransport({
      ...at,
      requireTLS: true,
      tls: { ca: readFileSync(relayTls.certificate), servername: "localhost" },
    });
    try {
      await subscribe(ada);
      const mail = { from: "News <news@example.org>", to: ada, subject: "Neues", text: "Grüße" };
      expect(await refusalOf(plain.sendMail(mail))).toMatch(/^5\d\d .*STARTTLS/i);
      await secret.sendMail(mail);
      await t.drain();
      expect(arrived.map(({ to }) => to)).toEqual([[ada]]);
      const wrong = { ...settings, relayTls: { ...relayTls, key: relayTls.certificate } };
      expect(() => createMessageParts({ kept, choices, settings: wrong })).toThrow("cannot be used");
    } finally {
      plain.close();
      secret.close();
      await door.close();
    }
  });

  test("stamps and signs what an existing system sends, whatever it says of itself", async () => {
    await subscribe(ada);
    await submit("news", marketingKey, {
      from: "News <news@example.org>",
      to: ada,
      subject: "Neues",
      text: "Grüße mit einem sehr langen Satz, der die Zeile sprengt, damit der Text umbrochen wird. ".repeat(3),
      html: "<p>Hier abmelden: <a href='{{unsubscribe}}'>weg</a></p>",
      attachments: [{ filename: "a.txt", content: "attached" }],
      headers: { "List-Unsubscribe": "<https://elsewhere.example.org>", "DKIM-Signature": "v=1; a=rsa-sha256; b=old" },
    });
    await t.drain();
    const raw = arrived[0]?.raw ?? Buffer.alloc(0);
    const url = linkOf(raw);
    const mail = await PostalMime.parse(raw);
    expect(url).toMatch(/^http:\/\/localhost:4600\/privacy\/unsubscribe\//);
    expect(mail.text).toContain(`Unsubscribe: ${url}`);
    expect(mail.text).toContain("Grüße");
    expect(mail.html).toContain(`<a href='${url}'>weg</a>`);
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString()).toBe("attached");
    expect(raw.toString()).not.toContain("elsewhere");
    expect(raw.toString()).not.toContain("b=old");
    expect(verifyDkim(raw)).toMatchObject({ valid: true });
    expect((await post(url, ONE_CLICK)).status).toBe(200);
    expect(await mayReach(ada)).toBe("consent_withdrawn");
  });

  test("refuses in words: no consent, a no, a stranger's key, another sender, mixed content", async () => {
    const mail = { from: "news@example.org", to: ada, subject: "Hello", text: "Hello" };
    expect(await refusalOf(submit("news", marketingKey, mail))).toMatch(/^550 5\.7\.1 .*\(consent_missing\)/);
    await subscribe(ada);
    await call("/api/suppressions", { addresses: [` ${ada.toUpperCase()}`], reason: "complained" }, ["choices:act"]);
    expect(await refusalOf(submit("news", marketingKey, mail))).toMatch(/suppressed_complained/);
    expect(await refusalOf(submit("news", "kept_wrong", mail))).toMatch(/^535 /);
    expect(await refusalOf(submit("receipts", marketingKey, mail))).toMatch(/^535 /);
    await subscribe(bob);
    const toBob = { ...mail, to: bob };
    expect(await refusalOf(submit("news", marketingKey, { ...toBob, from: "ceo@example.org" }))).toMatch(
      /From must be/,
    );
    expect(await refusalOf(submit("news", marketingKey, { ...toBob, text: "Ihre Rechnung liegt bei." }))).toMatch(
      /5\.7\.1 service content in a marketing stream \(invoice\)/,
    );
    await t.drain();
    expect(arrived).toEqual([]);
  });

  test("a service message passes a no to marketing, unstamped, and not a mailbox that does not exist", async () => {
    await subscribe(ada);
    await call("/api/suppressions", { addresses: [ada] }, ["choices:act"]);
    const mail = { from: "shop@example.org", subject: "Order", text: "Your order #4711 has been shipped." };
    await submit("receipts", serviceKey, { ...mail, to: ada });
    await t.drain();
    const raw = arrived[0]?.raw.toString() ?? "";
    expect(raw).toContain("Your order #4711");
    expect(raw).not.toContain("List-Unsubscribe:");
    await call("/api/suppressions", { addresses: [bob], reason: "bounced" }, ["choices:act"]);
    expect(await refusalOf(submit("receipts", serviceKey, { ...mail, to: bob }))).toMatch(/suppressed_bounced/);
  });

  test("several recipients are refused, or split so that none learns of another", async () => {
    await subscribe(ada);
    await subscribe(bob);
    const mail = { to: [ada, bob], cc: "carol@example.org", subject: "Offers", text: "Ten per cent." };
    const result = await submit("offers", marketingKey, { ...mail, from: "offers@example.org" });
    expect(result.rejected).toEqual(["carol@example.org"]);
    await t.drain();
    expect(arrived.map(({ to }) => to).sort()).toEqual([[ada], [bob]].sort());
    for (const { to, raw } of arrived) {
      const others = [ada, bob, "carol@example.org"].filter((address) => address !== to[0]);
      for (const other of others) expect(raw.toString()).not.toContain(other);
    }
    expect(new Set(arrived.map(({ raw }) => linkOf(raw))).size).toBe(2);
    const refused = await submit("news", marketingKey, { ...mail, cc: [], from: "news@example.org" });
    expect(refused.rejected).toEqual([bob]);
  });
});

describe("a recommendation to a friend", () => {
  const refer = (to: string, sender = "Grace Hopper") =>
    call("/api/messages/refer", { stream: "friends", to, sender, language: "en" }, ["messages:send"]);

  test("goes out once for ever, names who asked, and leaves a hash", async () => {
    for (let time = 0; time < 3; time += 1) {
      expect(await refer(ada)).toEqual({ status: 202, body: { taken: true } });
      await t.drain();
    }
    expect(arrived.map(({ to }) => to)).toEqual([[ada]]);
    const mail = await PostalMime.parse(arrived[0]?.raw ?? Buffer.alloc(0));
    expect(mail.subject).toBe("Grace Hopper recommends Example");
    expect(mail.text).toContain("because Grace Hopper asked for it");
    const left = await t.ctx.db
      .selectFrom("message_delivery")
      .selectAll()
      .where("address_hash", "=", hashOf(ada))
      .execute();
    expect(left).toMatchObject([{ state: "sent", sealed: null }]);
    const people = t.ctx.db.selectFrom("person_identifier").select("index_hash").where("index_hash", "=", hashOf(ada));
    expect(await people.execute()).toEqual([]);
    expect((await send(ada)).body).toMatchObject({ state: "stopped", reason: "consent_missing" });
  });

  test("passes over who has said no, and does not tell", async () => {
    const url = linkOf((await receive(ada)).raw);
    await post(url, ONE_CLICK);
    await call("/api/suppressions", { addresses: [bob], reason: "complained" }, ["choices:act"]);
    expect(await refer(ada)).toEqual({ status: 202, body: { taken: true } });
    expect(await refer(bob)).toEqual({ status: 202, body: { taken: true } });
    await t.drain();
    expect(arrived).toHaveLength(1);
    expect((await send(ada, { stream: "friends" })).body).toMatchObject({ code: "stream_unknown" });
  });
});

test("the reachable segment leaves for a named recipient with its ground in the ledger, and without who is suppressed", async () => {
  await subscribe(ada);
  await subscribe(bob);
  await call("/api/suppressions", { addresses: [bob] }, ["choices:act"]);
  const response = await t.app.request("/api/segments/export", {
    method: "POST",
    headers: { "content-type": "application/json", ...(await t.apiKey(["people:read"])) },
    body: JSON.stringify({ purpose: "newsletter", recipient: "mailing" }),
  });
  const text = await response.text();
  const line = text.split("\r\n").find((row) => row.startsWith(ada)) ?? "";
  expect(text).not.toContain(bob);
  await t.drain();
  expect(await t.ledgerTypes()).toContain("segment.exported");
  const entry = await t.ctx.db
    .selectFrom("ledger_entry")
    .select("content")
    .where("type", "=", "segment.exported")
    .executeTakeFirstOrThrow();
  expect(JSON.parse(entry.content ?? "{}")).toMatchObject({
    data: { recipient: "mailing", ground: "consent", sha256: createHash("sha256").update(text).digest("hex") },
  });
  expect((await post(line.split(",")[1] ?? "", ONE_CLICK)).status).toBe(200);
  expect(await mayReach(ada)).toBe("consent_withdrawn");
});

test("a domain whose key is not there stops the start, in words", () => {
  const { kept, settings } = t.parts;
  const choices = {} as Parameters<typeof createMessageParts>[0]["choices"];
  expect(() => createMessageParts({ kept, choices, settings: { ...settings, variables: {} } })).toThrow(
    "Messages from example.org cannot be signed.",
  );
});

function hashOf(address: string): string {
  return t.ctx.keys.blindIndex("identifier", `email\n${address.toLowerCase()}`);
}

/** RFC 6376, 6.1, by hand, so that it is not the signer that judges itself: relaxed/relaxed, rsa-sha256. */
function verifyDkim(raw: Buffer): { valid: boolean; fields: readonly string[] } {
  const text = raw.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const nameOf = (field: string): string => field.slice(0, field.indexOf(":")).trim().toLowerCase();
  const relax = (field: string): string =>
    `${nameOf(field)}:${field
      .slice(field.indexOf(":") + 1)
      .replace(/\r\n/g, "")
      .replace(/[ \t]+/g, " ")
      .trim()}`;
  const signatures = fields.filter((field) => nameOf(field) === "dkim-signature");
  if (signatures.length !== 1) return { valid: false, fields: [] };
  const signature = signatures[0] ?? "";
  const tag = (name: string): string =>
    (new RegExp(`(?:^|;)\\s*${name}=([^;]*)`).exec(signature.slice(signature.indexOf(":") + 1))?.[1] ?? "").replace(
      /\s/g,
      "",
    );
  const body = text
    .slice(end + 4)
    .replace(/[ \t]+/g, " ")
    .replace(/ \r\n/g, "\r\n")
    .replace(/(\r\n)*$/, "\r\n");
  const bodyHash = createHash("sha256").update(Buffer.from(body, "latin1")).digest("base64");
  const signed = tag("h").toLowerCase().split(":");
  const rest = [...fields];
  const lines = signed.flatMap((name) => {
    const at = rest.findLastIndex((field) => nameOf(field) === name);
    return at < 0 ? [] : rest.splice(at, 1).map((field) => `${relax(field)}\r\n`);
  });
  const unsigned = relax(signature).replace(/(;\s*b=)[^;]*/, "$1");
  const data = Buffer.from(`${lines.join("")}${unsigned}`, "latin1");
  const holds = verify("RSA-SHA256", data, dkim.publicKey, Buffer.from(tag("b"), "base64"));
  return { valid: holds && bodyHash === tag("bh") && tag("d") === "example.org", fields: signed };
}
