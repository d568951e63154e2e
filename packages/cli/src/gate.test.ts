/** The SDK's gate against a real server: here, because this is the package that knows both. */
import { randomUUID } from "node:crypto";
import { type GateOptions, openGate } from "@kept/sdk/gate";
import { SnapshotRefused } from "@kept/sdk/load-snapshot";
import { choosingKept, SESSION_SECRET, sessionToken } from "@kept/server/choices/testing/choosing-kept";
import { createTestCtx, type TestCtx } from "@kept/server/platform/testing/create-test-ctx";
import { afterAll, beforeAll, expect, test } from "vitest";

/** What `kept generate types` makes of the tests' configuration. */
interface TestNames {
  readonly purpose: "newsletter" | "analytics" | "safety" | "bookkeeping";
  readonly category: "contact.email" | "online.device" | "online" | "name";
  readonly recipients: {
    readonly newsletter: "mailing";
    readonly analytics: "ads";
    readonly safety: never;
    readonly bookkeeping: never;
  };
  readonly channels: {
    readonly newsletter: "email" | "sms";
    readonly analytics: never;
    readonly safety: never;
    readonly bookkeeping: never;
  };
  readonly topics: {
    readonly newsletter: "news" | "offers";
    readonly analytics: never;
    readonly safety: never;
    readonly bookkeeping: never;
  };
}

let t: TestCtx;
beforeAll(async () => {
  t = await createTestCtx({ kept: choosingKept, settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } } });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});

async function options(more: Partial<GateOptions> = {}): Promise<GateOptions> {
  const { authorization } = await t.apiKey(["decisions:read"]);
  return {
    server: "http://kept.test",
    apiKey: (authorization ?? "").replace("Bearer ", ""),
    fetch: async (input, init) => t.app.request(String(input).replace("http://kept.test", ""), init),
    now: () => t.clock.now().epochMilliseconds,
    // The tests' clock leaps; staleness has a test of its own.
    maxStaleness: Number.POSITIVE_INFINITY,
    ...more,
  };
}

async function say(sub: string, act: string, purpose: string, more: object = {}): Promise<void> {
  const config = (await (await t.app.request("/api/choices/config?language=en")).json()) as {
    notice: { hash: string };
  };
  const response = await t.app.request("/api/choices/events", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      session: sessionToken({ sub }, { now: t.clock.now().toString() }),
      surface: "app",
      method: "toggle",
      notice: { hash: config.notice.hash, language: "en" },
      choices: [{ id: randomUUID(), act, purpose, ...more }],
    }),
  });
  expect(response.status).toBe(200);
  await t.drain();
}

