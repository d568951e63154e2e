import { describe, expect, test } from "vitest";
import { comparePlans } from "./compare-plans.ts";
import { model, table } from "./testing/build-model.ts";
import { createBench, drive, user, withTriggers } from "./testing/rights-bench.ts";
import { verifyErasure, verifyInParts } from "./verify-erasure.ts";

const users = table("users", { id: "int pk", email: "text ! @contact.email #email" });
const topics = table("topics", { id: "int pk", user_id: "int -> users owner", body: "text ! @content.text" });
const posts = table("posts", { id: "int pk", topic_id: "int ! -> topics part", user_id: "int ! -> users owner" });
const logs = table("logs", { id: "int pk", text: "text -> users owner pattern=*user:{}*" });
const list = table("list", { id: "int pk", email: "text @contact.email" }, { kind: "lookup" });
const built = model(users, topics, posts, logs, list);
const data = {
  users: [
    { id: "1", email: "ada@example.org" },
    { id: "2", email: "bob@example.org" },
  ],
  topics: [{ id: "1", user_id: "1", body: "hello" }],
  posts: [{ id: "1", topic_id: "1", user_id: "2" }],
  logs: [{ id: "1", text: "user:12 was here" }],
};

describe("verifyErasure", () => {
  test("finds nothing after a run, and everything without one", () => {
    const bench = createBench(built, data);
    const plan = bench.plan(user("1"));
    expect(bench.verify(plan).length).toBeGreaterThan(0);
    bench.store.apply(plan.operations);
    expect(bench.verify(plan)).toEqual([]);
  });

  test("finds a row that came while the run went on, and a value elsewhere", () => {
    const bench = createBench(built, data);
    const plan = bench.erase(user("1"));
    bench.store.tables.get("logs")?.push({ id: "2", text: "saw user:1" });
    bench.store.tables.get("list")?.push({ id: "1", email: "ADA@example.org" });
    expect(bench.verify(plan)).toEqual([
      "logs.text: 1 row of logs still points at users (text).",
      "list.email: 1 row of list still holds a value that identifies the person (email).",
    ]);
  });

  test("finds a value in a view that keeps rows, and looks into no other", () => {
    const shown = { email: "text @contact.email" };
    const views = [table("kept", shown, { kind: "view", keepsRows: true }), table("shown", shown, { kind: "view" })];
    const bench = createBench(model(users, ...views), { users: data.users, kept: [], shown: [] });
    const plan = bench.erase(user("1"));
    for (const name of ["kept", "shown"]) bench.store.tables.get(name)?.push({ email: "ada@example.org" });
    expect(bench.verify(plan)).toEqual([
      "kept.email: 1 row of kept still holds a value that identifies the person (email).",
    ]);
  });

  test("parts that are asked side by side find together what the whole finds", () => {
    const bench = createBench(built, data);
    const plan = bench.plan(user("1"));
    const whole = drive(bench.store, verifyErasure(bench.index, plan));
    expect(whole.length).toBeGreaterThan(1);
    for (const parts of [1, 2, 3, 20]) {
      const found = verifyInParts(bench.index, plan, parts).map((part) => drive(bench.store, part));
      expect(found).toHaveLength(parts);
      expect(new Set(found.flat())).toEqual(new Set(whole));
    }
  });

  test("an address inside a text or JSON of a row that stays is found, and what is kept is not looked at", () => {
    const settings = table("settings", {
      id: "int pk",
      user_id: "int -> users owner",
      note: "text @content.text",
      data: "json @preference",
      state: "text @system.flag",
      kept: "text @preference keep",
    });
    const uses = table("uses", {
      id: "int pk",
      settings_id: "int ! -> settings part",
      user_id: "int ! -> users owner",
    });
    const row = { id: "1", user_id: "1", note: "from ada@example.org" };
    const texts = { data: '{"cc":["ADA@example.org"]}', state: "on", kept: "ada@example.org" };
    const bench = createBench(model(users, settings, uses), {
      users: data.users,
      settings: [{ ...row, ...texts }],
      uses: [{ id: "1", settings_id: "1", user_id: "2" }],
    });
    expect(bench.verify(bench.erase(user("1")))).toEqual([
      "settings.data: 1 row of settings still holds a value that identifies the person inside of a text (data).",
    ]);
  });

  test("what belongs to a husk is found too", () => {
    const bound = model(users, posts, topics, table("bans", { id: "int pk", by_id: "int ! -> users actor" }));
    const bench = createBench(bound, { ...data, bans: [{ id: "1", by_id: "1" }] });
    const plan = bench.erase(user("1"));
    expect(bench.verify(plan)).toEqual([]);
    bench.store.tables.get("topics")?.push({ id: "9", user_id: "1", body: "late" });
    expect(bench.verify(plan)).toEqual(["topics.user_id: 1 row of topics still points at users (user_id)."]);
  });

  test("a right about a part leaves the person, and is not blamed for it", () => {
    const bench = createBench(built, data);
    for (const scope of [
      { tables: ["topics"], categories: [] },
      { tables: [], categories: ["content"] },
    ]) {
      const one = bench.fork();
      expect(one.verify(one.erase(user("1"), scope))).toEqual([]);
    }
  });
});

