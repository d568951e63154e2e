/** The age screen's core, and its bindings where there is no page: the browser test shows it (R-9.a). */
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { get } from "svelte/store";
import { expect, test } from "vitest";
import { createSSRApp, h } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import { AgeScreen as ReactScreen } from "../bindings/react-age.ts";
import { ageStore } from "../bindings/svelte-age.ts";
import { AgeScreen as VueScreen } from "../bindings/vue-age.ts";
import { type AgeState, createAgeScreen, readTyped } from "./age-screen.ts";
import { AGE_TEXTS } from "./mount-age-screen.ts";

const date = { day: "17", month: "5", year: "1990" };

function memory(): Pick<Storage, "getItem" | "setItem"> & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

function answering(status: number, body: object) {
  const calls: { url: string; body: Record<string, string> }[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    calls.push({ url: String(url), body: JSON.parse(String(init?.body)) as Record<string, string> });
    return new Response(JSON.stringify(body), { status });
  };
  return { calls, fetch: fetch as typeof globalThis.fetch };
}

test("a date that is none asks nobody; a real one is sent once, under the session's own name, and kept nowhere", async () => {
  const storage = memory();
  const { calls, fetch } = answering(200, { proof: "p1", retryAfter: null });
  const screen = createAgeScreen({ server: "https://kept.example.org", country: "DE", storage, fetch });
  const seen: AgeState[] = [];
  screen.subscribe((state) => seen.push(state));
  await screen.submit({ ...date, day: "31", month: "2" });
  expect([calls.length, screen.snapshot()]).toEqual([0, { step: "asking", trouble: "wrong" }]);
  await screen.submit(date);
  await screen.submit({ ...date, year: "1980" });
  expect(calls).toEqual([
    {
      url: "https://kept.example.org/api/children/age-screen",
      body: { device: storage.kept.get("kept.age"), born: "1990-05-17", country: "DE" },
    },
  ]);
  expect(seen.map(({ step }) => step)).toEqual(["asking", "sending", "passed"]);
  expect(screen.snapshot()).toEqual({ step: "passed", proof: "p1" });
  expect(JSON.stringify([...storage.kept])).not.toContain("1990");
  // The same session is the same device.
  const again = answering(200, { proof: null, retryAfter: "2026-11-23T10:00:00.000Z" });
  const second = createAgeScreen({ server: "https://kept.example.org", storage, fetch: again.fetch });
  await second.submit(date);
  expect(again.calls[0]?.body["device"]).toBe(calls[0]?.body["device"]);
  expect(second.snapshot()).toEqual({ step: "not-now", retryAfter: "2026-11-23T10:00:00.000Z" });
});

test("a server that fails decides nothing, and may be asked again", async () => {
  const { fetch } = answering(503, {});
  const screen = createAgeScreen({ server: "", storage: null, fetch });
  await screen.submit(date);
  expect(screen.snapshot()).toEqual({ step: "asking", trouble: "failed" });
});

test.each([
  [{ day: "29", month: "2", year: "2024" }, "2024-02-29"],
  [{ day: "29", month: "2", year: "2023" }, null],
  [{ day: " 7", month: "07", year: "1999 " }, "1999-07-07"],
  [{ day: "7", month: "7", year: "99" }, null],
  [{ day: "", month: "7", year: "1999" }, null],
  [{ day: "7", month: "July", year: "1999" }, null],
])("%o is %s", (typed, day) => {
  expect(readTyped(typed)).toBe(day);
});

test("no text names an age; the bindings render an empty place on the server, and a store of the state", async () => {
  expect(JSON.stringify(AGE_TEXTS)).not.toMatch(/\d|old|young|child|alt\b|jung|Kind/);
  const screen = createAgeScreen({ server: "", storage: null });
  expect(renderToString(createElement(ReactScreen, { screen }))).toBe("<div></div>");
  expect(await renderVue(createSSRApp({ render: () => h(VueScreen, { screen }) }))).toBe("<div></div>");
  expect(get(ageStore(screen))).toEqual({ step: "asking", trouble: "none" });
});
