/** Tables of scans. */
import type { ScanFinding } from "@kept/scan/finding-kinds";
import type { ScanReport } from "@kept/scan/report-html";
import type { Generated } from "kysely";
import type { Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface ScanTables {
  site_scan: {
    id: string;
    site: string;
    state: "waiting" | "running" | "done" | "failed";
    started_by: "schedule" | "operator";
    problem_code: string | null;
    problem: string | null;
    created_at: Timestamp;
    started_at: NullableTimestamp;
    finished_at: NullableTimestamp;
    pages: Generated<number>;
    whole: Generated<boolean>;
    report: Json<ScanReport> | null;
  };
  scan_finding: {
    id: string;
    site: string;
    code: string;
    subject: string;
    weight: ScanFinding["weight"];
    state: "new" | "acknowledged" | "fixed";
    seen: Json<ScanFinding>;
    first_seen_at: Timestamp;
    last_seen_at: Timestamp;
    acknowledged_by: string | null;
    acknowledged_at: NullableTimestamp;
    why: string | null;
    fixed_at: NullableTimestamp;
  };
}
