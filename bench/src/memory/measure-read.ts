/** Run as a process of its own: reads one person to the end and prints by how much its memory grew at most. */
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { RowStore } from "@kept/connectors/connector";
import { openStore } from "@kept/connectors/kinds";
import { acceptProposals } from "@kept/connectors/rights/discover";
import { createRowRights } from "@kept/connectors/rights/row-rights";
import { createTestPglite } from "@kept/connectors/testing/test-database";
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { WARM_EMAIL } from "./journal.ts";

/** What the process is asked for, as JSON in its first argument. */
export interface ReadJob {
  /** Of a server; an embedded database of its own is loaded from `file` instead. */
  readonly url: string;
  /** What `dumpDataDir` gave of a filled embedded database. */
  readonly file: string;
  readonly email: string;
}

/** What it prints, as one line of JSON. */
export interface ReadReport {
  readonly rows: number;
  /** Bytes of resident memory at most, above those before the read. */
  readonly residentGrowth: number;
  /** Bytes of live JavaScript memory at most (looked at between rows), above those before the read. */
  readonly liveGrowth: number;
}

/** Rows between two looks at the resident memory, and between two full collections. */
const LOOK = 250;
const COLLECT = 5_000;

async function openJob(job: ReadJob): Promise<RowStore> {
  if (job.url !== "") return await openStore(job.url, { system: "bench" });
  const database = await createTestPglite(new Blob([await readFile(job.file)]));
  return await database.open();
}

async function measure(job: ReadJob): Promise<ReadReport> {
  await using rights = createRowRights(await openJob(job), EMPTY_MAP, { schemaMaxAge: Number.POSITIVE_INFINITY });
  rights.useMap(acceptProposals(await rights.discover()));
  const today = { today: "2026-01-01" };
  const read = (email: string) =>
    rights.readAccess({ identifiers: [{ kind: "email", value: email }], keys: [] }, EVERYTHING, today, () => undefined);
  for (let turn = 0; turn < 5; turn += 1) for await (const row of read(WARM_EMAIL)) JSON.stringify(row);
  const collect = globalThis.gc ?? (() => undefined);
  collect();
  await setImmediate();
  collect();
  const before = process.memoryUsage();
  let resident = before.rss;
  let live = before.heapUsed;
  let rows = 0;
  for await (const row of read(job.email)) {
    JSON.stringify(row);
    rows += 1;
    if (rows % LOOK === 0) resident = Math.max(resident, process.memoryUsage.rss());
    if (rows % COLLECT === 1) {
      collect();
      live = Math.max(live, process.memoryUsage().heapUsed);
    }
  }
  resident = Math.max(resident, process.memoryUsage.rss());
  return { rows, residentGrowth: resident - before.rss, liveGrowth: live - before.heapUsed };
}

console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? "") as ReadJob)));
process.exit(0);
