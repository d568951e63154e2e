/** The address at which people see their data and ask about parts of it. What they do there is sent, and never in the address. */
import { groundsOf } from "@kept/contract/right-ground-rows";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { askAboutRows } from "../requests/ask-about-rows.ts";
import {
  findOwnAnswer,
  listOwnKeys,
  listOwnTables,
  type NamedRows,
  type OwnAnswer,
  readNamedRows,
  readOwnRows,
} from "../requests/own-rows.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { AskPage, type AskProps, ChosenPage, readRight } from "./chosen-page.tsx";
import { fieldName, hashField, listCorrectable, MOST_CORRECTED, readCorrections } from "./correctable.ts";
import { type DataFrame, DataPage, TablePage } from "./data-page.tsx";
import { dataTexts } from "./data-texts.ts";
import { link, MessagePage } from "./layout.tsx";
import { titlesIn } from "./open-status.ts";
import { packageGone } from "./package-pages.tsx";
import { asPerson, frameOf, type PageAnswer, type PageContext, refuseLink, respond } from "./page-answers.tsx";
import {
  isPicked,
  MOST_PICKS,
  NO_PICKS,
  openPicks,
  type Pick,
  type Picks,
  rowsOf,
  sealPicks,
  takePicks,
  wholeOf,
} from "./picks.ts";
import { holdsWords } from "./show-value.ts";

const LONGEST_SEARCH = 200;
/** Pages that anybody turns by hand. */
const MOST_PAGES = 10_000;

export function addDataPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.data(":token"), (c) => visit(parts, c, (at) => showTables(at, [], null)));
  pages.post(centrePath.data(":token"), (c) =>
    visit(parts, c, async (at) => {
      const form = await c.req.raw.formData().catch(() => new FormData());
      const picks = openPicks(at.ctx.keys, at.answer.request.id, text(form.get("state")));
      const picked = takePicks(picks, form.getAll("tick").map(text));
      const search = text(form.get("search")).trim().slice(0, LONGEST_SEARCH);
      const [, step = "", rest = ""] = /^([a-z]+)(?:-(.*))?$/.exec(text(form.get("do"))) ?? [];
      const fault = rowsOf(picked).length > MOST_PICKS ? at.texts.chooseMany : null;
      if (fault !== null) return await showTables(at, picked.slice(0, MOST_PICKS), fault);
      if (step === "open") {
        const name = picks.tables[Number(rest)];
        return name === undefined
          ? await showTables(at, picked, null)
          : await showTable(at, picked, { ...name, page: 0, search: "" });
      }
      if (step === "search" && picks.at !== null) return await showTable(at, picked, { ...picks.at, page: 0, search });
      if (step === "page" && picks.at !== null) {
        const page = Math.min(Math.max(0, Math.trunc(Number(rest)) || 0), MOST_PAGES);
        return await showTable(at, picked, { ...picks.at, page });
      }
      if (step === "chosen") return await showChosen(at, picked, picks.at);
      const kind = readRight(rest);
      if (step === "ask" && kind !== undefined) return await showAsk(at, picked, kind);
      if (step === "send" && kind !== undefined) return await send(at, picked, picks, kind, form);
      return await showTables(at, picked, null);
    }),
  );
}

interface At {
  readonly parts: RequestParts;
  readonly c: PageContext;
  readonly ctx: Ctx;
  readonly answer: OwnAnswer;
  readonly token: string;
  readonly texts: (typeof dataTexts)["en"];
}

/** Whoever holds the link of the message that said "your data is ready", as long as it is. */
async function visit(parts: RequestParts, c: PageContext, show: (at: At) => Promise<PageAnswer>): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const opened = await openLink(c.var.ctx, LINKS.package, token);
  if (!opened.ok) return await refuseLink(parts, c, opened, "find");
  const ctx = asPerson(c.var.ctx, opened.subject);
  const answer = await findOwnAnswer(ctx, opened.subject);
  if (answer === null) return await packageGone(parts, c);
  const frame = frameOf(parts, c);
  const texts = dataTexts[frame.language];
  try {
    return await show({ parts, c, ctx, answer, token, texts });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "rows_unavailable") throw error;
    const action = { label: texts.title, href: link(frame, centrePath.data(token)) };
    return await respond(
      c,
      <MessagePage frame={frame} title={texts.laterTitle} text={texts.laterText} action={action} />,
    );
  }
}

function frameFor(at: At, picks: Picks, picked: readonly Pick[], fault: string | null): DataFrame {
  const frame = frameOf(at.parts, at.c);
  const state = sealPicks(at.ctx.keys, at.answer.request.id, picks);
  return { frame, token: at.token, state, picks, picked, systemTitle: titlesIn(at.parts, frame), fault };
}

async function showTables(at: At, picked: readonly Pick[], fault: string | null): Promise<PageAnswer> {
  const tables = listOwnTables(at.answer);
  const shown = tables.flatMap(({ system, table, rows }) => (rows > 0 ? [{ system, table, key: null }] : []));
  const names = tables.map(({ system, table }) => ({ system, table }));
  const frame = frameFor(at, { ...NO_PICKS, picked, shown, tables: names }, picked, fault);
  return respond(at.c, <DataPage {...frame} tables={tables} />, fault === null ? 200 : 422);
}

