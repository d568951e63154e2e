/** What a request says about the visitor's choice: the cookie of the banner and the standing signal. */
import { readChoice, readCookie } from "@kept/banner/core/choice";
import { decide, isYes } from "@kept/banner/core/decide";
import type { GateConfig } from "@kept/banner/core/gate-config";
import { purposeOfAddress } from "@kept/banner/core/match-rule";

export interface PageState {
  readonly allowed: ReadonlySet<string>;
  /** The purpose for which an address may not be loaded ("" when nobody declared it); null: it may. */
  refuse(address: string, base: URL): string | null;
}

/**
 * @param cookies the `Cookie` header
 * @param signal the `Sec-GPC` header: exactly `1` counts, of several headers any (GPC, 3.3)
 * @param now milliseconds since 1970
 */
export function readPageState(config: GateConfig, cookies: string, signal: string, now: number): PageState {
  const choice = readChoice(readCookie(cookies, config.cookie));
  const isSignalled = signal.split(",").some((value) => value.trim() === "1");
  const allowed = new Set(
    config.purposes
      .filter((purpose) => isYes(decide(config, purpose, choice, isSignalled, now / 1000)))
      .map(({ id }) => id),
  );
  return {
    allowed,
    refuse(address, base) {
      if (!URL.canParse(address, base.href)) return null;
      const url = new URL(address, base);
      if (!/^(http|ws)s?:$/.test(url.protocol)) return null;
      const isOwn = url.host === base.host;
      const purpose = purposeOfAddress(config, url.host, url.pathname, isOwn);
      if (isOwn && purpose === undefined) return null;
      return purpose !== undefined && allowed.has(purpose) ? null : (purpose ?? "");
    },
  };
}
