/** Reads what an access plan promises: small tables together, in one round trip; large ones streamed, one by one. */
import type { AccessRead } from "@kept/engine/access-reads";
import type { AccessRow } from "@kept/engine/rights";
import type { RowReader } from "../connector.ts";

/** Rows of one read, and of all reads of a batch, that may stand in memory at once. */
const FEW = 200;
const ROWS_PER_BATCH = 1_000;

/** All rows of the reads, in their order. Memory stays bounded by the batch, or by the cursor of a large read. */
export async function* readBatches(reader: RowReader, reads: readonly AccessRead[]): AsyncGenerator<AccessRow> {
  let batch: AccessRead[] = [];
  let rows = 0;
  for (const read of reads) {
    const isFew = read.rows <= FEW && !read.hasLarge;
    if (batch.length > 0 && (!isFew || rows + read.rows > ROWS_PER_BATCH)) {
      yield* readTogether(reader, batch);
      batch = [];
      rows = 0;
    }
    if (isFew) {
      batch.push(read);
      rows += read.rows;
    } else for await (const values of reader.readRows(read.query)) yield read.show(values);
  }
  if (batch.length > 0) yield* readTogether(reader, batch);
}

async function* readTogether(reader: RowReader, batch: readonly AccessRead[]): AsyncGenerator<AccessRow> {
  const found = await reader.readFew(batch.map(({ query }) => query));
  for (const [index, read] of batch.entries()) for (const values of found[index] ?? []) yield read.show(values);
}
