/** How much of what others send may be in memory at once: whoever comes when it is spent waits, first come first served. */
export interface ByteBudget {
  /**
   * Waits until so many bytes are free, and takes them. More than the whole is the whole.
   * @returns gives them back; twice is once
   */
  take(bytes: number): Promise<() => void>;
  readonly taken: number;
}

/** @param total bytes */
export function createByteBudget(total: number): ByteBudget {
  const waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  let taken = 0;
  const letIn = (): void => {
    for (let next = waiting[0]; next !== undefined && taken + next.bytes <= total; next = waiting[0]) {
      waiting.shift();
      taken += next.bytes;
      next.go();
    }
  };
  return {
    async take(wanted) {
      const bytes = Math.min(Math.max(wanted, 0), total);
      await new Promise<void>((go) => {
        waiting.push({ bytes, go });
        letIn();
      });
      let isBack = false;
      return () => {
        if (isBack) return;
        isBack = true;
        taken -= bytes;
        letIn();
      };
    },
    get taken() {
      return taken;
    },
  };
}
