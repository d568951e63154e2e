/** Ids that sort by time and say what they name: `req_01jd…`. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";

export interface Ids {
  /** A new id: the prefix, the time in milliseconds and 80 random bits, in Crockford's base 32. */
  next(prefix: string): string;
}

export type RandomBytes = (size: number) => Uint8Array;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Ids of one process grow strictly, also within a millisecond and when the clock goes back. */
export function createIds(clock: Clock, random: RandomBytes = randomBytes): Ids {
  let lastTime = 0;
  let lastTail = 0n;
  return {
    next(prefix) {
      const now = Math.max(clock.now().epochMilliseconds, lastTime);
      if (now === lastTime) {
        lastTail += 1n;
      } else {
        lastTime = now;
        // The top bit stays free, so that counting up cannot overflow into the time.
        lastTail = BigInt(`0x${Buffer.from(random(10)).toString("hex")}`) >> 1n;
      }
      return `${prefix}_${encode(BigInt(now), 10)}${encode(lastTail, 16)}`;
    },
  };
}

function encode(value: bigint, length: number): string {
  let rest = value;
  let text = "";
  for (let place = 0; place < length; place += 1) {
    text = `${ALPHABET[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return text;
}