async function showTable(
  at: At,
  picked: readonly Pick[],
  where: NonNullable<Picks["at"]>,
  fault: string | null = null,
): Promise<PageAnswer> {
  const { system, table, page, search } = where;
  const { language } = at.c.var;
  const matches = (row: Parameters<typeof holdsWords>[0]) => search === "" || holdsWords(row, search, language);
  const { rows, plan, hasMore } = await readOwnRows(at.ctx, at.parts, at.answer, { system, table, page, matches });
  const named = rows.flatMap(({ key }) => (key === null ? [] : [{ system, table, key }]));
  const picks = {
    ...NO_PICKS,
    picked,
    shown: [...(plan?.level === "own" ? [{ system, table, key: null }] : []), ...named],
    at: { system, table, page, search },
  };
  return respond(
    at.c,
    <TablePage {...frameFor(at, picks, picked, fault)} at={picks.at} {...{ rows, plan, hasMore }} />,
    fault === null ? 200 : 422,
  );
}

/** Nothing ticked leads back to where it could have been. */
async function showChosen(
  at: At,
  picked: readonly Pick[],
  from: Picks["at"],
  fault: string | null = null,
): Promise<PageAnswer> {
  if (picked.length === 0) {
    if (from === null) return await showTables(at, picked, at.texts.chooseNone);
    return await showTable(at, picked, from, at.texts.chooseNone);
  }
  const found = await findNamed(at, picked);
  const frame = frameFor(at, { ...NO_PICKS, shown: found.picked }, found.picked, fault ?? found.fault);
  return respond(at.c, <ChosenPage {...frame} named={found.named} />, fault === null ? 200 : 422);
}

/** What is ticked, in its order, without what is not there any more. A whole table is there while a row of it is the person's. */
async function findNamed(at: At, picked: readonly Pick[]) {
  const named = await readNamedRows(at.ctx, at.parts, at.answer, rowsOf(picked));
  const there = named.flatMap(({ system, table, rows }) => rows.map(({ key }): Pick => ({ system, table, key })));
  for (const one of wholeOf(picked)) {
    const first = await listOwnKeys(at.ctx, at.parts, at.answer, one, 0);
    if (first.length > 0) there.push({ ...one, key: null });
  }
  const still = picked.filter((one) => isPicked(there, one));
  return { named, picked: still, fault: still.length < picked.length ? at.texts.chosenGone : null };
}

type Right = AskProps["kind"];

async function showAsk(at: At, picked: readonly Pick[], kind: Right): Promise<PageAnswer> {
  const found = await findNamed(at, picked);
  if (found.picked.length === 0) return await showTables(at, [], found.fault ?? at.texts.chooseNone);
  const fault = kind.asks.includes("correction") ? findCorrectFault(at, found) : null;
  if (fault !== null) return await showChosen(at, found.picked, null, fault);
  return answerAsk(at, found, kind, { ground: "", typed: {}, fault: found.fault });
}

function findCorrectFault(at: At, found: { readonly picked: readonly Pick[] }): string | null {
  if (wholeOf(found.picked).length > 0) return at.texts.correctWhole;
  return found.picked.length > MOST_CORRECTED ? at.texts.correctMany : null;
}

function answerAsk(
  at: At,
  found: { readonly named: readonly NamedRows[]; readonly picked: readonly Pick[] },
  kind: Right,
  said: { readonly ground: string; readonly typed: Readonly<Record<string, string>>; readonly fault: string | null },
): PageAnswer {
  const fields = found.named.flatMap((table) =>
    listCorrectable(table).map(
      (field) => [fieldName(found.picked, table, field), hashField(at.ctx.keys, field, field.value)] as const,
    ),
  );
  const held = kind.asks.includes("correction") ? Object.fromEntries(fields) : {};
  const frame = frameFor(at, { ...NO_PICKS, picked: found.picked, held }, found.picked, said.fault);
  const page = <AskPage {...frame} kind={kind} named={found.named} ground={said.ground} typed={said.typed} />;
  return respond(at.c, page, said.fault === null ? 200 : 422);
}

async function send(at: At, picked: readonly Pick[], picks: Picks, kind: Right, form: FormData): Promise<PageAnswer> {
  const found = await findNamed(at, picked);
  // What is gone since is shown before anything is asked for.
  if (found.picked.length === 0 || found.fault !== null) {
    return found.picked.length === 0
      ? await showTables(at, [], found.fault ?? at.texts.chooseNone)
      : await showAsk(at, found.picked, kind);
  }
  const ground = groundsOf(kind.kind).find((row) => row.ground === form.get("ground"))?.ground ?? null;
  const typed = (name: string): string | null => (typeof form.get(name) === "string" ? text(form.get(name)) : null);
  const asksCorrection = kind.asks.includes("correction");
  const { corrections, isEmptied } = asksCorrection
    ? readCorrections(at.ctx.keys, found.named, { ...picks, picked }, typed)
    : { corrections: [], isEmptied: false };
  if (asksCorrection && (isEmptied || corrections.length === 0)) {
    const fields = [...form].flatMap(([name, value]) => (name.startsWith("c-") ? [[name, text(value)] as const] : []));
    const fault = isEmptied ? at.texts.correctEmptied : at.texts.correctNone;
    return answerAsk(at, found, kind, { ground: ground ?? "", typed: Object.fromEntries(fields), fault });
  }
  const frame = frameOf(at.parts, at.c);
  try {
    const { outcome, token } = await askAboutRows(at.ctx, at.parts, at.answer, {
      kind: kind.kind,
      ticked: { rows: rowsOf(found.picked), whole: wholeOf(found.picked) },
      details: { corrections: [...corrections].slice(0, MOST_CORRECTIONS), ground, statement: null },
      language: frame.language,
    });
    const next = outcome === "more" ? centrePath.prove(token) : centrePath.status(token);
    return at.c.redirect(link(frame, next), 303);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === "rows_gone") return await showTables(at, [], at.texts.chosenGone);
    if (error.code !== "rows_too_many") throw error;
    return await showChosen(at, found.picked, null, at.texts.tooMany);
  }
}

/** As many as a request holds. */
const MOST_CORRECTIONS = 20;

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
