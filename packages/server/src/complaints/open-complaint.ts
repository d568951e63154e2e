/** A complaint comes in, by any door: written down, its clocks started, and its arrival told to whoever gave an address. */
import type { CreateComplaint, SubmitComplaint } from "@kept/contract/complaints";
import { regimesOf } from "@kept/engine/regimes/resolve-region";
import { startCaseClocks } from "../clocks/case-clocks.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { regionOf } from "../regions/region-of.ts";
import { identifierIndex, newReference, personLabel } from "../requests/person.ts";
import { sealWords } from "./complaint-content.ts";
import type { ComplaintParts } from "./complaint-parts.ts";

interface NewComplaint extends Omit<CreateComplaint, "arrivedAt"> {
  readonly arrivedAt?: string | undefined;
  /** Id of the request that it is about, where that is known and not only claimed. */
  readonly aboutRequest?: string | null;
  /** Of the caller; looked up and forgotten. */
  readonly clientAddress?: string | null;
}

/** Messages that one address gets by itself within a day: nobody's mailbox can be flooded through the form. */
const MESSAGES_A_DAY = 5;

/** From a browser or an app. Answers nothing, whoever it is. */
export async function submitComplaint(
  ctx: Ctx,
  parts: ComplaintParts,
  channel: "centre" | "app",
  input: SubmitComplaint,
  clientAddress: string | null,
): Promise<void> {
  await ctx.transaction((tx) => openComplaint(tx, parts, { ...input, channel, contact: "", clientAddress }));
}

/** Answers the id. */
export async function openComplaint(tx: TxCtx, parts: ComplaintParts, input: NewComplaint): Promise<string> {
  const id = tx.ids.next("cmp");
  const now = isoInstant(tx.clock.now());
  const { email } = input;
  // What is said to have come tomorrow came today.
  const isPast = input.arrivedAt !== undefined && Date.parse(input.arrivedAt) <= Date.parse(now);
  const arrivedAt = isPast ? new Date(input.arrivedAt ?? now).toISOString() : now;
  const region = regionOf({ declared: input.country, address: input.clientAddress });
  const regimes = regimesOf(region, parts.kept.regimes);
  const reference = newReference();
  const emailIndex = email === null ? null : identifierIndex(tx.keys, { kind: "email", value: email });
  const writes = emailIndex !== null && (await countRecent(tx, emailIndex)) < MESSAGES_A_DAY;
  await tx.db
    .insertInto("complaint")
    .values({
      id,
      reference,
      state: "open",
      channel: input.channel,
      language: input.language,
      person_label: personLabel(email === null ? [] : [{ kind: "email", value: email }], []),
      email_index: emailIndex,
      sealed: sealWords(tx.keys, id, { email, contact: input.contact, text: input.text }),
      about_request: input.aboutRequest ?? (await findAbout(tx, input.about)),
      region: jsonb(region),
      regimes: jsonb(regimes),
      arrived_at: arrivedAt,
      created_at: now,
    })
    .execute();
  const dueOn = await startCaseClocks(tx, parts.kept, {
    id,
    reference,
    noun: "complaint",
    occasion: "complaint",
    regimes,
    arrivedAt: Date.parse(arrivedAt),
  });
  const payload = { complaintId: id, message: "received", answerId: null, messageId: tx.ids.next("msg") } as const;
  await tx.outbox.add(id, {
    entry: {
      type: "complaint.received",
      subject: { complaint: id },
      data: { channel: input.channel, regimes: regimes.join(" "), arrivedAt, dueOn },
    },
    jobs: writes ? [{ name: "complaints.mail", payload }] : [],
  });
  return id;
}

async function countRecent(tx: TxCtx, emailIndex: string): Promise<number> {
  const rows = await tx.db
    .selectFrom("complaint")
    .select("id")
    .where("email_index", "=", emailIndex)
    .where("created_at", ">", new Date(isoInstant(addDuration(tx.clock.now(), "-P1D"))))
    .limit(MESSAGES_A_DAY)
    .execute();
  return rows.length;
}

/** The request that a reference names. Whoever complains is never told whether there is one. */
async function findAbout(tx: TxCtx, reference: string | undefined): Promise<string | null> {
  if (reference === undefined || reference === "") return null;
  const row = await tx.db
    .selectFrom("request")
    .select("id")
    .where("reference", "=", reference.toUpperCase())
    .executeTakeFirst();
  return row?.id ?? null;
}
