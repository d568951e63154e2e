import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "./main.ts";

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = "";
  const add = (more: string): void => {
    text += more;
  };
  const output = { out: add, err: add, hasColours: false, hasProgress: false, isClosed: () => false };
  return { code: await main(args, output), text };
}

test("a message is looked at as its readers see it, whatever its encoding", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-lint-"));
  const file = join(folder, "message.eml");
  writeFileSync(
    file,
    [
      "From: shop@example.org",
      "Subject: =?utf-8?Q?Ihre_Bestellung_wurde_verschickt?=",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "Vielen Dank f=C3=BCr Ihre Bestellung. Nur f=C3=BCr kurze Z=",
      "eit: 10=C2=A0% Rabatt.",
      "",
    ].join("\r\n"),
  );
  const marketing = await run("lint", "message", file);
  expect(marketing.code).toBe(1);
  expect(marketing.text).toContain('subject: "Ihre Bestellung wurde" is service (order)');
  const service = await run("lint", "message", file, "--class", "service", "--json");
  expect(service.code).toBe(1);
  expect(JSON.parse(service.text)).toMatchObject({ findings: [{ rule: "discount", is: "marketing", language: "de" }] });
  writeFileSync(file, "Subject: News\r\n\r\nThree things came in this week.\r\n");
  expect(await run("lint", "message", file)).toMatchObject({ code: 0 });
  expect((await run("lint", "message", join(folder, "none.eml"))).code).toBe(2);
  rmSync(folder, { recursive: true });
});
