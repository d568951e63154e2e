/** Why there may be doubt about who asks (Art. 12(6) GDPR), as rows: what each says of proofs that were given, and allows. */
import * as z from "zod";

export interface DoubtRow {
  readonly ground: string;
  /** For operators. */
  readonly title: string;
  /** Tiers that show nothing any more once this is on record. */
  readonly distrusts: readonly string[];
  /** A document may be asked for, where lesser ways do not suffice. */
  readonly allowsDocument: boolean;
}

export const DOUBT_GROUNDS = [
  row("address_unlike", "The address that asks is not the one that the account has", [], false),
  row("facts_contradict", "What was said contradicts what is held", [], false),
  row("shared_address", "Several people use the address", ["link", "code"], false),
  row(
    "account_taken_over",
    "The account or mailbox shows signs of having been taken over",
    ["link", "code", "session"],
    true,
  ),
  row("claimed_twice", "Two people claim to be this person", ["link", "code", "session"], true),
  row("proof_failed", "Lesser ways of showing it have failed", [], true),
] as const;

export type DoubtGround = (typeof DOUBT_GROUNDS)[number]["ground"];
export const DoubtGroundSchema = z.enum(DOUBT_GROUNDS.map((one) => one.ground));

/** The row of a ground; throws for a name that no row has. */
export function doubtRow(ground: string): DoubtRow {
  const found = DOUBT_GROUNDS.find((one) => one.ground === ground);
  if (found === undefined) throw new Error(`There is no ground of doubt named ${ground}.`);
  return found;
}

function row<G extends string>(
  ground: G,
  title: string,
  distrusts: readonly string[],
  allowsDocument: boolean,
): DoubtRow & { readonly ground: G } {
  return { ground, title, distrusts, allowsDocument };
}
