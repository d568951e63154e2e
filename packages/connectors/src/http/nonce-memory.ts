/** Remembers the nonces of signatures as long as they are good, so that a recorded message cannot be sent again. */

export interface NonceMemory {
  /**
   * Notes a nonce until a time (seconds since 1970). `seen`: it was noted before; `full`: there is no room, and the
   * message has to wait. A service of several processes gives one that they share (a table with a unique key).
   */
  note(nonce: string, until: number): NonceVerdict | Promise<NonceVerdict>;
}

export type NonceVerdict = "new" | "seen" | "full";

/** Remembers in this process. Never forgets a nonce before its time: when full it says so. */
export function createNonceMemory(options: { readonly limit?: number; readonly now?: () => number } = {}): NonceMemory {
  const { limit = 100_000, now = secondsNow } = options;
  const untils = new Map<string, number>();
  return {
    note(nonce, until) {
      if (untils.has(nonce)) return "seen";
      if (untils.size >= limit) {
        const time = now();
        for (const [known, end] of untils) if (end < time) untils.delete(known);
        if (untils.size >= limit) return "full";
      }
      untils.set(nonce, until);
      return "new";
    },
  };
}

/** Whole seconds since 1970. */
export function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}
