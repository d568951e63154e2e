/**
 * The neutral age screen for apps and pages: asks for a whole birth date before anything is collected, sends it once, and keeps
 * nothing of it. Who was turned away stays so for the session, whatever date comes next.
 */

/** A day as somebody typed it. */
export interface TypedDate {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export type AgeState =
  /** `wrong`: what was typed is no date. `failed`: the server could not be asked; nothing was decided. */
  | { readonly step: "asking"; readonly trouble: "none" | "wrong" | "failed" }
  | { readonly step: "sending" }
  /** `proof`: for the app's own server to redeem, once. */
  | { readonly step: "passed"; readonly proof: string }
  | { readonly step: "not-now"; readonly retryAfter: string | null };

export interface AgeScreen {
  snapshot(): AgeState;
  /** Calls with every change; answers what ends that. */
  subscribe(run: (state: AgeState) => void): () => void;
  submit(typed: TypedDate): Promise<void>;
}

export interface AgeScreenOptions {
  /** Where Kept answers, without a slash at the end. */
  readonly server: string;
  /** ISO code of where the visitor is: from which age one consents alone. Unknown: the highest. */
  readonly country?: string;
  /** Keeps the random name of this device while the session lasts. @defaultValue the browser's session storage */
  readonly storage?: Pick<Storage, "getItem" | "setItem"> | null;
  readonly fetch?: typeof globalThis.fetch;
}

const KEY = "kept.age";
const DEVICE = /^dev_[0-9a-z]{26}$/;

export function createAgeScreen(options: AgeScreenOptions): AgeScreen {
  const listeners = new Set<(state: AgeState) => void>();
  const device = deviceOf(options.storage === undefined ? sessionStore() : options.storage);
  let state: AgeState = { step: "asking", trouble: "none" };
  const become = (next: AgeState) => {
    state = next;
    for (const run of listeners) run(state);
  };
  return {
    snapshot: () => state,
    subscribe(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    async submit(typed) {
      // A second answer while the first is on its way, or after a decision, changes nothing.
      if (state.step !== "asking") return;
      const born = readTyped(typed);
      if (born === null) return become({ step: "asking", trouble: "wrong" });
      become({ step: "sending" });
      become(await ask(options, device, born));
    },
  };
}

/** An ISO day; null for what is none. */
export function readTyped({ day, month, year }: TypedDate): string | null {
  const [y, m, d] = [year, month, day].map((text) => (/^\s*\d{1,4}\s*$/.test(text) ? Number(text) : Number.NaN));
  if (y === undefined || m === undefined || d === undefined || y < 1000) return null;
  const date = new Date(Date.UTC(y, m - 1, d));
  const isReal = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

async function ask(options: AgeScreenOptions, device: string, born: string): Promise<AgeState> {
  const send = options.fetch ?? globalThis.fetch;
  try {
    const response = await send(`${options.server}/api/children/age-screen`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      credentials: "omit",
      body: JSON.stringify({ device, born, ...(options.country === undefined ? {} : { country: options.country }) }),
    });
    if (!response.ok) return { step: "asking", trouble: "failed" };
    const said = (await response.json()) as { proof: string | null; retryAfter: string | null };
    return said.proof === null
      ? { step: "not-now", retryAfter: said.retryAfter }
      : { step: "passed", proof: said.proof };
  } catch {
    return { step: "asking", trouble: "failed" };
  }
}

function deviceOf(storage: AgeScreenOptions["storage"]): string {
  const known = storage?.getItem(KEY) ?? null;
  if (known !== null && DEVICE.test(known)) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  const device = `dev_${[...bytes].map((byte) => (byte % 36).toString(36)).join("")}`;
  storage?.setItem(KEY, device);
  return device;
}

/** Null where there is none, or the browser forbids it: then the lock holds while the page is open. */
function sessionStore(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