async function until(condition: () => boolean): Promise<void> {
  for (let time = 0; time < 100 && !condition(); time += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(condition()).toBe(true);
}

test("the gate answers from memory as the server does, and a change reaches it", async () => {
  await say("gate-1", "given", "newsletter");
  await using gate = await openGate<TestNames>(await options());
  const person = (await gate.find({ kind: "id", value: "gate-1" })) ?? "";
  expect(gate.may(person, "newsletter", { channel: "email" })).toMatchObject({
    allowed: true,
    reason: "consent_given",
  });
  expect(gate.may(person, "analytics")).toMatchObject({ allowed: false, reason: "consent_missing" });
  for (const channel of ["email", "sms"] as const) {
    const explained = await gate.explain({ person }, "newsletter", { channel });
    expect(gate.may(person, "newsletter", { channel })).toMatchObject({
      allowed: explained.allowed,
      reason: explained.reason,
    });
  }
  t.clock.advance("PT1M");
  await say("gate-1", "withdrawn", "newsletter", { channel: "sms" });
  await until(() => !gate.may(person, "newsletter", { channel: "sms" }).allowed);
  expect(gate.may(person, "newsletter", { channel: "email" }).allowed).toBe(true);
  // Somebody who was not in the snapshot.
  await say("gate-2", "given", "analytics");
  const second = (await gate.find({ kind: "id", value: "gate-2" })) ?? "";
  await until(() => gate.may(second, "analytics").allowed);
});

test("what is not named, not known or not heard of is no", async () => {
  let now = Date.now();
  let isCut = false;
  const all = await options({ now: () => now, maxStaleness: 5_000 });
  const send = all.fetch as typeof fetch;
  await using gate = await openGate({
    ...all,
    fetch: async (input, init) => {
      if (isCut) throw new Error("cut off");
      return send(input, init);
    },
  });
  const nobody = "per_00000000000000000000000000";
  const reasonOf = (...question: Parameters<typeof gate.may>) => gate.may(...question).reason;
  expect(reasonOf(nobody, "unheard-of")).toBe("purpose_unknown");
  expect(reasonOf(nobody, "newsletter")).toBe("channel_not_named");
  expect(reasonOf(nobody, "newsletter", { channel: "pigeon" })).toBe("channel_unknown");
  expect(reasonOf(nobody, "newsletter", { channel: "email", topic: "weather" })).toBe("topic_unknown");
  expect(reasonOf(nobody, "safety", { recipient: "mailing" })).toBe("recipient_not_named");
  // No transfer tool carries it to the United States.
  expect(reasonOf(nobody, "analytics", { recipient: "ads" })).toBe("recipient_not_named");
  expect(reasonOf(nobody, "safety", { category: "special.health" })).toBe("category_not_covered");
  expect(reasonOf(nobody, "safety", { category: "online.ip" })).toBe("basis_without_consent");
  expect(reasonOf(nobody, "newsletter", { channel: "email" })).toBe("consent_missing");
  isCut = true;
  now += 5_001;
  expect(gate.may(nobody, "safety")).toEqual({ allowed: false, reason: "gate_stale" });
  expect(gate.state.isStale).toBe(true);
  await gate.close();
  now -= 5_001;
  expect(gate.may(nobody, "safety").allowed).toBe(false);
});

test("a gate that was cut off goes on from where it was, and misses nothing", async () => {
  await say("gate-3", "given", "analytics");
  const all = await options();
  const send = all.fetch as typeof fetch;
  let cut: AbortController | null = null;
  let isDown = false;
  await using gate = await openGate({
    ...all,
    fetch: async (input, init) => {
      if (isDown) throw new Error("down");
      if (!String(input).includes("/changes")) return send(input, init);
      cut = new AbortController();
      return send(input, { ...init, signal: AbortSignal.any([cut.signal, init?.signal ?? cut.signal]) });
    },
  });
  const person = (await gate.find({ kind: "id", value: "gate-3" })) ?? "";
  expect(gate.may(person, "analytics").allowed).toBe(true);
  await until(() => cut !== null);
  isDown = true;
  (cut as AbortController | null)?.abort();
  t.clock.advance("PT1M");
  await say("gate-3", "withdrawn", "analytics");
  isDown = false;
  await until(() => !gate.may(person, "analytics").allowed);
});

test("an allowance ends in memory by itself, at most an hour early and never late", async () => {
  await say("gate-4", "given", "analytics");
  const given = t.clock.now();
  let now = given.epochMilliseconds;
  await using gate = await openGate(await options({ now: () => now }));
  const person = (await gate.find({ kind: "id", value: "gate-4" })) ?? "";
  const end = given.toZonedDateTimeISO("UTC").add({ months: 12 }).epochMilliseconds;
  now = end - 3_600_001;
  expect(gate.may(person, "analytics").allowed).toBe(true);
  now = end;
  expect(gate.may(person, "analytics")).toEqual({ allowed: false, reason: "consent_expired" });
});

test("a snapshot that was changed, cut off or signed by another key is not believed", async () => {
  const all = await options();
  const send = all.fetch as typeof fetch;
  const openWith = (change: (text: string) => string, more: Partial<GateOptions> = {}) =>
    openGate({
      ...all,
      ...more,
      fetch: async (input, init) => {
        const response = await send(input, init);
        return String(input).includes("/snapshot") ? new Response(change(await response.text())) : response;
      },
    });
  await expect(openWith((text) => text.replace("-consent_missing", "+consent_missing"))).rejects.toThrow(
    SnapshotRefused,
  );
  await expect(openWith((text) => text.slice(0, -40))).rejects.toThrow(SnapshotRefused);
  await expect(openWith((text) => text.split("\n").slice(0, 1).join("\n"))).rejects.toThrow(SnapshotRefused);
  const other = Buffer.alloc(32, 1).toString("base64url");
  await expect(openWith((text) => text, { snapshotKey: other })).rejects.toThrow(SnapshotRefused);
  await using whole = await openWith((text) => text);
  expect(whole.state.people).toBeGreaterThan(0);
});

test("what the configuration does not name does not compile", async () => {
  await using gate = await openGate<TestNames>(await options());
  const person = "per_00000000000000000000000000";
  const never = (): void => {
    // @ts-expect-error -- no such purpose
    gate.may(person, "tracking");
    // @ts-expect-error -- the newsletter reaches people in channels: one must be named
    gate.may(person, "newsletter");
    // @ts-expect-error -- no such channel
    gate.may(person, "newsletter", { channel: "pigeon" });
    // @ts-expect-error -- analytics has no channels
    gate.may(person, "analytics", { channel: "email" });
    // @ts-expect-error -- bookkeeping names no recipient
    gate.may(person, "bookkeeping", { recipient: "ads" });
    // @ts-expect-error -- no such category
    gate.may(person, "analytics", { category: "special.health" });
  };
  expect(never).not.toThrow();
  expect(gate.may(person, "newsletter", { channel: "email", topic: "news" }).allowed).toBe(false);
});
