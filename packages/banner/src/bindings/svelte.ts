/** Svelte: what holds now, as a store (`$consent.allowed.maps`). It needs nothing of Svelte but the contract of stores. */
import type { Consent, Snapshot } from "../core/consent.ts";

export interface ConsentStore {
  subscribe(run: (snapshot: Snapshot) => void): () => void;
}

/** Calls with what holds at once, and with every change. */
export function consentStore(consent: Consent): ConsentStore {
  return {
    subscribe(run) {
      run(consent.snapshot());
      return consent.subscribe((snapshot) => run(snapshot));
    },
  };
}
