/**
 * What a person has ticked, carried from page to page in the form itself: sealed, so that keys of rows are in nobody's sight
 * and in no address, and so that nothing can be ticked that was not shown.
 */
import type { PersonKey } from "@kept/contract/requests";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { TableName } from "../requests/own-rows.ts";

/** A row, or with no key the whole table. */
export interface Pick extends TableName {
  readonly key: readonly string[] | null;
}

export interface Picks {
  /** Ticked on other pages. */
  readonly picked: readonly Pick[];
  /** What this page offers to tick: its boxes name places in this list. */
  readonly shown: readonly Pick[];
  /** What this page offers to open: more than can be ticked, for what is only shared is nobody's to choose. */
  readonly tables: readonly TableName[];
  /** The page of a table; null: the page of all tables, or of what was ticked. */
  readonly at: (TableName & { readonly page: number; readonly search: string }) | null;
  /** Keyed hashes of what the fields of a correction held when they were shown. */
  readonly held: Readonly<Record<string, string>>;
}

export const NO_PICKS: Picks = { picked: [], shown: [], tables: [], at: null, held: {} };

/** Rows that can be ticked one by one at once: all of them travel with every page. */
export const MOST_PICKS = 200;

const PURPOSE = "centre.picks";

export function sealPicks(keys: Keyring, requestId: string, picks: Picks): string {
  const bytes = Buffer.from(JSON.stringify(picks), "utf8");
  return Buffer.from(keys.seal(PURPOSE, `request/${requestId}`, bytes)).toString("base64url");
}

/** Nothing ticked when it is none of ours, or of another request. */
export function openPicks(keys: Keyring, requestId: string, sealed: string): Picks {
  if (sealed === "") return NO_PICKS;
  try {
    const bytes = keys.open(PURPOSE, `request/${requestId}`, Buffer.from(sealed, "base64url"));
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as Picks;
  } catch {
    return NO_PICKS;
  }
}

/** All that is ticked now: the page that was sent counts for what it showed, and what was ticked elsewhere stays. */
export function takePicks({ picked, shown }: Picks, ticked: readonly string[]): readonly Pick[] {
  const offered = new Set(shown.map(nameOf));
  const now = ticked.flatMap((place) => shown[Number(place)] ?? []);
  const all = new Map([...picked.filter((one) => !offered.has(nameOf(one))), ...now].map((one) => [nameOf(one), one]));
  // Whoever ticks the whole of a table means its rows too.
  return [...all.values()].filter((one) => one.key === null || !all.has(nameOf({ ...one, key: null })));
}

export function isPicked(picks: readonly Pick[], one: Pick): boolean {
  return placeOf(picks, one) >= 0;
}

/** -1: it is not among them. */
export function placeOf(picks: readonly Pick[], one: Pick): number {
  return picks.findIndex((other) => nameOf(other) === nameOf(one));
}

export function rowsOf(picks: readonly Pick[]): readonly PersonKey[] {
  return picks.flatMap(({ system, table, key }) => (key === null ? [] : [{ system, table, key: [...key] }]));
}

export function wholeOf(picks: readonly Pick[]): readonly TableName[] {
  return picks.flatMap(({ system, table, key }) => (key === null ? [{ system, table }] : []));
}

function nameOf({ system, table, key }: Pick): string {
  return JSON.stringify([system, table, key]);
}
