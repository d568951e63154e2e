import { expect, test } from "vitest";
import { indexModel, type Model } from "./model.ts";
import { planErasure } from "./plan-erasure.ts";
import { EVERYTHING } from "./rights.ts";
import type { KeyQuery, KeyRows } from "./store.ts";
import { model, table } from "./testing/build-model.ts";
import { createMemoryStore, type Data, type MemoryStore } from "./testing/memory-store.ts";
import { ABILITIES, user } from "./testing/rights-bench.ts";

/**
 * Milliseconds that the engine itself takes to plan, the store's answers not counted: the best of some runs, and of this
 * thread alone, because other tests share the processor.
 */
function timePlan(built: Model, data: Data, expected: number): number {
  const schemas = built.tables.map(({ schema }) => schema);
  const store = createMemoryStore(schemas, data);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const { spent, rows } = timeRun(built, store);
    expect(rows).toBe(expected);
    best = Math.min(best, spent);
  }
  return best;
}

function timeRun(built: Model, store: MemoryStore) {
  const options = { scope: EVERYTHING, today: "2030-01-01", abilities: ABILITIES, findings: [] };
  let spent = 0;
  const timed = <T>(work: () => T): T => {
    const start = process.threadCpuUsage();
    const result = work();
    const used = process.threadCpuUsage(start);
    spent += (used.user + used.system) / 1_000;
    return result;
  };
  const index = timed(() => indexModel(built));
  const work = planErasure(index, user("1"), options);
  const next = (answers: readonly KeyRows[]) => timed(() => work.next(answers));
  let step: IteratorResult<readonly KeyQuery[], { readonly tables: readonly { readonly rows: readonly unknown[] }[] }> =
    next([]);
  while (!step.done) step = next(store.findKeys(step.value));
  return { spent, rows: step.value.tables.reduce((sum, { rows }) => sum + rows.length, 0) };
}

function wide(tables: number): { readonly built: Model; readonly data: Data } {
  const users = table("users", { id: "int pk", email: "text @contact.email #email" });
  const names = Array.from({ length: tables }, (_, at) => `t${at}`);
  const built = model(
    users,
    ...names.map((name, at) =>
      table(name, {
        id: "int pk",
        user_id: "int -> users owner",
        up: `int -> ${at % 10 === 0 ? "users actor" : `t${at - 1} part`}`,
        near: `int -> t${(at * 7) % tables} context set-null`,
        body: "text @content.text",
      }),
    ),
  );
  const rows = names.map((name) => [name, [{ id: "1", user_id: "1", up: "1", near: "1" }]] as const);
  return { built, data: { users: [{ id: "1" }], ...Object.fromEntries(rows) } };
}

test("planning over 1,000 tables is quick, and linear in tables", () => {
  const half = wide(500);
  const whole = wide(1_000);
  const small = timePlan(half.built, half.data, 501);
  const large = timePlan(whole.built, whole.data, 1_001);
  expect(large).toBeLessThan(150);
  expect(large).toBeLessThan(Math.max(small, 5) * 4);
});

function heavy(rows: number): { readonly built: Model; readonly data: Data } {
  const built = model(
    table("users", { id: "int pk", email: "text @contact.email #email" }),
    table("threads", {
      id: "int pk",
      user_id: "int -> users owner",
      last: "int -> posts context set-null",
      body: "text @content.text",
    }),
    table("posts", {
      id: "int pk",
      user_id: "int -> users owner",
      thread_id: "int ! -> threads part cascade",
      reply_to: "int -> posts context set-null",
      editor_id: "int -> users actor set-null",
      body: "text @content.text",
    }),
  );
  const each = Array.from({ length: rows / 2 }, (_, at) => String(at + 1));
  const threads = each.map((id) => ({ id, user_id: "1", last: id }));
  const posts = each.map((id, at) => ({
    id,
    user_id: at % 3 === 0 ? "2" : "1",
    thread_id: String((at % 50) + 1),
    reply_to: at > 0 ? String(at) : null,
    editor_id: "1",
  }));
  return { built, data: { users: [{ id: "1" }, { id: "2" }], threads, posts } };
}

test("10,000 rows of one person are planned quickly, and in linear time", () => {
  const half = heavy(5_000);
  const whole = heavy(10_000);
  const small = timePlan(half.built, half.data, 5_001);
  const large = timePlan(whole.built, whole.data, 10_001);
  expect(large).toBeLessThan(150);
  expect(large).toBeLessThan(Math.max(small, 5) * 4);
});

test("a chain of 500 rows ends and stays quick", () => {
  const built = model(
    table("users", { id: "int pk" }, { kind: "subject" }),
    table("nodes", { id: "int pk", user_id: "int -> users owner", up: "int -> nodes part" }),
  );
  const nodes = Array.from({ length: 500 }, (_, at) => ({
    id: String(at),
    user_id: at === 0 ? "1" : null,
    up: at === 0 ? "499" : String(at - 1),
  }));
  expect(timePlan(built, { users: [{ id: "1" }], nodes }, 501)).toBeLessThan(150);
});
