/** React: what holds now, and content that shows only when its purpose is allowed. */
import { type ReactNode, useSyncExternalStore } from "react";
import type { Consent, Snapshot } from "../core/consent.ts";

/**
 * What holds now; renders again with every change. The server renders with a core of its own, made from the request's cookie,
 * and the browser begins with the same answer: nothing flashes, nothing differs while hydrating.
 */
export function useConsent(consent: Consent): Snapshot {
  return useSyncExternalStore(consent.subscribe, consent.snapshot, consent.snapshot);
}

export interface AllowedProps {
  readonly consent: Consent;
  readonly purpose: string;
  readonly children?: ReactNode;
  /** Shown while it is not allowed. */
  readonly otherwise?: ReactNode;
}

/** Shows its children while the purpose is allowed. */
export function Allowed({ consent, purpose, children, otherwise = null }: AllowedProps): ReactNode {
  return useConsent(consent).allowed[purpose] === true ? children : otherwise;
}
