/** When a server starts with another configuration, each purpose that differs gets a version from that moment (R-8.2.a-f). */
import { createHash } from "node:crypto";
import { PURPOSE_FACTS, type PurposeFact, type PurposeFacts } from "@kept/contract/purpose-history";
import type { KeptConfig } from "../kept-config.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { findGivenUp, recordGivenUp, refuseGivenUp } from "./consent-given-up.ts";
import { listLatest, type VersionRow } from "./queries.ts";

/** Versions are kept for good: what somebody's data was used for, and on what, can be told years later. */
export async function versionPurposes(ctx: Ctx, kept: KeptConfig): Promise<void> {
  await ctx.transaction(async (tx) => {
    const latest = await listLatest(tx);
    const givenUp = await findGivenUp(tx, kept);
    refuseGivenUp(kept, givenUp);
    for (const [purpose, settings] of Object.entries(kept.purposes)) {
      const written = await addVersion(tx, purpose, latest.get(purpose), factsOf(settings));
      const change = givenUp.get(purpose);
      const isOther = written?.changed.some((fact) => fact === "basis" || fact === "basisChange") ?? false;
      if (written !== null && isOther && change !== undefined) {
        await recordGivenUp(tx, purpose, written.version, settings, change);
      }
    }
    for (const [purpose, row] of latest) {
      if (!Object.hasOwn(kept.purposes, purpose)) await addVersion(tx, purpose, row, null);
    }
  });
}

/** Null when it is what held before. Of two servers that start at once one writes it down. */
async function addVersion(
  tx: TxCtx,
  purpose: string,
  before: VersionRow | undefined,
  facts: PurposeFacts | null,
): Promise<{ readonly version: number; readonly changed: readonly PurposeFact[] } | null> {
  const sha256 = hashOf(facts);
  if (before === undefined ? facts === null : before.sha256 === sha256) return null;
  const version = (before?.version ?? 0) + 1;
  const changed = before === undefined ? [] : differences(before.facts, facts);
  const written = await tx.db
    .insertInto("purpose_version")
    .values({
      purpose,
      version,
      since: isoInstant(tx.clock.now()),
      facts: facts === null ? null : jsonb(facts),
      changed: jsonb(changed),
      sha256,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("version")
    .executeTakeFirst();
  if (written === undefined) return null;
  const basis = facts?.basis ?? {};
  await tx.outbox.add(`purpose:${purpose}`, {
    entry: { type: "purpose.versioned", subject: { purpose }, data: { purpose, version, changed, basis, sha256 } },
  });
  return { version, changed };
}

function factsOf(purpose: KeptConfig["purposes"][string]): PurposeFacts {
  return JSON.parse(
    JSON.stringify({
      title: purpose.title,
      description: purpose.description ?? null,
      basis: purpose.basis,
      interests: purpose.interests ?? null,
      categories: purpose.categories.toSorted(),
      recipients: purpose.recipients.toSorted(),
      retention: purpose.retention,
      sale: purpose.sale,
      directMarketing: purpose.directMarketing,
      // Left out where there is none, so that versions from before are still the same.
      basisChange: purpose.basisChange,
    }),
  ) as PurposeFacts;
}

function differences(before: PurposeFacts | null, after: PurposeFacts | null): PurposeFact[] {
  if (before === null || after === null) return [...PURPOSE_FACTS];
  return PURPOSE_FACTS.filter((fact) => textOf(before[fact] ?? null) !== textOf(after[fact] ?? null));
}

function hashOf(facts: PurposeFacts | null): string {
  return createHash("sha256").update(textOf(facts), "utf8").digest("hex");
}

function textOf(value: unknown): string {
  return canonicalJson(value as JsonValue);
}
