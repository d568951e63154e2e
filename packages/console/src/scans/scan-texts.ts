/** Words for scans. */
import type { SiteScan, StoredFinding } from "@kept/contract/scans";
import type { BadgeTone } from "../ui/badge.tsx";

export const WEIGHT_TEXTS: Readonly<Record<StoredFinding["weight"], { label: string; tone: BadgeTone }>> = {
  breach: { label: "Not allowed", tone: "danger" },
  drift: { label: "Not as declared", tone: "warn" },
  note: { label: "Worth knowing", tone: "plain" },
};

export const FINDING_STATE_TEXTS: Readonly<Record<StoredFinding["state"], { label: string; tone: BadgeTone }>> = {
  new: { label: "New", tone: "accent" },
  acknowledged: { label: "Acknowledged", tone: "plain" },
  fixed: { label: "Fixed", tone: "ok" },
};

export const SCAN_STATE_TEXTS: Readonly<Record<SiteScan["state"], { label: string; tone: BadgeTone }>> = {
  waiting: { label: "Waiting", tone: "info" },
  running: { label: "Running", tone: "info" },
  done: { label: "Done", tone: "ok" },
  failed: { label: "Failed", tone: "danger" },
};

/** `2 not allowed, 1 not as declared`. */
export function describeCounts({ breach, drift, note }: SiteScan["counts"]): string {
  const parts = [
    breach > 0 ? `${breach} not allowed` : null,
    drift > 0 ? `${drift} not as declared` : null,
    note > 0 ? `${note} to know` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}

/** `P1D` -> `day`, `PT12H` -> `12 hours`; what is made of several parts stays as it is written. */
export function describeInterval(duration: string): string {
  const [, date, time] = /^P(?:(\d+)D|T(\d+)H)$/.exec(duration) ?? [];
  const count = Number(date ?? time);
  if (Number.isNaN(count)) return duration;
  const unit = date === undefined ? "hour" : "day";
  return count === 1 ? unit : `${count} ${unit}s`;
}
