/** Throw-away stores of files for tests of any package, and stores that fail when a test wants them to. */
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileStore } from "../files/file-store.ts";
import { createFileStores, type OpenedStores } from "../files/file-stores.ts";

export interface TestFiles extends AsyncDisposable {
  /** Address of the folder. */
  readonly url: string;
  readonly folder: string;
  readonly stores: OpenedStores;
  put(names: readonly string[]): Promise<void>;
  /** Names of all files, in order. */
  list(): Promise<readonly string[]>;
  /** The folder is away, and is back again. */
  takeAway(): Promise<void>;
  bringBack(): Promise<void>;
}

/** A folder as the only store, by this name. Each file holds its own name. */
export async function createTestFiles(name = "uploads"): Promise<TestFiles> {
  const root = await mkdtemp(join(tmpdir(), "kept-files-"));
  const folder = join(root, "uploads");
  await mkdir(folder);
  const url = `files:${folder}`;
  const stores = createFileStores([name], () => url);
  return {
    url,
    folder,
    stores,
    async put(names) {
      for (const one of names) {
        await mkdir(dirname(join(folder, one)), { recursive: true });
        await writeFile(join(folder, one), one);
      }
    },
    async list() {
      const all: string[] = [];
      for await (const one of (await stores.open(name)).list()) all.push(one);
      return all.sort();
    },
    takeAway: () => rename(folder, `${folder}-away`),
    bringBack: () => rename(`${folder}-away`, folder),
    async [Symbol.asyncDispose]() {
      await stores[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** The same stores; `before` is called before each file is deleted, alone, and may throw. */
export function interruptDeletes(stores: OpenedStores, before: (name: string) => void): OpenedStores {
  return {
    ...stores,
    async open(name) {
      const store = await stores.open(name);
      return {
        ...store,
        async delete(names) {
          for (const one of names) {
            before(one);
            await store.delete([one]);
          }
        },
      } satisfies FileStore;
    },
    [Symbol.asyncDispose]: () => stores[Symbol.asyncDispose](),
  };
}
