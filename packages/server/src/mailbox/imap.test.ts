/** A real IMAP server: every message is taken in exactly once, whatever happens in between. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InboxList } from "@kept/contract/mailbox";
import { describe, expect, test } from "vitest";
import { openEmbedded } from "../platform/db/open-database.ts";
import { prepareDataDir } from "../platform/testing/prepared-database.ts";
import { connectTo, readMailbox } from "./imap-door.ts";
import { openOffice } from "./testing/open-office.ts";
import { readMessages } from "./testing/read-messages.ts";

const server = process.env["KEPT_TEST_IMAP"];

/** A mailbox of its own for each test: the server lets every name in. */
function newMailbox(folder = "INBOX"): string {
  const url = new URL(server ?? "");
  url.username = `t${randomBytes(6).toString("hex")}`;
  url.pathname = `/${folder}`;
  return url.toString();
}

async function append(address: string, raws: readonly (string | Uint8Array)[], at = "2026-11-21T08:00:00Z") {
  const { client, folder } = await connectTo(address);
  await client.connect();
  if (folder !== "INBOX") await client.mailboxCreate(folder);
  for (const raw of raws) await client.append(folder, Buffer.from(raw), [], new Date(at));
  await client.logout();
}

const letter = (number: number | string) =>
  `From: writer${number}@example.org\r\nMessage-ID: <${number}@mail.example.org>\r\nSubject: Letter ${number}\r\n\r\nWhere is parcel ${number}?\r\n`;
const letters = (count: number) => Array.from({ length: count }, (_one, index) => letter(index));

async function countOnServer(address: string): Promise<number> {
  const { client, folder } = await connectTo(address);
  await client.connect();
  const { exists } = await client.mailboxOpen(folder, { readOnly: true });
  await client.logout();
  return exists;
}

/** A way to the server that can be cut and opened again. */
async function openCutter(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const listen = (at: number) => new Promise<void>((resolve) => relay.listen(at, "127.0.0.1", resolve));
  await listen(0);
  const at = (relay.address() as { port: number }).port;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => relay.close(() => resolve()));
  };
  const address = new URL(target);
  address.port = String(at);
  return { address: address.toString(), cut, mend: () => listen(at) };
}

