/** Files that rows name, for whoever they are about. */
import type { StoredName } from "@kept/engine/rights";
import { type FileStores, UnsafeName } from "./file-store.ts";

/** Streams one; null where it is not there, or is no file. Rejects with a SystemError where its store does not answer. */
export async function readStored(
  stores: FileStores | undefined,
  { store, name }: StoredName,
): Promise<AsyncIterable<Uint8Array> | null> {
  // That the map names a store that is not there is a gap of its own.
  if (stores?.names.has(store) !== true) return null;
  try {
    return await (await stores.open(store)).read(name);
  } catch (error) {
    if (error instanceof UnsafeName) return null;
    throw error;
  }
}
