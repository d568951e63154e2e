/** What is wrong with the cookies and the banner of a configuration, beyond the shape of each part. */
import { DEFAULT_THEME, themeFaults } from "@kept/banner/core/contrast";
import type { z } from "zod";
import type { ConfigIssue } from "../config-fields.ts";
import type { bannerSchema, cookiesSchema } from "./banner-settings.ts";

interface Checked {
  readonly purposes: Readonly<Record<string, unknown>>;
  readonly cookies: z.output<typeof cookiesSchema>;
  readonly banner: z.output<typeof bannerSchema>;
}

export function findBannerIssues({ purposes, cookies, banner }: Checked): readonly ConfigIssue[] {
  const known = (purpose: string) => Object.hasOwn(purposes, purpose);
  const unknown = (purpose: string) =>
    `names the purpose "${purpose}", which is not in purposes: add it there or correct the name`;
  const { theme } = banner;
  const whole = {
    background: theme.background ?? DEFAULT_THEME.background,
    text: theme.text ?? DEFAULT_THEME.text,
    accent: theme.accent ?? DEFAULT_THEME.accent,
    accentText: theme.accentText ?? DEFAULT_THEME.accentText,
  };
  return [
    ...Object.entries(cookies)
      .filter(([, { purpose }]) => !known(purpose))
      .map(([name, { purpose }]) => ({ path: ["cookies", name, "purpose"], message: unknown(purpose) })),
    ...Object.entries(banner.hosts)
      .filter(([, purpose]) => !known(purpose))
      .map(([host, purpose]) => ({ path: ["banner", "hosts", host], message: unknown(purpose) })),
    ...(["sale", "sharing", "targeted"] as const).flatMap((optOut) =>
      (banner.gpp?.[optOut] ?? [])
        .filter((name) => !known(name))
        .map((name) => ({ path: ["banner", "gpp", optOut], message: unknown(name) })),
    ),
    ...Object.entries(banner.tcf?.purposes ?? {}).flatMap(([id, name]) => {
      const path = ["banner", "tcf", "purposes", id];
      if (!known(name)) return [{ path, message: unknown(name) }];
      const { basis } = purposes[name] as { readonly basis: Readonly<Partial<Record<string, string>>> };
      // A purpose that runs without a yes would say yes for people who said nothing.
      return ["eea", "uk", "ch", "default"].every((regime) => (basis[regime] ?? basis["default"]) === "consent")
        ? []
        : [
            {
              path,
              message: `names the purpose "${name}", which does not rest on consent wherever the framework counts`,
            },
          ];
    }),
    ...Object.entries(banner.consentMode ?? {}).flatMap(([signal, names]) =>
      names
        .filter((name) => !known(name))
        .map((name) => ({ path: ["banner", "consentMode", signal], message: unknown(name) })),
    ),
    ...themeFaults(whole).map((fault) => ({ path: ["banner", "theme"], message: `cannot be read well: ${fault}` })),
  ];
}
