/** Addresses of everybody whom a purpose may reach, for a service that sends by itself: a disclosure, written down. */
import { createHash } from "node:crypto";
import type { LedgerEntryInput } from "@kept/contract/ledger";
import { readSegment } from "../choices/read-segment.ts";
import { addressHash, findSuppression } from "../choices/suppressions.ts";
import { openIdentifiers } from "../people/people.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { unsubscribeUrl } from "./deliver-message.ts";
import type { MessageParts } from "./message-parts.ts";

export interface SegmentExport {
  readonly purpose: string;
  readonly topic?: string | undefined;
  readonly recipient: string;
}

const PAGE = 1_000;

/**
 * Its lines, as they are read: nobody's memory holds them all. The disclosure is written down before the first of them
 * leaves, and what left after the last.
 * @throws problem `purpose_unknown`, `recipient_not_named`
 */
export async function exportSegment(
  ctx: Ctx,
  parts: MessageParts,
  input: SegmentExport,
): Promise<AsyncGenerator<string>> {
  const { purpose, topic, recipient } = input;
  const settings = Object.hasOwn(parts.kept.purposes, purpose) ? parts.kept.purposes[purpose] : undefined;
  const point = (field: string, message: string) => ({ pointers: [{ pointer: `/body/${field}`, message }] });
  if (settings === undefined) throw problem("purpose_unknown", point("purpose", "is not configured"));
  if (!settings.recipients.includes(recipient)) {
    throw problem("recipient_not_named", point("recipient", "is not among the purpose's recipients"));
  }
  const about = {
    export: ctx.ids.next("exp"),
    purpose,
    topic: topic ?? null,
    recipient,
    ground: [...new Set(Object.values(settings.basis))].join(", "),
    policyVersion: parts.choices.policy.version,
  };
  const key = `segment/${purpose}`;
  await ctx.transaction((tx) => tx.outbox.add(key, { entry: { type: "segment.export-begun", data: about } }));
  const channel = settings.channels.find((name) => parts.kept.channels[name]?.kind === "email");
  return writeLines(ctx, key, about, channel === undefined ? nobody() : readLines(ctx, parts, input, channel));
}

type About = Extract<LedgerEntryInput, { readonly type: "segment.export-begun" }>["data"];

async function* writeLines(ctx: Ctx, key: string, about: About, lines: AsyncGenerator<string>): AsyncGenerator<string> {
  const hash = createHash("sha256");
  let people = 0;
  let complete = false;
  const put = (line: string): string => {
    hash.update(line, "utf8");
    return line;
  };
  try {
    yield put("email,unsubscribe\r\n");
    for await (const line of lines) {
      people += 1;
      yield put(line);
    }
    complete = true;
  } finally {
    const data = { ...about, complete, people, sha256: hash.digest("hex") };
    await ctx.transaction((tx) => tx.outbox.add(key, { entry: { type: "segment.exported", data } }));
  }
}

async function* nobody(): AsyncGenerator<string> {}

async function* readLines(
  ctx: Ctx,
  parts: MessageParts,
  { purpose, topic, recipient }: SegmentExport,
  channel: string,
): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const page = await readSegment(ctx, parts.choices, { purpose, topic, channel, recipient, after, limit: PAGE });
    for (const personId of page.people) {
      const address = await reachableAddress(ctx, personId, purpose, topic ?? null);
      if (address === null) continue;
      const url = unsubscribeUrl(ctx, parts, { purpose, channel, topic }, addressHash(ctx.keys, address));
      yield `${quote(address)},${url}\r\n`;
    }
    if (page.next === null) return;
    after = page.next;
  }
}

/** One address of each person: the first that nothing stands against. */
async function reachableAddress(
  ctx: Ctx,
  personId: string,
  purpose: string,
  topic: string | null,
): Promise<string | null> {
  for (const { kind, value } of await openIdentifiers(ctx, personId)) {
    if (kind !== "email") continue;
    const scope = { class: "marketing", purpose, topic } as const;
    if ((await findSuppression(ctx, addressHash(ctx.keys, value), scope)) === null) return value;
  }
  return null;
}

/** CSV (RFC 4180); what a spreadsheet would run as a formula is text. */
function quote(value: string): string {
  const safe = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
