/** Svelte: the age screen as an action, `<div use:ageScreen={{ screen }}>`; the screen itself is a store of its states. */
import type { AgeScreen, AgeState } from "../age/age-screen.ts";
import { type AgeTexts, mountAgeScreen } from "../age/mount-age-screen.ts";

export function ageScreen(
  node: Element,
  { screen, texts }: { readonly screen: AgeScreen; readonly texts?: AgeTexts },
): { destroy(): void } {
  return { destroy: mountAgeScreen(node, screen, texts) };
}

/** Calls with the state at once, and with every change. */
export function ageStore(screen: AgeScreen): { subscribe(run: (state: AgeState) => void): () => void } {
  return {
    subscribe(run) {
      run(screen.snapshot());
      return screen.subscribe(run);
    },
  };
}
