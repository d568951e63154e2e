import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedClock } from "../clock.ts";
import { createTestCtx } from "../testing/create-test-ctx.ts";
import { createIds } from "./ids.ts";
import { createKeyring, equalSecrets, SealError } from "./keyring.ts";
import { openJson, sealJson } from "./seal-json.ts";
import { createLink, openLink, redeemLink, revokeLinks } from "./signed-links.ts";

const keys = createKeyring(Buffer.alloc(32, 1));
const bytes = fc.uint8Array({ maxLength: 200 });

describe("sealing", () => {
  test("opens what it sealed, and nothing that was changed, moved or of another purpose or secret", () => {
    fc.assert(
      fc.property(bytes, fc.string(), fc.string(), fc.nat(), (plain, purpose, place, at) => {
        const sealed = keys.seal(purpose, place, plain);
        expect(Buffer.from(keys.open(purpose, place, sealed))).toEqual(Buffer.from(plain));
        const changed = Buffer.from(sealed);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(() => keys.open(purpose, place, changed)).toThrow(SealError);
        expect(() => keys.open(`${purpose}!`, place, sealed)).toThrow(SealError);
        expect(() => keys.open(purpose, `${place}!`, sealed)).toThrow(SealError);
        expect(() => createKeyring(Buffer.alloc(32, 2)).open(purpose, place, sealed)).toThrow(SealError);
        expect(() => keys.open(purpose, place, sealed.subarray(0, at % sealed.length))).toThrow(SealError);
      }),
    );
  });

  test("never gives the same twice, and carries JSON", () => {
    expect(Buffer.from(keys.seal("p", "a", Buffer.from("x")))).not.toEqual(
      Buffer.from(keys.seal("p", "a", Buffer.from("x"))),
    );
    expect(openJson(keys, "p", "row/1", sealJson(keys, "p", "row/1", { a: "ä" }))).toEqual({ a: "ä" });
  });
});

test("signatures hold for one purpose and one text", () => {
  const signature = keys.sign("receipt", Buffer.from("text"));
  expect(keys.verify("receipt", Buffer.from("text"), signature)).toBe(true);
  expect(keys.verify("receipt", Buffer.from("texts"), signature)).toBe(false);
  expect(keys.verify("ledger", Buffer.from("text"), signature)).toBe(false);
  expect(keys.publicKey("receipt")).toHaveLength(32);
});

test("blind indexes are equal for equal values only, and differ by purpose", () => {
  expect(keys.blindIndex("email", "ada@example.org")).toBe(keys.blindIndex("email", "ada@example.org"));
  expect(keys.blindIndex("email", "ada@example.org")).not.toBe(keys.blindIndex("phone", "ada@example.org"));
  expect(keys.blindIndex("email", "ada@example.org")).toMatch(/^[0-9a-f]{64}$/);
  expect(equalSecrets("abc", "abc")).toBe(true);
  expect(equalSecrets("abc", "abd")).toBe(false);
  expect(() => createKeyring(Buffer.alloc(16))).toThrow(RangeError);
});

test("ids grow, also within a millisecond and when the clock goes back, and differ between processes", () => {
  const clock = fixedClock("2026-11-22T10:00:00Z");
  const ids = createIds(clock);
  const made = Array.from({ length: 500 }, (_, index) => {
    if (index === 200) clock.advance("PT1S");
    if (index === 300) clock.set("2026-11-22T09:00:00Z");
    return ids.next("req");
  });
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(500);
  expect(made[0]).toMatch(/^req_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(createIds(clock).next("req")).not.toBe(createIds(clock).next("req"));
});

describe("signed links", () => {
  test("work for their purpose until they expire, are used or revoked", async () => {
    await using t = await createTestCtx();
    const { ctx } = t;
    const make = () =>
      ctx.transaction((tx) => createLink(tx, { purpose: "request.verify", subject: "req_1", lifetime: "P1D" }));
    const { token, expiresAt } = await make();
    expect(expiresAt).toBe("2026-11-23T10:00:00.000Z");
    expect(await openLink(ctx, "request.verify", token)).toEqual({ ok: true, subject: "req_1", expiresAt });
    expect(await openLink(ctx, "package.download", token)).toEqual({ ok: false, reason: "unknown" });
    expect(await openLink(ctx, "request.verify", `${token}x`)).toEqual({ ok: false, reason: "unknown" });
    const rows = await ctx.db.selectFrom("signed_link").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);

    const tries = await Promise.all(
      Array.from({ length: 5 }, () => ctx.transaction((tx) => redeemLink(tx, "request.verify", token))),
    );
    expect(tries.filter((link) => link.ok)).toHaveLength(1);
    expect(await openLink(ctx, "request.verify", token)).toEqual({ ok: false, reason: "used" });

    const second = await make();
    t.clock.advance("PT24H");
    expect(await openLink(ctx, "request.verify", second.token)).toEqual({ ok: false, reason: "expired" });
    const third = await make();
    await ctx.transaction((tx) => revokeLinks(tx, "request.verify", "req_1"));
    expect(await openLink(ctx, "request.verify", third.token)).toEqual({ ok: false, reason: "unknown" });
  });
});
