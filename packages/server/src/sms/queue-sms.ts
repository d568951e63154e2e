/** Puts a text message into a change's own transaction: it leaves when that has committed. */
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { NewJob, TxCtx } from "../platform/ctx.ts";

export interface SealedSms {
  readonly to: string;
  readonly text: string;
}

export interface NewSms extends SealedSms {
  /** What it is about. */
  readonly key: string;
  readonly kind: "code" | "stopped" | "help" | "received" | "answer" | "request" | "acknowledgement";
  /** The same message asked for again is sent once; left out: each is its own. */
  readonly id?: string;
  /** ISO instant: nobody wants it later. */
  readonly expiresAt: string;
}

const SEAL = "sms.message";

/** Writes the row and answers the job that sends it, for the outbox of the change. */
export async function addSms(tx: TxCtx, sms: NewSms): Promise<NewJob> {
  const id = sms.id ?? tx.ids.next("sms");
  const { to, text } = sms;
  await tx.db
    .insertInto("sms_message")
    .values({
      id,
      key: sms.key,
      kind: sms.kind,
      state: "queued",
      sealed: sealJson(tx.keys, SEAL, `sms_message/${id}`, { to, text } satisfies SealedSms),
      problem_code: null,
      created_at: isoInstant(tx.clock.now()),
      expires_at: sms.expiresAt,
      settled_at: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return { name: "sms.send", payload: { smsId: id } };
}

export function openSms(keys: Keyring, id: string, sealed: Uint8Array | null): SealedSms | null {
  return sealed === null ? null : openJson<SealedSms>(keys, SEAL, `sms_message/${id}`, sealed);
}
