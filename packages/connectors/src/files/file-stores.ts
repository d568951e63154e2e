/** The stores of files of an installation, by their addresses. */
import { SystemError } from "../connector.ts";
import { openFileStore } from "../kinds.ts";
import type { FileStore, FileStores } from "./file-store.ts";

export interface OpenedStores extends FileStores, AsyncDisposable {}

/** Each is opened when it is first needed, and again after it failed. `urlOf` may reject with a SystemError. */
export function createFileStores(names: Iterable<string>, urlOf: (name: string) => string): OpenedStores {
  const known = new Set(names);
  const opened = new Map<string, Promise<FileStore>>();
  return {
    names: known,
    async open(name) {
      if (!known.has(name)) throw unknownStore(name);
      const one = opened.get(name) ?? openFileStore(urlOf(name), name);
      opened.set(name, one);
      try {
        return await one;
      } catch (error) {
        if (opened.get(name) === one) opened.delete(name);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      const all = [...opened.values()];
      opened.clear();
      await Promise.allSettled(all.map(async (one) => (await one)[Symbol.asyncDispose]()));
    },
  };
}

function unknownStore(name: string): SystemError {
  return new SystemError(
    "system_url_invalid",
    name,
    `There is no store of files "${name}".`,
    "Name it among the systems of the configuration, or on the command line with --files.",
  );
}
