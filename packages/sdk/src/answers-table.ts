/**
 * Answers about many people in little memory: an open-addressing table of 64-bit keys in typed arrays, with one 16-bit
 * number for each place. A million people with eight places take 48 MiB.
 */

/** A verdict as callers get it. One object for each distinct answer, made once. */
export interface Verdict {
  readonly allowed: boolean;
  /** Code of the check that settled it. */
  readonly reason: string;
}

export interface Answer extends Verdict {
  /** Milliseconds since 1970 from which it is no longer allowed; infinite for no end. */
  readonly until: number;
}

/** The gate holds more people than it may keep in memory, or more kinds of answers than it can number. */
export class GateTooSmall extends Error {
  override readonly name = "GateTooSmall";
}

const MAX_LOAD = 0.7;
const MAX_ANSWERS = 65_536;

export interface AnswersTable {
  /** The number of a text such as `+consent_given@2027-11-22T10`. */
  intern(text: string): number;
  /** Puts a person's answers in, over earlier ones. */
  set(high: number, low: number, answers: readonly number[]): void;
  /** The answer at a place, or null when the person is not in the table. */
  find(high: number, low: number, place: number): Answer | null;
  readonly people: number;
  /** Bytes of the typed arrays. */
  readonly bytes: number;
}

/**
 * @param places how many answers each person has
 * @param options.maxBytes the table never grows beyond this. @throws GateTooSmall when it would
 */
export function createAnswersTable(
  places: number,
  options: { readonly maxBytes: number; readonly expected?: number },
): AnswersTable {
  const numbers = new Map<string, number>();
  const answers: Answer[] = [];
  let people = 0;
  let arrays = allocate(capacityFor(options.expected ?? 1_000), places, options.maxBytes);

  const slotOf = (high: number, low: number): number => {
    const { keys, mask } = arrays;
    let slot = (high ^ low) & mask;
    for (;;) {
      const foundHigh = keys[slot * 2] ?? 0;
      const foundLow = keys[slot * 2 + 1] ?? 0;
      if ((foundHigh === high && foundLow === low) || (foundHigh === 0 && foundLow === 0)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const isEmpty = (slot: number): boolean => arrays.keys[slot * 2] === 0 && arrays.keys[slot * 2 + 1] === 0;
  const grow = (): void => {
    const old = arrays;
    arrays = allocate((old.mask + 1) * 2, places, options.maxBytes);
    for (let slot = 0; slot <= old.mask; slot += 1) {
      const high = old.keys[slot * 2] ?? 0;
      const low = old.keys[slot * 2 + 1] ?? 0;
      if (high === 0 && low === 0) continue;
      const target = slotOf(high, low);
      arrays.keys[target * 2] = high;
      arrays.keys[target * 2 + 1] = low;
      arrays.cells.set(old.cells.subarray(slot * places, (slot + 1) * places), target * places);
    }
  };

  return {
    intern(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      if (answers.length >= MAX_ANSWERS) throw new GateTooSmall("There are too many kinds of answers.");
      const number = answers.push(parseAnswer(text)) - 1;
      numbers.set(text, number);
      return number;
    },
    set(high, low, row) {
      let slot = slotOf(high, low);
      if (isEmpty(slot)) {
        if (people + 1 > (arrays.mask + 1) * MAX_LOAD) {
          grow();
          slot = slotOf(high, low);
        }
        arrays.keys[slot * 2] = high;
        arrays.keys[slot * 2 + 1] = low;
        people += 1;
      }
      for (let place = 0; place < places; place += 1) arrays.cells[slot * places + place] = row[place] ?? 0;
    },
    find(high, low, place) {
      const slot = slotOf(high, low);
      if (isEmpty(slot)) return null;
      return answers[arrays.cells[slot * places + place] ?? 0] ?? null;
    },
    get people() {
      return people;
    },
    get bytes() {
      return arrays.keys.byteLength + arrays.cells.byteLength;
    },
  };
}

interface Arrays {
  readonly keys: Uint32Array;
  readonly cells: Uint16Array;
  readonly mask: number;
}

function allocate(capacity: number, places: number, maxBytes: number): Arrays {
  const bytes = capacity * (8 + places * 2);
  if (bytes > maxBytes) {
    throw new GateTooSmall(
      `The gate needs ${bytes} bytes and may have ${maxBytes}: raise maxBytes, or ask the server.`,
    );
  }
  return { keys: new Uint32Array(capacity * 2), cells: new Uint16Array(capacity * places), mask: capacity - 1 };
}

function capacityFor(people: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, people / MAX_LOAD + 1)));
}

/** Reads `+consent_given@2027-11-22T10` or `-consent_missing`. What cannot be read is a no. */
export function parseAnswer(text: string): Answer {
  const match = /^([+-])([a-z_]+)(?:@(\d{4}-\d\d-\d\dT\d\d))?$/.exec(text);
  if (match === null) return { allowed: false, reason: "answer_unreadable", until: Number.POSITIVE_INFINITY };
  const [, sign, reason = "", hour] = match;
  const until = hour === undefined ? Number.POSITIVE_INFINITY : Date.parse(`${hour}:00:00Z`);
  return { allowed: sign === "+", reason, until };
}
