/** Addresses of everybody whom a purpose may reach, for a service that sends by itself: a disclosure, written down. */
import { createHash } from "node:crypto";
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

/** @throws problem `purpose_unknown`, `recipient_not_named` */
export async function exportSegment(ctx: Ctx, parts: MessageParts, input: SegmentExport): Promise<string> {
  const { purpose, topic, recipient } = input;
  const settings = Object.hasOwn(parts.kept.purposes, purpose) ? parts.kept.purposes[purpose] : undefined;
  const point = (field: string, message: string) => ({ pointers: [{ pointer: `/body/${field}`, message }] });
  if (settings === undefined) throw problem("purpose_unknown", point("purpose", "is not configured"));
  if (!settings.recipients.includes(recipient)) {
    throw problem("recipient_not_named", point("recipient", "is not among the purpose's recipients"));
  }
  const channel = settings.channels.find((name) => parts.kept.channels[name]?.kind === "email");
  const lines = ["email,unsubscribe"];
  let people = 0;
  if (channel !== undefined) {
    for (let after: string | undefined; ; ) {
      const page = await readSegment(ctx, parts.choices, { purpose, topic, channel, recipient, after, limit: PAGE });
      for (const personId of page.people) {
        const address = await reachableAddress(ctx, personId, purpose, topic ?? null);
        if (address === null) continue;
        const url = unsubscribeUrl(ctx, parts, { purpose, channel, topic }, addressHash(ctx.keys, address));
        lines.push(`${quote(address)},${url}`);
        people += 1;
      }
      if (page.next === null) break;
      after = page.next;
    }
  }
  const text = `${lines.join("\r\n")}\r\n`;
  const data = {
    purpose,
    topic: topic ?? null,
    recipient,
    ground: [...new Set(Object.values(settings.basis))].join(", "),
    policyVersion: parts.choices.policy.version,
    people,
    sha256: createHash("sha256").update(text, "utf8").digest("hex"),
  };
  await ctx.transaction((tx) => tx.outbox.add(`segment/${purpose}`, { entry: { type: "segment.exported", data } }));
  return text;
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
