/** Files that go with rows, as numbers: what they are called could say whose they are. */
import { count } from "./summarise-plan.ts";

interface FileCounts {
  readonly deleted: number;
  readonly kept: number;
  readonly missing: number;
}

/** "2 files deleted; 1 kept, since rows that stay name it". */
export function describeFiles({ deleted, kept, missing }: FileCounts): string {
  return [
    `${count(deleted, "file")} deleted`,
    ...(kept > 0 ? [`${kept.toLocaleString("en")} kept, since rows that stay name ${kept === 1 ? "it" : "them"}`] : []),
    ...(missing > 0 ? [`${missing.toLocaleString("en")} not there`] : []),
  ].join("; ");
}
