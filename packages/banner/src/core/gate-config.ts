/** What the gate must know to say yes or no. Everything is JSON: a server makes it, a page, an app or a build holds it. */

export interface PurposeRule {
  /** Short name: small letters, digits and hyphens. */
  readonly id: string;
  /** True: needs no choice (the service that was asked for does not work without it). */
  readonly necessary?: boolean;
  /** Changes whenever what people are told of this purpose changes (text, recipients, cookies): then they are asked again. */
  readonly version: string;
  /** True: Global Privacy Control speaks about this purpose (sale, sharing, targeted advertising, profiling). */
  readonly signal?: boolean;
}

/** `opt-in`: nothing before a yes. `opt-out`: allowed until a no. */
export type Model = "opt-in" | "opt-out";

export interface GateConfig {
  /** Name of the cookie that remembers the choice. */
  readonly cookie: string;
  /** Parent domain of that cookie; left out: the host alone. */
  readonly domain?: string;
  readonly model: Model;
  /** How many days a choice is not asked again. */
  readonly askAgainDays: number;
  readonly purposes: readonly PurposeRule[];
  /**
   * Host, and path if any -> id of a purpose: `cdn.example.org`, `*.example.org`, `example.org/pixel`, or `/stats` on the
   * site's own host. The first match wins (`sortRules` puts the most exact ones first). A third-party host that is not here is
   * refused, whatever was chosen.
   */
  readonly hosts: Readonly<Record<string, string>>;
  /** Cookie and storage names -> id of a purpose; `_ga*` matches what starts with `_ga`. What is not here is refused. */
  readonly names: Readonly<Record<string, string>>;
  /** True: pages carry the policy header too, so that a yes takes effect on the next load of a page. */
  readonly policyHeader?: boolean;
}
