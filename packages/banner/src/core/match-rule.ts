/** Which purpose an address or a name belongs to: the first rule that fits. */
import type { GateConfig } from "./gate-config.ts";

type Rules = Readonly<Record<string, string>>;

function first(rules: Rules, fits: (pattern: string) => boolean): string | undefined {
  for (const pattern in rules) if (fits(pattern)) return rules[pattern];
  return undefined;
}

/**
 * The purpose of an address; undefined when there is no rule for it.
 * @param host with its port, if any
 * @param path with the leading slash
 * @param isOwn the site's own host: rules that are paths count for it
 */
export function purposeOfAddress(config: GateConfig, host: string, path: string, isOwn: boolean): string | undefined {
  return first(config.hosts, (pattern) => {
    const [, name, prefix] = /([^/]*)(.*)/.exec(pattern) as unknown as [string, string, string];
    return (
      path.startsWith(prefix) && (name ? host === name || (name[0] === "*" && host.endsWith(name.slice(1))) : isOwn)
    );
  });
}

/** The purpose of a cookie's or a storage entry's name; undefined when it is not declared. */
export function purposeOfName(config: GateConfig, name: string): string | undefined {
  return first(
    config.names,
    (pattern) => name === pattern || (/\*$/.test(pattern) && name.startsWith(pattern.slice(0, -1))),
  );
}

/** Rules in the order in which they are tried: the most exact ones first. */
export function sortRules(rules: Rules): Rules {
  const exactness = (pattern: string) => pattern.length - (pattern.includes("*") ? 1.5 : 0);
  return Object.fromEntries(Object.entries(rules).sort(([one], [other]) => exactness(other) - exactness(one)));
}
