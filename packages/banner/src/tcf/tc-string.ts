/**
 * The string of the Transparency and Consent Framework, version 2 (IAB Tech Lab, "Consent string and vendor list formats v2"; the
 * disclosed vendors as 2.3 demands them). Our own: the published library weighs more than the whole banner.
 */

/** What a string says; sets of numbers in ascending order. */
export interface TcString {
  /** Days since 1970: the framework wants nothing finer. */
  readonly created: number;
  readonly updated: number;
  readonly cmpId: number;
  readonly cmpVersion: number;
  /** Layer on which the choice was made. */
  readonly screen: number;
  /** ISO 639-1, two letters. */
  readonly language: string;
  readonly listVersion: number;
  readonly policyVersion: number;
  readonly isServiceSpecific: boolean;
  readonly useNonStandardTexts: boolean;
  readonly specialFeatures: readonly number[];
  readonly purposes: readonly number[];
  /** Purposes for which a legitimate interest was told and not objected to. */
  readonly interests: readonly number[];
  readonly purposeOneTreatment: boolean;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly vendors: readonly number[];
  readonly vendorInterests: readonly number[];
  readonly restrictions: readonly Restriction[];
  /** Whom the person was told of; null where the segment is missing (strings of before 2.3). */
  readonly disclosed: readonly number[] | null;
}

/** What the publisher forbids: 0 the purpose, 1 anything but consent, 2 anything but a legitimate interest. */
export interface Restriction {
  readonly purpose: number;
  readonly kind: number;
  readonly vendors: readonly number[];
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VERSION = 2;
const DISCLOSED = 1;
/** The framework counts tenths of seconds. */
const DAY = 864_000;

const bits = (value: number, size: number): string => value.toString(2).padStart(size, "0");
const flag = (value: boolean): string => (value ? "1" : "0");
const letters = (text: string): string =>
  [...text.toUpperCase()].map((one) => bits(one.charCodeAt(0) - 65, 6)).join("");
const set = (ids: readonly number[], size: number): string =>
  Array.from({ length: size }, (_, at) => flag(ids.includes(at + 1))).join("");

/** Numbers as runs of neighbours. */
function runsOf(ids: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const id of [...ids].sort((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run !== undefined && id <= run[1] + 1) run[1] = id;
    else runs.push([id, id]);
  }
  return runs;
}

function ranges(ids: readonly number[]): string {
  const runs = runsOf(ids);
  const texts = runs.map(([first, last]) =>
    first === last ? `0${bits(first, 16)}` : `1${bits(first, 16)}${bits(last, 16)}`,
  );
  return bits(runs.length, 12) + texts.join("");
}

/** A flag for each number up to the largest, or ranges, whichever is shorter. */
function vendorSection(ids: readonly number[]): string {
  const largest = Math.max(0, ...ids);
  const asRanges = ranges(ids);
  return bits(largest, 16) + (asRanges.length < largest ? `1${asRanges}` : `0${set(ids, largest)}`);
}

function base64(text: string): string {
  const padded = text.padEnd(Math.ceil(text.length / 6) * 6, "0");
  return (padded.match(/.{6}/g) ?? []).map((six) => ALPHABET[Number.parseInt(six, 2)]).join("");
}

/** The core, and the vendors that were disclosed. */
export function encodeTcString(content: TcString): string {
  const core = [
    bits(VERSION, 6),
    bits(content.created * DAY, 36),
    bits(content.updated * DAY, 36),
    bits(content.cmpId, 12),
    bits(content.cmpVersion, 12),
    bits(content.screen, 6),
    letters(content.language),
    bits(content.listVersion, 12),
    bits(content.policyVersion, 6),
    flag(content.isServiceSpecific),
    flag(content.useNonStandardTexts),
    set(content.specialFeatures, 12),
    set(content.purposes, 24),
    set(content.interests, 24),
    flag(content.purposeOneTreatment),
    letters(content.country),
    vendorSection(content.vendors),
    vendorSection(content.vendorInterests),
    bits(content.restrictions.length, 12),
    ...content.restrictions.map(({ purpose, kind, vendors }) => bits(purpose, 6) + bits(kind, 2) + ranges(vendors)),
  ].join("");
  const segments = [base64(core)];
  if (content.disclosed !== null) segments.push(base64(bits(DISCLOSED, 3) + vendorSection(content.disclosed)));
  return segments.join(".");
}

class Malformed extends Error {}

/** Reads bits one after another. @throws Malformed at the end */
function reader(segment: string) {
  const values = [...segment].map((one) => ALPHABET.indexOf(one));
  if (values.includes(-1)) throw new Malformed();
  const text = values.map((value) => bits(value, 6)).join("");
  let at = 0;
  const take = (size: number): string => {
    if (at + size > text.length) throw new Malformed();
    at += size;
    return text.slice(at - size, at);
  };
  const number = (size: number) => Number.parseInt(take(size), 2);
  const yes = () => take(1) === "1";
  const ids = (size: number) => [...take(size)].flatMap((one, index) => (one === "1" ? [index + 1] : []));
  const inRanges = () =>
    Array.from({ length: number(12) }, () => {
      const isRun = yes();
      const first = number(16);
      const last = isRun ? number(16) : first;
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    }).flat();
  const vendors = () => {
    const largest = number(16);
    return yes() ? inRanges() : largest === 0 ? [] : ids(largest);
  };
  const letter = () => String.fromCharCode(number(6) + 65);
  return { number, yes, ids, inRanges, vendors, word: () => letter() + letter() };
}

/** Null for whatever is not a whole string of version 2: half a string allows nothing. */
export function decodeTcString(text: string): TcString | null {
  try {
    const [first = "", ...segments] = text.split(".");
    const core = reader(first);
    if (core.number(6) !== VERSION) return null;
    const content = {
      created: core.number(36) / DAY,
      updated: core.number(36) / DAY,
      cmpId: core.number(12),
      cmpVersion: core.number(12),
      screen: core.number(6),
      language: core.word(),
      listVersion: core.number(12),
      policyVersion: core.number(6),
      isServiceSpecific: core.yes(),
      useNonStandardTexts: core.yes(),
      specialFeatures: core.ids(12),
      purposes: core.ids(24),
      interests: core.ids(24),
      purposeOneTreatment: core.yes(),
      country: core.word(),
      vendors: core.vendors(),
      vendorInterests: core.vendors(),
      restrictions: Array.from({ length: core.number(12) }, () => ({
        purpose: core.number(6),
        kind: core.number(2),
        vendors: core.inRanges(),
      })),
    };
    let disclosed: readonly number[] | null = null;
    for (const segment of segments) {
      const read = reader(segment);
      if (read.number(3) === DISCLOSED) disclosed = read.vendors();
    }
    return { ...content, disclosed };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
