import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  checkLiftAnswer,
  checkLiftMessage,
  checkRectifyAnswer,
  checkRectifyMessage,
  checkResidueAnswer,
  checkResidueMessage,
  checkRestoreAnswer,
  checkRestoreMessage,
  checkRestrictAnswer,
  checkRestrictMessage,
} from "./check-changes.ts";
import {
  checkDescription,
  checkEraseAnswer,
  checkEraseMessage,
  checkExportLine,
  checkExportMessage,
  checkFindAnswer,
  checkFindMessage,
  checkServiceError,
  checkStatusAnswer,
  checkStatusMessage,
} from "./check-messages.ts";
import { readJson } from "./check-shape.ts";
import { sharedSecret } from "./exchange-key.ts";
import { LIMITS, SERVICE_ERRORS } from "./protocol.ts";
import { meaningOfCode } from "./service-failure.ts";
import { checkExchange, signExchange } from "./sign-exchange.ts";

const page = readFileSync(new URL("../../../../docs/http-system.md", import.meta.url), "utf8");
const secret = "an-example-secret-of-32-characters";
const now = 1_767_225_600;

/** The text of the fenced block with this name, without the indent of its list. */
function block(name: string): string {
  const found = new RegExp(`^( *)\`\`\`\\w+ ${name}\\n([\\s\\S]*?)\\n *\`\`\`$`, "m").exec(page);
  if (found?.[2] === undefined) throw new Error(`The page has no block ${name}.`);
  return found[2].replaceAll(new RegExp(`^${found[1]}`, "gm"), "");
}

describe("docs/http-system.md", () => {
  it.each([
    ["description", checkDescription],
    ["find-request", checkFindMessage],
    ["find-answer", checkFindAnswer],
    ["export-request", checkExportMessage],
    ["erase-dry-run", checkEraseMessage],
    ["erase-planned", checkEraseAnswer],
    ["erase-run", checkEraseMessage],
    ["erase-done", checkEraseAnswer],
    ["erase-refused", checkEraseAnswer],
    ["erase-undo-run", checkEraseMessage],
    ["restore-run", checkRestoreMessage],
    ["restore-done", checkRestoreAnswer],
    ["restrict-run", checkRestrictMessage],
    ["restrict-planned", checkRestrictAnswer],
    ["restrict-done", checkRestrictAnswer],
    ["lift-run", checkLiftMessage],
    ["lift-done", checkLiftAnswer],
    ["rectify-dry-run", checkRectifyMessage],
    ["rectify-planned", checkRectifyAnswer],
    ["rectify-done", checkRectifyAnswer],
    ["residue-request", checkResidueMessage],
    ["residue-answer", checkResidueAnswer],
    ["status-request", checkStatusMessage],
    ["status-answer", checkStatusAnswer],
    ["error", checkServiceError],
  ])("shows a %s that is one", (name, check) => {
    expect(readJson<object>(Buffer.from(block(name)), check)).toEqual(JSON.parse(block(name)));
  });

  it("shows an export line by line", () => {
    const lines = block("export-answer").split("\n");
    expect(lines.map((line) => readJson(Buffer.from(line), checkExportLine).line)).toEqual(["plan", "row", "end"]);
  });

  it.each(["request", "answer"])("computes the digest, base and signature of the %s as anybody would", (side) => {
    const digest = createHash("sha256")
      .update(block(`find-${side}`))
      .digest("base64");
    expect(block(`${side}-digest`)).toBe(`sha-256=:${digest}:`);
    expect(block(`${side}-base`)).toContain(`"content-digest": ${block(`${side}-digest`)}\n`);
    const signature = createHmac("sha256", secret)
      .update(block(`${side}-base`))
      .digest("base64");
    expect(block(`${side}-signature`)).toBe(signature);
  });

  it("is what this package signs and accepts", () => {
    const key = sharedSecret(secret);
    const headers = new Headers({ "content-digest": block("request-digest") });
    const request = { method: "POST", targetUri: "https://archive.example.org/rights/find", headers };
    const fields = signExchange("request", request, key, { now, nonce: "ZXhhbXBsZS1ub25jZS0x" });
    expect(fields.signature).toBe(`kept=:${block("request-signature")}:`);
    expect(page).toContain(`Signature-Input: ${fields.signatureInput}\n`);
    expect(page).toContain(`Signature: ${fields.signature}\n`);
    headers.set("signature", fields.signature);
    const answer = {
      status: 200,
      headers: new Headers({ "content-type": "application/json", "content-digest": block("answer-digest") }),
      request,
    };
    const answered = signExchange("answer", answer, key, { now: now + 1, nonce: "ZXhhbXBsZS1ub25jZS0y" });
    expect(answered.signature).toBe(`kept=:${block("answer-signature")}:`);
    checkExchange("request", request, fields, key, now);
    checkExchange("answer", answer, answered, key, now);
  });

  it("lists every error with its status and what comes of it, and the limits", () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\d{3}) \| .* \| `(\w+)` \|$/gm)];
    const listed = rows.map(([, code, status, system]) => [code, Number(status), system]);
    const codes = Object.keys(SERVICE_ERRORS) as (keyof typeof SERVICE_ERRORS)[];
    expect(listed).toEqual(codes.map((code) => [code, SERVICE_ERRORS[code], meaningOfCode(code).code]));
    expect(page).toContain(`| body of a request | ${LIMITS.request / 2 ** 20} MiB |`);
    expect(page).toContain(`| answer that is one JSON value | ${LIMITS.answer / 2 ** 20} MiB |`);
    expect(page).toContain(`| line of an export | ${LIMITS.line / 2 ** 20} MiB;`);
  });
});
