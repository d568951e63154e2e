/** The two scripts as pages get them: with their configuration in front. */
import type { BannerConfig } from "./banner-config.ts";
import type { GateConfig } from "./gate-config.ts";

/** What the gate needs of a whole configuration, and no more: it stands in every page. */
export function gateConfig(config: GateConfig): GateConfig {
  const { cookie, domain, model, askAgainDays, purposes, hosts, names, policyHeader } = config;
  return {
    cookie,
    ...(domain === undefined ? {} : { domain }),
    model,
    askAgainDays,
    purposes: purposes.map(({ id, necessary, version, signal }) => ({
      id,
      version,
      ...(necessary ? { necessary } : {}),
      ...(signal ? { signal } : {}),
    })),
    hosts,
    names,
    ...(policyHeader ? { policyHeader } : {}),
  };
}

/** JSON that may stand in a script of an HTML page. */
function inline(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** @param code the built head snippet */
export function headScript(config: GateConfig, code: string): string {
  return `{const __KEPT__=${inline(gateConfig(config))};${code}}`;
}

/** @param code the built banner */
export function bannerScript(config: BannerConfig, code: string): string {
  return `{const __KEPT_BANNER__=${inline(config)};${code}}`;
}
