/** Lines for the configuration that would declare what was found: proposals, for somebody who knows to complete. */
import { purposeOfAddress, purposeOfName } from "@kept/banner/core/match-rule";
import type { Compared } from "./compare.ts";
import { sayLifetime } from "./lifetime.ts";

export interface ProposedLines {
  /** Lines of `cookies: { … }`. */
  readonly cookies: readonly string[];
  /** Lines of `banner: { hosts: { … } }`. */
  readonly hosts: readonly string[];
}

/** The purpose stays open: a scan sees what is kept, and not what for. */
const OPEN = '"TODO"';

export function proposeLines(regions: readonly Compared[]): ProposedLines {
  const cookies = new Map<string, string>();
  const hosts = new Map<string, string>();
  for (const { observation, registry } of regions) {
    const own = new URL(observation.site).host;
    for (const { entries, requests } of observation.states) {
      for (const { name, kind, host, lifetime } of entries) {
        if (name === registry.gate.cookie || purposeOfName(registry.gate, name) !== undefined) continue;
        const isOwn = own.replace(/:\d+$/, "").endsWith(host.replace(/:\d+$/, ""));
        const fields = [
          `purpose: ${OPEN}`,
          `lifetime: ${JSON.stringify(sayLifetime(lifetime))}`,
          ...(kind === "cookie" || kind === "service-worker" ? [] : [`storage: ${JSON.stringify(kind)}`]),
          ...(isOwn ? [] : ['party: "third"', `hosts: [${JSON.stringify(host)}]`]),
        ];
        cookies.set(name, `${JSON.stringify(name)}: { ${fields.join(", ")} },`);
      }
      for (const { host, path } of requests) {
        if (host === own || purposeOfAddress(registry.gate, host, path, false) !== undefined) continue;
        hosts.set(host, `${JSON.stringify(host)}: ${OPEN},`);
      }
    }
  }
  return { cookies: [...cookies.values()].sort(), hosts: [...hosts.values()].sort() };
}
