/** kill -9 between the relay's `250` and the mail server: what was answered for is there, and leaves once. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { compose } from "../compose.ts";
import { parseKept } from "../kept-config.ts";
import { openEmbedded } from "../platform/db/open-database.ts";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { prepareDataDir } from "../platform/testing/prepared-database.ts";
import { testKept } from "../platform/testing/test-kept.ts";

const script = join(import.meta.dirname, "testing/relay-until-killed.ts");

test("nothing that was answered with 250 is lost, and nothing leaves twice", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "kept-relay-"));
  await prepareDataDir(dataDir);
  const arrived: string[] = [];
  const sink = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      stream.resume();
      stream.on("end", () => {
        arrived.push(...session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  sink.listen(0, "127.0.0.1");
  await once(sink.server, "listening");
  const sinkPort = (sink.server.address() as AddressInfo).port;
  const relayPort = sinkPort === 65_535 ? sinkPort - 1 : sinkPort + 1;

  const child = spawn(process.execPath, [script, dataDir, String(relayPort)], { stdio: ["ignore", "pipe", "inherit"] });
  const [secret] = (await once(child.stdout, "data")) as [Buffer];
  const client = createTransport({
    host: "127.0.0.1",
    port: relayPort,
    ignoreTLS: true,
    pool: true,
    maxConnections: 4,
    auth: { user: "receipts", pass: secret.toString().trim() },
  });
  const answered: string[] = [];
  const sending = Array.from({ length: 60 }, async (_, number) => {
    const to = `person${number}@example.org`;
    await client.sendMail({ from: "shop@example.org", to, subject: "Order", text: "Your order has been shipped." });
    answered.push(to);
    if (answered.length === 15) child.kill("SIGKILL");
  });
  const exited = once(child, "exit");
  await Promise.allSettled(sending);
  await exited;
  client.close();
  const promised = [...answered];
  expect(promised.length).toBeGreaterThanOrEqual(15);
  expect(promised.length).toBeLessThan(60);

  const database = await openEmbedded(dataDir);
  await using t = await createTestCtx();
  const restarted = compose({
    ...t.parts,
    database,
    work: true,
    kept: parseKept({
      ...testKept,
      streams: { receipts: { title: "Receipts", class: "service", from: "shop@example.org" } },
    }),
    settings: { ...t.settings, secret: Buffer.alloc(32, 7), smtpUrl: `smtp://127.0.0.1:${sinkPort}` },
  });
  const before = await database.db.selectFrom("message_delivery").select(["state", "sealed"]).execute();
  expect(before.length).toBeGreaterThanOrEqual(promised.length);
  for (const { sealed } of before) expect(Buffer.from(sealed ?? []).includes("person")).toBe(false);
  await restarted.start();
  await expect.poll(() => arrived.length, { timeout: 30_000 }).toBe(before.length);
  expect(promised.filter((to) => !arrived.includes(to))).toEqual([]);
  expect(new Set(arrived).size).toBe(arrived.length);
  await restarted.stop();
  await database.close();
  await new Promise<void>((resolve) => sink.close(resolve));
  rmSync(dataDir, { recursive: true });
});
