/** A person asks for a right about what they ticked among their own data: the link to it, from their mailbox, is the proof. */
import { type RequestKindName, requestKind } from "@kept/contract/request-kinds";
import type { PersonKey, RequestDetails } from "@kept/contract/requests";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { giveProof } from "../verification/give-proof.ts";
import { openRequest, regionFacts } from "./open-request.ts";
import { listOwnKeys, type OwnAnswer, type TableName } from "./own-rows.ts";
import { recordEvent } from "./record-event.ts";
import { LINKS, PROVE_LINK_LIFETIME, STATUS_LINK_LIFETIME } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";
import { isAboutRows } from "./scope-rows.ts";

/** As many as a scope may name. */
const MOST_ROWS = 500;

export interface TickedParts {
  readonly rows: readonly PersonKey[];
  readonly whole: readonly TableName[];
}

export interface AskedAboutRows {
  /** `more`: the mailbox alone does not suffice. */
  readonly outcome: "proven" | "more";
  /** Of the page of the new request, or of the page at which its person shows more of who they are. */
  readonly token: string;
}

/** Throws `rows_gone` and `rows_too_many`. */
export async function askAboutRows(
  ctx: Ctx,
  parts: RequestParts,
  answer: OwnAnswer,
  asked: {
    readonly kind: RequestKindName;
    readonly ticked: TickedParts;
    readonly details: RequestDetails;
    readonly language: "en" | "de";
  },
): Promise<AskedAboutRows> {
  const { kind, details, language } = asked;
  const { request: from, person } = answer;
  const none = { tables: [], categories: [], purposes: [], rows: [] };
  // What is wrong names its rows itself.
  const isScoped = requestKind(kind).asks.includes("scope");
  const scope = isScoped ? { ...none, ...(await nameRows(ctx, parts, answer, asked.ticked)) } : none;
  return await ctx.transaction(async (tx) => {
    const opened = await openRequest(tx, parts, {
      kind,
      state: "unverified",
      channel: "centre",
      language,
      person: { identifiers: person.identifiers, keys: person.keys, replyTo: person.replyTo },
      scope,
      details,
      ...(from.region === null ? {} : { region: from.region }),
    });
    const data = { kind, channel: "centre", ...regionFacts(opened) };
    await recordEvent(tx, opened.id, { type: "request.submitted", data });
    const outcome = await giveProof(tx, parts, opened, "link");
    const [purpose, lifetime] =
      outcome === "more" ? [LINKS.prove, PROVE_LINK_LIFETIME] : [LINKS.status, STATUS_LINK_LIFETIME];
    return { outcome, token: (await createLink(tx, { purpose, subject: opened.id, lifetime })).token };
  });
}

/**
 * A whole table is named by its rows, so that nothing of another system is touched that has a table of the same name, and no
 * system is asked for what it cannot leave out. What is too much for that, or has no names, is named by the table alone, where
 * that reaches no further than what the person was shown. Never answers an empty scope, which would be about everything.
 */
async function nameRows(
  ctx: Ctx,
  parts: RequestParts,
  answer: OwnAnswer,
  { rows, whole }: TickedParts,
): Promise<{ rows: PersonKey[] } | { tables: string[]; categories: string[] }> {
  const named: PersonKey[] = [...rows];
  let isNamed = true;
  for (const { system, table } of whole) {
    const keys = await listOwnKeys(ctx, parts, answer, { system, table }, MOST_ROWS);
    named.push(...keys.flatMap((key) => (key === null ? [] : [{ system, table, key: [...key] }])));
    if (keys.includes(null)) isNamed = false;
  }
  if (isNamed && named.length === 0) throw problem("rows_gone");
  if (isNamed && named.length <= MOST_ROWS) return { rows: named };
  const tables = [...new Set(whole.map(({ table }) => table))];
  // A table's name means all that is theirs in every system that has one: also what came since, or was not shown.
  const isMeant =
    !isAboutRows(answer.request) &&
    tables.every((table) =>
      parts.systems.names.every((name) => whole.some((one) => one.system === name && one.table === table)),
    );
  if (rows.length > 0 || tables.length === 0 || !isMeant) throw problem("rows_too_many");
  return { tables, categories: [...answer.request.scope.categories] };
}
