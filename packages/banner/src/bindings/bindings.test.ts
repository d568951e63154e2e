import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { get } from "svelte/store";
import { describe, expect, it } from "vitest";
import { effectScope, watchEffect } from "vue";
import { memoryConsent } from "../testing/memory-consent.ts";
import { Allowed } from "./react.ts";
import { consentStore } from "./svelte.ts";
import { useConsent as useVueConsent } from "./vue.ts";

const YES = `1.save.${(1_790_000_000).toString(36)}.-.dev_x.maps:1:m1.analytics:0:a1`;

describe("React on the server", () => {
  const render = (cookie: string | null) =>
    renderToString(
      createElement(Allowed, { consent: memoryConsent(undefined, cookie), purpose: "maps", otherwise: "ask" }, "map"),
    );

  it("renders what the request's cookie allows, and the other thing where it does not", () => {
    expect(render(YES)).toBe("map");
    expect(render(null)).toBe("ask");
  });
});

describe("Vue", () => {
  it("follows every change while its scope lives, and not after", () => {
    const consent = memoryConsent();
    const seen: unknown[] = [];
    const scope = effectScope();
    scope.run(() => {
      const current = useVueConsent(consent);
      watchEffect(() => seen.push(current.value.allowed["maps"]), { flush: "sync" });
    });
    consent.acceptAll();
    scope.stop();
    consent.rejectAll();
    expect(seen).toEqual([false, true]);
  });
});

describe("Svelte", () => {
  it("is a store: the value at once, every change, and an end", () => {
    const consent = memoryConsent();
    const store = consentStore(consent);
    expect(get(store).allowed["maps"]).toBe(false);
    const seen: unknown[] = [];
    const end = store.subscribe((snapshot) => seen.push(snapshot.allowed["maps"]));
    consent.acceptAll();
    end();
    consent.rejectAll();
    expect(seen).toEqual([false, true]);
  });
});
