/** What a configuration of choices can have wrong between its parts. */
import type { ConfigIssue } from "../config-fields.ts";

interface CheckedConfig {
  readonly purposes: Readonly<
    Record<
      string,
      {
        readonly dependsOn: readonly string[];
        readonly channels: readonly string[];
        readonly directMarketing: boolean;
      }
    >
  >;
  readonly channels: Readonly<Record<string, unknown>>;
  readonly recipients: Readonly<Record<string, unknown>>;
  readonly choices: {
    readonly webhooks: Readonly<
      Record<string, { readonly purposes?: readonly string[] | undefined; readonly recipient?: string | undefined }>
    >;
  };
}

/** Names that point nowhere, and purposes that wait for each other. */
export function findChoiceIssues(config: CheckedConfig): readonly ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const expect = (known: object, name: string, path: (string | number)[], where: string): void => {
    if (Object.hasOwn(known, name)) return;
    issues.push({ path, message: `names "${name}", which is not in ${where}: add it there or correct the name` });
  };
  for (const [name, purpose] of Object.entries(config.purposes)) {
    for (const [index, other] of purpose.dependsOn.entries()) {
      expect(config.purposes, other, ["purposes", name, "dependsOn", index], "purposes");
    }
    for (const [index, channel] of purpose.channels.entries()) {
      expect(config.channels, channel, ["purposes", name, "channels", index], "channels");
    }
    const circle = findCircle(config, name);
    if (circle !== null) {
      issues.push({
        path: ["purposes", name, "dependsOn"],
        message: `goes round in a circle (${circle.join(" -> ")}): none of them could ever run first; remove one`,
      });
    }
  }
  for (const [name, webhook] of Object.entries(config.choices.webhooks)) {
    for (const [index, purpose] of (webhook.purposes ?? []).entries()) {
      expect(config.purposes, purpose, ["choices", "webhooks", name, "purposes", index], "purposes");
    }
    if (webhook.recipient !== undefined) {
      expect(config.recipients, webhook.recipient, ["choices", "webhooks", name, "recipient"], "recipients");
    }
  }
  return issues;
}

/** A way from a purpose through what it depends on back to itself. */
function findCircle(config: CheckedConfig, start: string): readonly string[] | null {
  const seen = new Set<string>();
  const walk = (name: string, path: readonly string[]): readonly string[] | null => {
    for (const next of config.purposes[name]?.dependsOn ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...path, next]);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(start, [start]);
}