describe.skipIf(server === undefined)("with a real server (KEPT_TEST_IMAP: .ci/start-mail.sh)", () => {
  test("messages are read once, in their order, from where reading stopped, and stay on the server", async () => {
    const address = newMailbox();
    await append(address, letters(3));
    await append(address, [letter("old")], "2026-09-01T08:00:00Z");
    await using office = await openOffice({ imap: true, variables: { RIGHTS_IMAP: address } });
    await readMailbox(office.t.ctx, office.parts, "rights");
    await readMailbox(office.t.ctx, office.parts, "rights");
    await append(address, [letter(3)]);
    await readMailbox(office.t.ctx, office.parts, "rights");
    await office.t.drain();
    const rows = await office.messages();
    // The one of September came before anybody listened.
    expect(rows).toHaveLength(4);
    expect(rows.map((row) => row.received_at.toISOString())).toEqual(rows.map(() => "2026-11-21T08:00:00.000Z"));
    expect(rows.every((row) => row.door === "imap" && row.state === "triage")).toBe(true);
    expect(await countOnServer(address)).toBe(5);
    const [status] = (await office.api<InboxList>("GET", "/api/inbox")).body.mailboxes;
    expect(status).toMatchObject({ mailbox: "rights", state: "up", problem: null });
  });

  test("where the configuration says so, a message is deleted once it is stored here", async () => {
    const address = newMailbox();
    await append(address, letters(3));
    await using office = await openOffice({ imap: true, afterReading: "delete", variables: { RIGHTS_IMAP: address } });
    await readMailbox(office.t.ctx, office.parts, "rights");
    expect(await office.messages()).toHaveLength(3);
    expect(await countOnServer(address)).toBe(0);
  });

  test("killed between reading and committing, again and again: each message is there exactly once", async () => {
    const address = newMailbox();
    await append(address, letters(12), new Date(Date.now() - 3_600_000).toISOString());
    const dataDir = mkdtempSync(join(tmpdir(), "kept-imap-"));
    await prepareDataDir(dataDir);
    const run = (killAfter: number) =>
      new Promise<string>((resolve) => {
        const script = join(import.meta.dirname, "testing/read-until-killed.ts");
        const child = spawn(process.execPath, [script, dataDir, address], { stdio: ["ignore", "pipe", "inherit"] });
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => {
          output += chunk.toString();
          // Stored, and not yet committed.
          if (output.split("\n").length > killAfter) child.kill("SIGKILL");
        });
        child.once("exit", () => resolve(output));
      });
    for (const killAfter of [2, 5]) expect(await run(killAfter)).not.toContain("done");
    expect(await run(Number.POSITIVE_INFINITY)).toContain("done");
    const database = await openEmbedded(dataDir);
    const rows = await database.db.selectFrom("mailbox_message").select("id").execute();
    const prints = await database.db.selectFrom("mailbox_fingerprint").selectAll().execute();
    const outbox = await database.db.selectFrom("outbox").select("key").where("key", "like", "inb%").execute();
    await database.close();
    rmSync(dataDir, { recursive: true });
    expect(rows).toHaveLength(12);
    // None was even offered twice: the place to go on commits with the message.
    expect(prints.map((row) => row.copies)).toEqual(prints.map(() => 1));
    expect(new Set(outbox.map((row) => row.key)).size).toBe(12);
  });

  test("a server that goes away is named with what to do, and what came meanwhile is read when it is back", async () => {
    const target = newMailbox();
    await append(target, letters(2));
    const cutter = await openCutter(target);
    await using office = await openOffice({ imap: true, variables: { RIGHTS_IMAP: cutter.address } });
    await readMailbox(office.t.ctx, office.parts, "rights");
    await cutter.cut();
    await append(target, [letter(2)]);
    await readMailbox(office.t.ctx, office.parts, "rights");
    await readMailbox(office.t.ctx, office.parts, "rights");
    const [down] = (await office.api<InboxList>("GET", "/api/inbox")).body.mailboxes;
    expect(down).toMatchObject({ state: "down", problem: { code: "unreachable", since: "2026-11-22T10:00:00.000Z" } });
    expect(await office.messages()).toHaveLength(2);
    await cutter.mend();
    await readMailbox(office.t.ctx, office.parts, "rights");
    await cutter.cut();
    await office.t.drain();
    expect(await office.messages()).toHaveLength(3);
    const types = (await office.t.ledgerTypes()).filter((type) => /reachable/.test(type));
    expect(types).toEqual(["mailbox.unreachable", "mailbox.reachable"]);
  });

  test("wrong credentials, a missing folder and a missing variable are told apart", async () => {
    const wrong = new URL(newMailbox());
    wrong.password = "wrong";
    const cases = {
      credentials_wrong: wrong.toString(),
      folder_missing: newMailbox("Nowhere"),
      variable_missing: "",
      address_invalid: "https://mail.example.org/INBOX",
    };
    for (const [code, address] of Object.entries(cases)) {
      await using office = await openOffice({ imap: true, variables: { RIGHTS_IMAP: address } });
      await readMailbox(office.t.ctx, office.parts, "rights");
      const [status] = (await office.api<InboxList>("GET", "/api/inbox")).body.mailboxes;
      expect(status?.problem?.code).toBe(code);
      expect(JSON.stringify(status)).not.toMatch(/wrong@|kept-tests/);
    }
  });

  test("a mailbox that was numbered anew is read again, and only what is new is taken in", async () => {
    const address = newMailbox("Rights");
    await append(address, letters(3));
    await using office = await openOffice({ imap: true, variables: { RIGHTS_IMAP: address } });
    await readMailbox(office.t.ctx, office.parts, "rights");
    const { client, folder } = await connectTo(address);
    await client.connect();
    await client.mailboxDelete(folder);
    await client.logout();
    // Dovecot numbers by the second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await append(address, [letter("new"), ...letters(3)]);
    await readMailbox(office.t.ctx, office.parts, "rights");
    await office.t.drain();
    expect(await office.messages()).toHaveLength(4);
    expect(await office.t.ledgerTypes()).toContain("mailbox.renumbered");
  });

  test("a message that is too large is taken in by its beginning, and a person looks", async () => {
    const address = newMailbox();
    await append(address, [`${letter(1)}${"delete all my data\r\n".repeat(1_200_000)}`]);
    await using office = await openOffice({ imap: true, variables: { RIGHTS_IMAP: address } });
    await readMailbox(office.t.ctx, office.parts, "rights");
    await office.t.drain();
    expect(await office.messages()).toMatchObject([{ state: "triage", tags: ["too_large"], byte_count: 1024 * 1024 }]);
    expect(await office.t.ctx.db.selectFrom("request").select("id").execute()).toEqual([]);
  });

  test("all sample messages by both doors: none lost, none doubled, no machine answered", async () => {
    const samples = readMessages("tuned");
    const address = newMailbox();
    await append(
      address,
      samples.map((sample) => sample.raw),
    );
    await using office = await openOffice({ imap: true, variables: { RIGHTS_IMAP: address } });
    await readMailbox(office.t.ctx, office.parts, "rights");
    for (const sample of samples) await office.deliver(sample.raw);
    const rows = await office.messages();
    expect(rows).toHaveLength(samples.length);
    expect(rows.filter((row) => row.state === "new")).toEqual([]);
    const machines = ["auto_reply", "bounce", "list", "spam"];
    const answered = await office.t.ctx.db.selectFrom("mailbox_acknowledgement").select("message_id").execute();
    const answeredClasses = answered.map(({ message_id }) => rows.find((row) => row.id === message_id)?.class);
    expect(answeredClasses.filter((name) => machines.includes(name ?? ""))).toEqual([]);
    const perPerson = new Map<string, number>();
    for (const { to, kind } of await office.t.sentMail()) {
      if (kind === "mailbox-received") perPerson.set(to, (perPerson.get(to) ?? 0) + 1);
    }
    expect([...perPerson.values()].filter((count) => count > 1)).toEqual([]);
    expect(perPerson.size).toBeGreaterThan(10);
  });
});
