/** Mail over encrypted connections: a real IMAP server with a certificate of our own, and our own listener (STARTTLS). */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InboxList } from "@kept/contract/mailbox";
import { createTransport } from "nodemailer";
import { describe, expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { connectTo, readMailbox } from "./imap-door.ts";
import { openOffice, RIGHTS } from "./testing/open-office.ts";
import { watchMailbox } from "./watch-mailbox.ts";

const imaps = process.env["KEPT_TEST_IMAPS"];
const plain = process.env["KEPT_TEST_IMAP"];
const folder = process.env["KEPT_TEST_TLS"];
const read = (name: string): string => readFileSync(join(folder ?? "", name), "utf8");

function newMailbox(server = imaps): string {
  const url = new URL(server ?? "");
  url.username = `t${randomBytes(6).toString("hex")}`;
  return url.toString();
}

async function append(address: string, number: number): Promise<void> {
  const { client, folder: box } = await connectTo(address, read("certificate.pem"));
  await client.connect();
  const raw = `From: w${number}@example.org\r\nMessage-ID: <${number}@mail.example.org>\r\nSubject: Letter\r\n\r\nWhere is parcel ${number}?\r\n`;
  await client.append(box, Buffer.from(raw), [], new Date("2026-11-21T08:00:00Z"));
  await client.logout();
}

describe.skipIf(imaps === undefined || folder === undefined)(
  "with a real server (KEPT_TEST_IMAPS: .ci/start-mail.sh)",
  () => {
    test("a mailbox is read over TLS where its authority is known, and not at all where it is not", async () => {
      const address = newMailbox();
      await append(address, 1);
      const variables = { RIGHTS_IMAP: address, HOUSE_CA: read("certificate.pem") };
      await using stranger = await openOffice({ imap: true, variables });
      await readMailbox(stranger.t.ctx, stranger.parts, "rights");
      const [refused] = (await stranger.api<InboxList>("GET", "/api/inbox")).body.mailboxes;
      expect([refused?.state, refused?.problem?.code, await stranger.messages()]).toEqual([
        "down",
        "certificate_wrong",
        [],
      ]);
      await using office = await openOffice({ imap: true, variables, authority: "HOUSE_CA" });
      await readMailbox(office.t.ctx, office.parts, "rights");
      expect(await office.messages()).toHaveLength(1);
      const [status] = (await office.api<InboxList>("GET", "/api/inbox")).body.mailboxes;
      expect(status).toMatchObject({ state: "up", problem: null });
    });

    test("imap:// with an authority goes over to TLS by STARTTLS before it signs in", async () => {
      const address = newMailbox(plain?.replace("127.0.0.1", "localhost"));
      const { client } = await connectTo(address, read("certificate.pem"));
      await client.connect();
      expect(client.secureConnection).toBe(true);
      await client.logout();
      const { client: stranger } = await connectTo(address, read("key.pem"));
      stranger.on("error", () => undefined);
      await expect(stranger.connect()).rejects.toThrow();
    });

    test("a letter is read when it comes, without waiting for the next reading", async () => {
      const address = newMailbox();
      await append(address, 1);
      const variables = { RIGHTS_IMAP: address, HOUSE_CA: read("certificate.pem") };
      await using office = await openOffice({ imap: true, variables, authority: "HOUSE_CA" });
      const watch = watchMailbox(office.t.ctx, office.parts, "rights");
      await expect.poll(async () => (await office.messages()).length, { timeout: 15_000 }).toBe(1);
      await append(address, 2);
      await expect.poll(async () => (await office.messages()).length, { timeout: 15_000 }).toBe(2);
      await watch.stop();
    });

    test("the listener offers STARTTLS with its own certificate, and takes letters by it", async () => {
      const mailTls = { key: join(folder ?? "", "key.pem"), certificate: join(folder ?? "", "certificate.pem") };
      await using office = await openOffice({ mailTls });
      const send = async (options: object) => {
        const port = office.parts.listeningOn ?? 0;
        const transport = createTransport({ host: "localhost", port, requireTLS: true, ...options });
        const raw =
          "From: a@example.org\r\nMessage-ID: <tls@mail.example.org>\r\nSubject: Hello\r\n\r\nWhere is it?\r\n";
        await transport
          .sendMail({ envelope: { from: "a@example.org", to: [RIGHTS] }, raw })
          .finally(() => transport.close());
      };
      await expect(send({})).rejects.toThrow(/self.signed/);
      await send({ tls: { ca: read("certificate.pem") } });
      expect(await office.messages()).toHaveLength(1);
      // Without one it offers none, rather than one with a key that everybody has.
      await using bare = await openOffice();
      const transport = createTransport({ host: "localhost", port: bare.parts.listeningOn ?? 0, requireTLS: true });
      await expect(transport.verify()).rejects.toThrow();
      transport.close();
    });

    test("key and certificate are named together, or the start is refused", () => {
      const secret = { KEPT_SECRET: "00".repeat(32) };
      expect(readSettings(secret).mailTls).toBeNull();
      expect(() => readSettings({ ...secret, KEPT_MAIL_KEY: join(folder ?? "", "key.pem") })).toThrow("not valid");
      const both = {
        KEPT_MAIL_KEY: join(folder ?? "", "key.pem"),
        KEPT_MAIL_CERTIFICATE: join(folder ?? "", "certificate.pem"),
      };
      expect(readSettings({ ...secret, ...both }).mailTls?.certificate).toBe(both.KEPT_MAIL_CERTIFICATE);
    });
  },
);
