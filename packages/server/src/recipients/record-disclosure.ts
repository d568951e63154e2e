/** Data leaves only after this was asked: a recipient, a ground of the closed list, and what the ground rests on. */
import { disclosureGround, type RecordDisclosure } from "@kept/contract/recipients";
import { findPerson, isKnownPerson, type PersonIdentifier, resolvePerson } from "../people/people.ts";
import { isoInstant } from "../platform/clock.ts";
import { sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import { type DisclosureRow, insertDisclosure, listAliases, listDisclosureRows } from "./queries.ts";
import type { RecipientParts } from "./recipient-parts.ts";

const PURPOSE = "disclosure.necessity";

/** Answers the disclosure. Throws the problem that says why the data must stay here. */
export async function recordDisclosure(ctx: Ctx, parts: RecipientParts, input: RecordDisclosure) {
  const { kept } = parts;
  const { person, recipient, purpose, categories, necessity } = input;
  if (!Object.hasOwn(kept.recipients, recipient)) throw problem("recipient_unknown");
  const { needs } = disclosureGround(input.ground);
  if (needs === "purpose") {
    if (purpose === undefined) throw problem("disclosure_unfounded", { detail: "The purpose is missing." });
    if (!Object.hasOwn(kept.purposes, purpose)) throw problem("purpose_unknown");
    for (const category of categories) {
      const { allowed, reason } = await parts.mayUse(ctx, { person, purpose, recipient, category });
      if (!allowed) throw problem("disclosure_denied", { detail: `The decision says ${reason}.` });
    }
  } else if (needs === "transfer") {
    throw problem("disclosure_unfounded", {
      detail: "Only a transfer that the person has authorised records this ground.",
    });
  } else if (necessity === undefined) {
    throw problem("disclosure_unfounded", { detail: "Why it is necessary is missing." });
  }
  return await ctx.transaction(async (tx) => {
    const personId = await requirePerson(tx, person);
    const row = {
      person_id: personId,
      id: tx.ids.next("dis"),
      recipient,
      ground: input.ground,
      purpose: purpose ?? null,
      at: isoInstant(tx.clock.now()),
    };
    await insertDisclosure(tx, {
      ...row,
      categories: jsonb(categories),
      sealed_necessity: necessity === undefined ? null : sealJson(tx.keys, PURPOSE, `disclosure/${row.id}`, necessity),
    });
    await tx.outbox.add(personId, {
      entry: {
        type: "disclosure.recorded",
        subject: { person: personId },
        data: { disclosure: row.id, recipient, ground: input.ground, purpose: row.purpose, categories },
      },
    });
    return {
      id: row.id,
      person: personId,
      recipient,
      ground: input.ground,
      purpose: row.purpose,
      categories,
      at: row.at,
    };
  });
}

/** Who received a person's data, under every id that the person has had. */
export async function listDisclosures(ctx: Ctx, personId: string) {
  if (!(await isKnownPerson(ctx, personId))) throw problem("person_not_found");
  const rows = await listDisclosureRows(ctx, await listAliases(ctx, [personId]));
  await ctx.transaction((tx) =>
    tx.outbox.add(personId, {
      entry: { type: "disclosure.listed", subject: { person: personId }, data: { disclosures: rows.length } },
    }),
  );
  return { disclosures: rows.map(describeDisclosure) };
}

function describeDisclosure(row: DisclosureRow) {
  return {
    id: row.id,
    person: row.person_id,
    recipient: row.recipient,
    ground: row.ground as RecordDisclosure["ground"],
    purpose: row.purpose,
    categories: [...row.categories],
    at: row.at.toISOString(),
  };
}

/** Whoever's data leaves is somebody from now on: they have to be found when they ask who got it. */
async function requirePerson(tx: TxCtx, person: RecordDisclosure["person"]): Promise<string> {
  if ("device" in person) throw problem("disclosure_nobodys");
  if ("person" in person) {
    if (!(await isKnownPerson(tx, person.person))) throw problem("disclosure_nobodys");
    return person.person;
  }
  const identifier: PersonIdentifier = person;
  return (await findPerson(tx, identifier)) ?? (await resolvePerson(tx, [identifier], "disclosure")).personId;
}
