/** What healths, kinds of tables and roles of edges are called, what they mean, and their colours. */
import type { SystemDetail, SystemHealth, SystemTable } from "@kept/contract/systems";
import type { BadgeTone } from "../ui/badge.tsx";

export type EdgeRole = SystemDetail["schema"][number]["edges"][number]["role"];
export type TableKind = SystemTable["kind"];

export const HEALTH_TEXTS = {
  up: { label: "Up", tone: "ok" },
  down: { label: "Down", tone: "danger" },
  unknown: { label: "Not tested yet", tone: "plain" },
} as const satisfies Record<SystemHealth["state"], { label: string; tone: BadgeTone }>;

/** In the order in which a reader wants them. */
export const TABLE_KINDS = [
  { kind: "subject", label: "People", means: "A row is a person." },
  { kind: "personal", label: "Personal", means: "Rows belong to people." },
  {
    kind: "unclassified",
    label: "Unclear",
    means: "Looks personal or is connected with people, and nobody has said what it is.",
  },
  { kind: "view", label: "Views", means: "Show rows of other tables." },
  { kind: "lookup", label: "Lookup", means: "Values that others refer to; nothing about people." },
  { kind: "public", label: "Public", means: "Holds no personal data." },
] as const satisfies readonly { kind: TableKind; label: string; means: string }[];

export const ROLES = [
  { role: "owner", means: "the row is theirs" },
  { role: "part", means: "belongs to its parent" },
  { role: "holds", means: "takes the other row along" },
  { role: "viewer", means: "shared with them" },
  { role: "actor", means: "they did something to it" },
  { role: "context", means: "no claim" },
] as const satisfies readonly { role: EdgeRole; means: string }[];
