import { expect, test } from "vitest";
import { createLog, type LogFields } from "./log.ts";

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = "";
  write(createLog("debug", { write: (line: string) => (text += line) }));
  return text;
}

const personal = ["ada@example.org", "Ada Example", "+49 30 1234567", "DE02 1203 0000 0000 2020 51"];

test("personal data that is given to it does not come out", () => {
  for (const value of personal) {
    const cause = Object.assign(new Error(`Key (email)=(${value}) already exists.`), {
      code: "23505",
      detail: value,
      table: value,
    });
    const text = linesOf((log) => {
      log.error("a call failed", {
        error: new Error(`for ${value}`, { cause }),
        subject: value,
        route: `/people/${value}`,
        code: value,
      });
      log.info("unknown fields", { email: value, body: { name: value }, headers: value } as unknown as LogFields);
      log.warn("not an error", { error: value });
      log.info("a status", { status: value as unknown as number });
    });
    expect(text).not.toContain(value);
    expect(text).toContain("[redacted]");
    expect(text).toContain("23505");
  }
});

test("lines are JSON with what helps", () => {
  const text = linesOf((log) =>
    log.info("request", { requestId: "req-1", route: "/api/requests/:requestId", status: 200, milliseconds: 3 }),
  );
  expect(JSON.parse(text)).toMatchObject({
    msg: "request",
    requestId: "req-1",
    route: "/api/requests/:requestId",
    status: 200,
  });
});
