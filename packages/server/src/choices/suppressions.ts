/**
 * The list of addresses that must not be written to. It knows them by keyed hash only, so that it may stay when
 * everything else about somebody is erased: it is what keeps the promise not to write again.
 */
import { type MessageClass, SUPPRESSION_REASONS, type SuppressionReason } from "@kept/contract/messages";
import { choiceAct } from "@kept/engine/choices/acts";
import { ALL_PURPOSES, type ChoiceEntry, type ChoiceState } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import type { Kysely } from "kysely";
import { listIdentifiers } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { identifierIndex } from "../requests/person.ts";
import type { ChoiceParts } from "./choice-parts.ts";

/** What a message is sent for. */
export interface MessageScope {
  readonly class: MessageClass;
  readonly purpose: string | null;
  readonly topic: string | null;
}

export interface Suppression {
  readonly reason: SuppressionReason;
  readonly purpose: string;
  readonly topic: string;
  readonly since: Date;
}

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** The keyed hash of an address, folded as identifiers are: the same by which its person is found. */
export function addressHash(keys: Keyring, address: string): string {
  return identifierIndex(keys, { kind: "email", value: address });
}

/** Everything that stands against an address. */
export async function listSuppressions(
  ctx: Ctx | TxCtx,
  hashes: readonly string[],
): Promise<readonly (Suppression & { readonly address_hash: string })[]> {
  if (hashes.length === 0) return [];
  return await db(ctx)
    .selectFrom("suppression")
    .selectAll()
    .where("address_hash", "in", [...new Set(hashes)])
    .orderBy("since")
    .execute();
}

/** The reason why a message of this scope must not go to the address, or null. */
export async function findSuppression(
  ctx: Ctx | TxCtx,
  hash: string,
  scope: MessageScope,
): Promise<SuppressionReason | null> {
  const rows = await listSuppressions(ctx, [hash]);
  const found = rows.find((row) => {
    const classes: readonly MessageClass[] = SUPPRESSION_REASONS[row.reason].classes;
    return (
      classes.includes(scope.class) &&
      (row.purpose === ALL_PURPOSES || row.purpose === scope.purpose) &&
      (row.topic === "" || row.topic === scope.topic)
    );
  });
  return found?.reason ?? null;
}

/** Adds a row; answers whether it is new. An address stays suppressed since the first time. */
export async function addSuppression(
  tx: TxCtx,
  hash: string,
  row: {
    readonly purpose: string;
    readonly topic?: string;
    readonly reason: SuppressionReason;
    readonly since?: string;
  },
): Promise<boolean> {
  const added = await tx.db
    .insertInto("suppression")
    .values({
      address_hash: hash,
      purpose: row.purpose,
      topic: row.topic ?? "",
      reason: row.reason,
      since: row.since ?? isoInstant(tx.clock.now()),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("address_hash")
    .execute();
  return added.length > 0;
}

/**
 * Keeps the list in step with what a person says about direct marketing by e-mail: a no suppresses every address that is
 * known of them, and a later yes to the same thing lifts what their own no had put there, and nothing else.
 * @param after where their choices stand with these entries
 */
export async function followChoices(
  tx: TxCtx,
  parts: ChoiceParts,
  personId: string,
  entries: readonly ChoiceEntry[],
  after: ChoiceState,
): Promise<void> {
  const channels = Object.entries(parts.kept.channels).flatMap(([name, { kind }]) => (kind === "email" ? [name] : []));
  const now = isoInstant(tx.clock.now());
  const changes = entries.flatMap((entry) => {
    const { effect, slot } = choiceAct(entry.act);
    const isNo = effect === "restrict" && (slot === "consent" || slot === "objection" || slot === "opt-out");
    const isYes = effect === "permit" || (effect === "release" && slot === "objection");
    if (!isNo && !isYes) return [];
    if (entry.channel !== "" && !channels.includes(entry.channel)) return [];
    return Object.entries(parts.policy.purposes).flatMap(([purpose, settings]) => {
      if (!settings.directMarketing || (entry.purpose !== ALL_PURPOSES && entry.purpose !== purpose)) return [];
      const channel = settings.channels.find((name) => channels.includes(name));
      if (channel === undefined) return [];
      const topic = entry.topic || undefined;
      // What counts is where it leaves them: acts may arrive in any order.
      const { allowed } = decide(parts.policy, after, { purpose, channel, topic }, now);
      return allowed === isYes ? [{ purpose, topic: entry.topic, topics: settings.topics, at: entry.at, isNo }] : [];
    });
  });
  if (changes.length === 0) return;
  const identifiers = await listIdentifiers(tx, personId);
  for (const { index_hash: hash } of identifiers.filter(({ kind }) => kind === "email")) {
    for (const { purpose, topic, topics, at, isNo } of changes) {
      if (isNo) await addSuppression(tx, hash, { purpose, topic, reason: "unsubscribed", since: at });
      else await liftUnsubscribed(tx, hash, purpose, topic, topics);
    }
  }
}

/** A yes to one topic after a no to the whole leaves the no to the other topics. */
async function liftUnsubscribed(
  tx: TxCtx,
  hash: string,
  purpose: string,
  topic: string,
  topics: readonly string[],
): Promise<void> {
  const lifted = await tx.db
    .deleteFrom("suppression")
    .where("address_hash", "=", hash)
    .where("purpose", "=", purpose)
    .where("reason", "=", "unsubscribed")
    .$if(topic !== "", (query) => query.where("topic", "in", ["", topic]))
    .returning(["topic", "since"])
    .execute();
  const whole = lifted.find((row) => row.topic === "");
  if (topic === "" || whole === undefined) return;
  for (const other of topics.filter((name) => name !== topic)) {
    await addSuppression(tx, hash, { purpose, topic: other, reason: "unsubscribed", since: whole.since.toISOString() });
  }
}
