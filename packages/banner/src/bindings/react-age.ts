/** React: the age screen where it is rendered; what is decided comes by `useAgeState`. */
import { createElement, type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import type { AgeState, AgeScreen as Screen } from "../age/age-screen.ts";
import { type AgeTexts, mountAgeScreen } from "../age/mount-age-screen.ts";

export function useAgeState(screen: Screen): AgeState {
  return useSyncExternalStore(screen.subscribe, screen.snapshot, screen.snapshot);
}

export interface AgeScreenProps {
  readonly screen: Screen;
  readonly texts?: AgeTexts;
}

export function AgeScreen({ screen, texts }: AgeScreenProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current === null ? undefined : mountAgeScreen(host.current, screen, texts)), [screen, texts]);
  return createElement("div", { ref: host });
}
