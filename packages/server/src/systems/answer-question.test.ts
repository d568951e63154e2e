/** Questions about a system through the API: what an answer changes is shown, kept as it was shown, and taken back. */
import { readFile, writeFile } from "node:fs/promises";
import type { Discovery } from "@kept/connectors/rights/discover";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { AnswerDifference, GivenAnswer, SeenValues, SystemQuestions } from "@kept/contract/system-questions";
import type { SystemDetail } from "@kept/contract/systems";
import type { DataMap } from "@kept/engine/map";
import { expect, test } from "vitest";
import { createShop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { acceptMap } from "./discover-system.ts";

const MAP = `# Ours, reviewed by the team.
system: shop
tables:
    products: {public: true}   # the catalogue
`;

/** The shop with a table of people under a noun that nobody knows. */
async function openShop() {
  const shop = await createShop(MAP);
  shop.db.exec(`
    create table zorgel (id integer primary key, full_name text not null);
    create table seats (id integer primary key, zorgel_id integer not null references zorgel (id), row_label text);
    create table meals (id integer primary key, zorgel_id integer not null references zorgel (id), dish text);
    create table bags (id integer primary key, zorgel_id integer not null references zorgel (id), weight integer);
    create table blips (id integer primary key, ip_address text);
    insert into zorgel values (1, 'Zoe Canary');
  `);
  const visit = await visitCentre(shop);
  const text = () => readFile(shop.mapFile, "utf8");
  const at = "/api/systems/shop";
  return {
    shop,
    visit,
    text,
    list: async () => (await visit.api<SystemQuestions>("GET", `${at}/questions`)).body,
    preview: (question: string, answer: string) =>
      visit.api<AnswerDifference & { code: string }>("POST", `${at}/questions/preview`, { question, answer }),
    answer: (question: string, answer: string, mark?: string) =>
      visit.api<GivenAnswer & { code: string }>("POST", `${at}/answers`, { question, answer, ...(mark && { mark }) }),
    takeBack: (id: string) => visit.api<SystemQuestions & { code: string }>("POST", `${at}/answers/${id}/take-back`),
    [Symbol.asyncDispose]: async () => {
      await visit[Symbol.asyncDispose]();
      await shop[Symbol.asyncDispose]();
    },
  };
}

test("an answer is shown, kept as it was shown, and leads on to what hangs on it", async () => {
  await using here = await openShop();
  const open = await here.list();
  expect(open.questions.map(({ id, settles }) => [id, settles.tables.length])).toEqual([
    ["people zorgel", 4],
    ["table blips", 1],
  ]);
  expect(open.answers).toEqual([]);
  // Examples come from the catalogue, never from rows.
  expect(JSON.stringify(open)).not.toContain("Canary");

  const shown = (await here.preview("people zorgel", "people")).body;
  expect(shown.lines).toEqual([{ path: ["tables", "zorgel", "subject"], was: null, is: "true" }]);
  expect(shown.tables.map(({ table, kind, edges }) => [table, kind.is, edges.added])).toEqual([
    ["bags", "personal", ["zorgel_id -> zorgel: owner"]],
    ["meals", "personal", ["zorgel_id -> zorgel: owner"]],
    ["seats", "personal", ["zorgel_id -> zorgel: owner"]],
    ["zorgel", "subject", []],
  ]);
  expect(shown.questions).toEqual({ was: 2, is: 1 });
  // Nothing was kept.
  expect(await here.text()).toBe(MAP);
  expect((await here.list()).questions).toHaveLength(2);

  const kept = await here.answer("people zorgel", "people", shown.mark);
  expect(kept.status).toBe(200);
  expect(kept.body.difference).toEqual(shown);
  expect(kept.body.questions.map(({ id }) => id)).toEqual(["table blips"]);
  expect(kept.body.answers).toMatchObject([
    { id: kept.body.kept, about: "zorgel", answer: "people", takenBack: false, actor: { kind: "operator" } },
  ]);
  expect(await here.text()).toBe(`${MAP}    zorgel:\n        subject: true\n`);
  const detail = (await here.visit.api<SystemDetail>("GET", "/api/systems/shop")).body;
  expect(detail.questions).toBe(1);
  expect(detail.schema.find(({ name }) => name === "zorgel")?.kind).toBe("subject");
  await here.visit.t.drain();
  expect((await here.visit.t.ledgerTypes("system/shop")).at(-1)).toBe("system.map-saved");
  const versions = await here.visit.t.ctx.db.selectFrom("system_map").select(["map", "how"]).execute();
  expect(versions).toEqual([{ how: "answered", map: await here.text() }]);
});

test("an answer is taken back, alone, and the file is as it was", async () => {
  await using here = await openShop();
  const first = (await here.answer("people zorgel", "people")).body.kept;
  const second = (await here.answer("table blips", "nobody")).body.kept;
  const back = (await here.takeBack(first)).body;
  expect(back.questions.map(({ id }) => id)).toEqual(["people zorgel"]);
  expect(back.answers.map(({ id, takenBack }) => [id, takenBack])).toEqual([
    [second, false],
    [first, true],
  ]);
  expect(await here.text()).toBe(`${MAP}    blips:\n        public: true\n`);
  // Once is enough.
  const again = await here.takeBack(first);
  expect([again.status, again.body.code]).toEqual([409, "answer_overtaken"]);
  expect((await here.takeBack(second)).status).toBe(200);
  expect(await here.text()).toBe(MAP);
  await here.visit.t.drain();
  expect((await here.visit.t.ledgerTypes("system/shop")).filter((type) => type === "system.map-saved")).toHaveLength(4);
});

test("what somebody else has said since is neither lost nor overwritten", async () => {
  await using here = await openShop();
  const shown = (await here.preview("people zorgel", "people")).body;
  await here.answer("table blips", "nobody");
  // The map is another by now: what was shown no longer is what would change.
  const stale = await here.answer("people zorgel", "people", shown.mark);
  expect([stale.status, stale.body.code]).toEqual([409, "answer_not_as_shown"]);
  const closed = await here.answer("table blips", "nobody");
  expect([closed.status, closed.body.code]).toEqual([409, "question_not_open"]);
  const unknown = await here.answer("people zorgel", "perhaps");
  expect([unknown.status, unknown.body.code]).toEqual([422, "question_answer_unknown"]);

  const kept = (await here.answer("people zorgel", "people")).body.kept;
  await writeFile(here.shop.mapFile, (await here.text()).replace("subject: true", "subject: false   # no"));
  const overtaken = await here.takeBack(kept);
  expect([overtaken.status, overtaken.body.code]).toEqual([409, "answer_overtaken"]);
  expect(await here.text()).toContain("subject: false   # no");
});

test("of two who answer at once neither is lost", async () => {
  await using here = await openShop();
  const both = await Promise.all([here.answer("people zorgel", "people"), here.answer("table blips", "nobody")]);
  const codes = both.map(({ status, body }) => (status === 200 ? "kept" : body.code)).sort();
  const text = await here.text();
  expect(codes).toContain("kept");
  for (const code of codes) expect(["kept", "map_changed", "question_not_open"]).toContain(code);
  const said = [text.includes("zorgel:"), text.includes("blips:")].filter(Boolean).length;
  expect(said).toBe(codes.filter((code) => code === "kept").length);
});

test("what is edited in the file while proposals are accepted is neither lost nor overwritten", async () => {
  await using here = await openShop();
  const edited = `${MAP}    meals: { public: true }   # not ours\n`;
  const systems = here.visit.parts.systems;
  // The editor is quicker than the look at the system.
  const open = async (name: string) => {
    const rights = (await systems.open(name)) as RowRights;
    const looking = async (look: () => Promise<Discovery>) => {
      const found = await look();
      await writeFile(here.shop.mapFile, edited);
      return found;
    };
    return {
      ...rights,
      discover: () => looking(() => rights.discover()),
      discoverUnder: (map: DataMap) => looking(() => rights.discoverUnder(map)),
    };
  };
  const accepting = acceptMap(here.visit.t.ctx, { ...systems, open }, "shop", undefined);
  await expect(accepting).rejects.toMatchObject({ code: "map_changed" });
  expect(await here.text()).toBe(edited);
});

test("values are shown to who asks for them, and the look is in the ledger, by the names of the columns", async () => {
  await using here = await openShop();
  const at = "/api/systems/shop/questions";
  const { status, body } = await here.visit.api<SeenValues>("POST", `${at}/values`, { question: "people zorgel" });
  expect([status, body]).toEqual([
    200,
    { columns: [{ table: "zorgel", column: "full_name", values: ["Zoe Canary"] }] },
  ]);
  const gone = await here.visit.api<{ code: string }>("POST", `${at}/values`, { question: "people nowhere" });
  expect([gone.status, gone.body.code]).toEqual([409, "question_not_open"]);
  await here.visit.t.drain();
  const entries = await here.visit.t.ctx.db.selectFrom("ledger_entry").selectAll().execute();
  expect(entries.length).toBeGreaterThan(0);
  expect(JSON.stringify(entries)).not.toContain("Canary");
  expect((await here.visit.t.ledgerTypes()).filter((type) => type === "system.values-seen")).toHaveLength(1);
});

test("where no column may be looked at nothing is shown, and the ledger has no look", async () => {
  await using here = await openShop();
  await writeFile(here.shop.mapFile, `${MAP}    zorgel: { columns: { full_name: hide } }\n`);
  const { status, body } = await here.visit.api<SeenValues>("POST", "/api/systems/shop/questions/values", {
    question: "people zorgel",
  });
  expect([status, body]).toEqual([200, { columns: [] }]);
  await here.visit.t.drain();
  expect(await here.visit.t.ledgerTypes()).not.toContain("system.values-seen");
});

test("a finding leads to a question about its place, and says so", async () => {
  await using here = await openShop();
  here.shop.db.exec(
    "create table matches (id integer primary key, red_user_id integer not null references users (id), blue_user_id integer not null references users (id), xqz varchar(20))",
  );
  const detail = (await here.visit.api<SystemDetail>("POST", "/api/systems/shop/discover")).body;
  const finding = detail.findingList.find(({ code }) => code === "owner_ambiguous");
  expect(finding).toMatchObject({ table: "matches", asked: true });
  expect(finding?.advice).toBeUndefined();
  for (const { asked, advice } of detail.findingList) expect(asked === true || advice !== undefined).toBe(true);
  const ids = async (query: string) =>
    (await here.visit.api<SystemQuestions>("GET", `/api/systems/shop/questions${query}`)).body.questions.map(
      ({ id }) => id,
    );
  expect(await ids("")).toContain("owners matches");
  expect(await ids("")).not.toContain("category matches.xqz");
  expect((await ids("?table=matches&column=xqz"))[0]).toBe("category matches.xqz");
  const about = { table: "matches", column: "xqz" };
  const choice = { question: "category matches.xqz", answer: "content.text" };
  expect((await here.preview(choice.question, choice.answer)).body.code).toBe("question_not_open");
  const shown = await here.visit.api<AnswerDifference>("POST", "/api/systems/shop/questions/preview", {
    ...choice,
    about,
  });
  expect(shown.body.lines).toEqual([{ path: ["tables", "matches", "columns", "xqz"], was: null, is: "content.text" }]);
  const kept = await here.visit.api<GivenAnswer>("POST", "/api/systems/shop/answers", { ...choice, about });
  expect(kept.body.questions.map(({ id }) => id)).not.toContain(choice.question);
  expect(await here.text()).toContain("xqz: content.text");
});
