/** What a site has declared, as far as a scan can hold reality against it. */
import type { GateConfig } from "./gate-config.ts";

export interface DeclaredEntry {
  readonly purpose: string;
  /** In English words: `14 months`. */
  readonly lifetime: string;
}

export interface Registry {
  /** The rules by which the banner itself lets things through, under the regime of the region. */
  readonly gate: GateConfig;
  readonly regime: string;
  /** Hosts that the operator has declared, as in `gate.hosts`; Kept's own is not among them. */
  readonly hosts: readonly string[];
  /** By name or pattern, as in `gate.names`. */
  readonly entries: Readonly<Record<string, DeclaredEntry>>;
}
