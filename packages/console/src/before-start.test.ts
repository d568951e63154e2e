import { afterEach, describe, expect, it, vi } from "vitest";

interface Page {
  readonly chosen: string | null | "forbidden";
  readonly systemIsDark: boolean;
}

const script = new URL("../public/before-start.js", import.meta.url);
let pages = 0;

async function startWith({ chosen, systemIsDark }: Page): Promise<string | undefined> {
  const attributes = new Map<string, string>();
  vi.stubGlobal("document", {
    documentElement: { setAttribute: (name: string, value: string) => attributes.set(name, value) },
  });
  vi.stubGlobal("localStorage", {
    getItem: () => {
      if (chosen === "forbidden") throw new Error("Storage is forbidden.");
      return chosen;
    },
  });
  vi.stubGlobal("matchMedia", () => ({ matches: systemIsDark }));
  // Each page runs it anew: by another address it is another module.
  pages += 1;
  await import(`${script}?page=${pages}`);
  return attributes.get("data-mantine-color-scheme");
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("before the console starts", () => {
  it.each([
    [{ chosen: "dark", systemIsDark: false }, "dark"],
    [{ chosen: "light", systemIsDark: true }, "light"],
    [{ chosen: null, systemIsDark: true }, "dark"],
    [{ chosen: "auto", systemIsDark: false }, "light"],
    [{ chosen: "forbidden", systemIsDark: true }, "dark"],
  ] as const)("%o shows %s", async (page, scheme) => {
    expect(await startWith(page)).toBe(scheme);
  });

  it("keeps the schema library from trying eval, which the content security policy reports", async () => {
    await startWith({ chosen: null, systemIsDark: false });
    expect(Reflect.get(globalThis, "__zod_globalConfig")).toEqual({ jitless: true });
  });
});
