/** Vue: what holds now, as a ref. */
import { onScopeDispose, type ShallowRef, shallowRef } from "vue";
import type { Consent, Snapshot } from "../core/consent.ts";

/** Changes with every choice, for as long as the component (or effect scope) lives. */
export function useConsent(consent: Consent): Readonly<ShallowRef<Snapshot>> {
  const current = shallowRef(consent.snapshot());
  onScopeDispose(
    consent.subscribe((snapshot) => {
      current.value = snapshot;
    }),
  );
  return current;
}