describe("checkCarriedOut", () => {
  test("a plan that only blanks is not taken for done when nothing was done", () => {
    const bench = createBench(built, data);
    const scope = { tables: [], categories: ["content"] };
    const plan = bench.plan(user("1"), scope);
    expect(bench.isCarriedOut(plan)).toBe(false);
    bench.store.apply(plan.operations);
    expect(bench.isCarriedOut(plan)).toBe(true);
  });

  test("a placeholder is known to the letter", () => {
    const bench = createBench(built, { ...data, users: [{ id: "1", email: "erased-not-yet@example.org" }] });
    const plan = bench.plan(user("1"), { tables: [], categories: ["contact"] });
    expect(bench.isCarriedOut(plan)).toBe(false);
    bench.store.apply(plan.operations);
    expect(bench.isCarriedOut(plan)).toBe(true);
  });

  test("a plan of nothing is done", () => {
    const bench = createBench(built, data);
    expect(bench.isCarriedOut(bench.plan([]))).toBe(true);
  });
});

describe("comparePlans", () => {
  const bench = createBench(built, data);
  const approved = bench.plan(user("1"));

  test("more rows of the same kind are the same plan", () => {
    expect(comparePlans(approved, approved)).toEqual([]);
    const more = bench.fork();
    more.store.tables.get("topics")?.push({ id: "2", user_id: "1", body: "more" });
    more.store.tables.get("posts")?.push({ id: "2", topic_id: "2", user_id: "2" });
    expect(comparePlans(approved, more.plan(user("1")))).toEqual([]);
  });

  test("another person, table or disposition is another plan", () => {
    const other = bench.plan([...user("1"), ...user("2")]);
    expect(comparePlans(approved, other)).toContain("another row of users is now the person");
    const more = bench.fork();
    more.store.tables.get("topics")?.push({ id: "2", user_id: "1", body: "more" });
    more.store.tables.get("logs")?.push({ id: "2", text: "user:1" });
    expect(comparePlans(approved, more.plan(user("1")))).toEqual([
      "1 rows of topics would now be deleted",
      "1 rows of logs would now be deleted",
    ]);
  });
});

describe("undoneFindings", () => {
  const patients = table("patients", {
    id: "int pk",
    user_id: "int -> users owner",
    weight: "int ! @special.health",
    born: "date ! @identity.birth-date",
    is_ill: "bool ! @special.health",
    data: "json ! @content.text",
    note: "text @content.text",
    seen: "int ! counts=visits.patient_id",
  });
  const visits = table("visits", {
    id: "int pk",
    patient_id: "int ! -> patients part",
    user_id: "int ! -> users owner",
  });
  const clinic = model(users, patients, visits);
  const values = { weight: "80", born: "1980-05-05", is_ill: "true", data: '{"a":1}', note: "hello" };
  const rows = {
    users: data.users,
    patients: [{ id: "1", user_id: "1", ...values, seen: "2" }],
    visits: [
      { id: "1", patient_id: "1", user_id: "2" },
      { id: "2", patient_id: "1", user_id: "1" },
    ],
  };

  test("tells each column that does not hold what was set, whatever its type", () => {
    const bench = createBench(withTriggers(clinic), rows);
    const plan = bench.plan(user("1"));
    const places = ["user_id", "weight", "born", "is_ill", "data", "note", "seen"];
    // Before anything is done, only the counter says what there is to count.
    expect(bench.unheld(plan)).toHaveLength(places.length - 1);
    bench.store.apply(plan.operations);
    expect(bench.unheld(plan)).toEqual([]);
    for (const column of places) {
      const spoilt = bench.fork();
      const row = spoilt.store.tables.get("patients")?.[0];
      if (row !== undefined) row[column] = rows.patients[0]?.[column as "seen"] ?? null;
      expect(spoilt.unheld(plan)).toEqual([
        `patients.${column}: 1 row of patients holds something else than was set (${column}).`,
      ]);
    }
  });

  test("without triggers only what the look after the commit does not ask for", () => {
    const bench = createBench(clinic, rows);
    const plan = bench.plan(user("1"));
    expect(bench.unheld(plan).map((left) => left.split(":")[0])).toEqual(
      ["weight", "born", "is_ill", "data"].map((column) => `patients.${column}`),
    );
  });

  test("of many rows of a table without triggers the first tell, and all of one that has some", () => {
    const many = Array.from({ length: 700 }, (_, at) => ({ id: String(at), user_id: "1", ...values, seen: "0" }));
    const held = many.map(({ id }) => ({ id, patient_id: id, user_id: "2" }));
    for (const triggers of [[], ["stamp"]]) {
      const own = { ...patients, table: { ...patients.table, schema: { ...patients.table.schema, triggers } } };
      const bench = createBench(model(users, own, visits), { users: data.users, patients: many, visits: held });
      const plan = bench.plan(user("1"));
      expect(bench.unheld(plan)).toContain(
        `patients.weight: ${triggers.length === 0 ? 500 : 700} rows of patients hold something else than was set (weight).`,
      );
    }
  });
});
