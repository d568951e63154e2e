/** What a site asks programs to leave alone (RFC 9309), as far as it concerns us. */

/** @returns whether a path may be opened */
export type MayOpen = (path: string) => boolean;

/** The name that a site's rules can speak of. */
const OUR_NAME = "kept-scan";

/**
 * Reads robots.txt: the group that names us, else that of everybody. The longest rule that fits decides; a tie allows
 * (RFC 9309, 2.2.2).
 */
export function readRobots(text: string): MayOpen {
  const groups = new Map<string, { readonly allow: boolean; readonly pattern: string }[]>();
  let names: string[] = [];
  let isHead = false;
  for (const line of text.split(/\r?\n/)) {
    const [, field = "", value = ""] = /^\s*([\w-]+)\s*:\s*([^#]*)/.exec(line) ?? [];
    const key = field.toLowerCase();
    if (key === "user-agent") {
      names = isHead ? [...names, value.trim().toLowerCase()] : [value.trim().toLowerCase()];
      isHead = true;
      for (const name of names) if (!groups.has(name)) groups.set(name, []);
    } else if (key === "allow" || key === "disallow") {
      isHead = false;
      const pattern = value.trim();
      if (pattern !== "") for (const name of names) groups.get(name)?.push({ allow: key === "allow", pattern });
    }
  }
  const rules = groups.get(OUR_NAME) ?? groups.get("*") ?? [];
  return (path) => {
    const [best] = rules
      .filter(({ pattern }) => toExpression(pattern).test(path))
      .sort((one, other) => other.pattern.length - one.pattern.length || Number(other.allow) - Number(one.allow));
    return best?.allow ?? true;
  };
}

function toExpression(pattern: string): RegExp {
  const parts = pattern
    .replace(/\$$/, "")
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}${pattern.endsWith("$") ? "$" : ""}`);
}
