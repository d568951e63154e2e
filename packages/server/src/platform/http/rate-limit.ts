/** How often one address may call, by class of route: token buckets in the memory of the process. */
import type { Clock } from "../clock.ts";

export interface RateClass {
  /** Calls that may come at once. */
  readonly burst: number;
  /** Calls that come back each minute. */
  readonly perMinute: number;
}

/** Guessing is slow, asking is generous, an operator's console is not held up. */
export const rateClasses = {
  "sign-in": { burst: 10, perMinute: 10 },
  "public-write": { burst: 30, perMinute: 30 },
  "public-read": { burst: 300, perMinute: 600 },
  /** Agents and partners that act for many people, by their name and not by their address. */
  agent: { burst: 300, perMinute: 600 },
  operator: { burst: 600, perMinute: 1_200 },
} as const satisfies Record<string, RateClass>;

export type RateClassName = keyof typeof rateClasses;

export interface RateLimiter {
  /** Takes a call from the caller's bucket; gives null, or the seconds to wait. */
  take(name: RateClassName, caller: string): number | null;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** More callers than this are an attack or a busy day; the fullest buckets are forgotten first, which only ever helps callers. */
const MAX_BUCKETS = 50_000;

export function createRateLimiter(clock: Clock, classes: Record<RateClassName, RateClass> = rateClasses): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(name, caller) {
      const { burst, perMinute } = classes[name];
      const now = clock.now().epochMilliseconds;
      const key = `${name} ${addressGroup(caller)}`;
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
      bucket.at = now;
      // Re-inserting keeps the map in the order of last use.
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > MAX_BUCKETS) buckets.delete(buckets.keys().next().value ?? key);
      if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / perMinute) * 60);
      bucket.tokens -= 1;
      return null;
    },
  };
}

/** One household is one caller: IPv6 addresses count by their /64, else changing the last half would evade every limit. */
export function addressGroup(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = "", tail] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill("0"), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
