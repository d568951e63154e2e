/** What every kind of store of files has to do, whatever it is made of. */
import { describe, expect, test } from "vitest";
import { type FileStore, UnsafeName } from "../files/file-store.ts";

/** A store for a test. Disposing it takes everything away. */
export interface FilesSample extends AsyncDisposable {
  readonly store: FileStore;
  /** Puts a file there, as an application does. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Makes the store be away, as a disk that is not mounted or a service that does not answer. */
  takeAway(): Promise<void>;
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function readAll(store: FileStore, name: string): Promise<Uint8Array | null> {
  const pieces = await store.read(name);
  if (pieces === null) return null;
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function listAll(store: FileStore): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of store.list()) names.push(name);
  return names.sort();
}

/** `create` makes an empty store anew for every check. */
export function describeFiles(title: string, create: () => Promise<FilesSample>): void {
  describe(`${title}: files`, () => {
    test("are listed, looked at and read as they were put there", async () => {
      await using sample = await create();
      const { store } = sample;
      await store.check();
      const names = ["a.txt", "avatars/5.jpg", "avatars/ä b.jpg", "deep/er/q?#%.bin"];
      for (const name of names) await sample.put(name, bytes(`content of ${name}`));
      expect(await listAll(store)).toEqual([...names].sort());
      const states = await store.look([...names, "avatars/6.jpg", "nowhere/7.jpg", "a.txt/below"]);
      expect(names.map((name) => states.get(name))).toEqual(names.map(() => "there"));
      expect(["avatars/6.jpg", "nowhere/7.jpg", "a.txt/below"].map((name) => states.get(name))).toEqual([
        "missing",
        "missing",
        "missing",
      ]);
      for (const name of names)
        expect(Buffer.from((await readAll(store, name)) ?? []).toString()).toBe(`content of ${name}`);
      expect(await readAll(store, "avatars/6.jpg")).toBeNull();
    });

    test("are deleted, and nothing else; once more is nothing", async () => {
      await using sample = await create();
      const { store } = sample;
      for (const name of ["avatars/5.jpg", "avatars/55.jpg", "5.jpg"]) await sample.put(name, bytes(name));
      await store.delete(["avatars/5.jpg", "avatars/6.jpg"]);
      await store.delete(["avatars/5.jpg"]);
      expect(await listAll(store)).toEqual(["5.jpg", "avatars/55.jpg"]);
    });

    test("that are large come in pieces", async () => {
      await using sample = await create();
      const large = Buffer.alloc(3 * 1024 * 1024 + 17, "kept");
      await sample.put("large.bin", large);
      const pieces = await sample.store.read("large.bin");
      let size = 0;
      for await (const piece of pieces ?? []) {
        expect(piece.length).toBeLessThanOrEqual(1024 * 1024);
        size += piece.length;
      }
      expect(size).toBe(large.length);
      // Whoever stops early leaves nothing open behind.
      for await (const piece of (await sample.store.read("large.bin")) ?? []) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      await sample.store.delete(["large.bin"]);
      expect(await sample.store.read("large.bin")).toBeNull();
    });

    test.each([
      "",
      "/etc/passwd",
      "../outside.txt",
      "avatars/../../outside.txt",
      "a//b",
      "a/./b",
      "a\\..\\b",
      "a\u0000b",
      "a/",
    ])("%j is no name: it is refused, and so is every other thing of the same call", async (name) => {
      await using sample = await create();
      const { store } = sample;
      await sample.put("a.txt", bytes("a"));
      expect(await store.look([name])).toEqual(new Map([[name, "refused"]]));
      await expect(store.read(name)).rejects.toThrow(UnsafeName);
      await expect(store.delete([name])).rejects.toThrow(UnsafeName);
      expect(await listAll(store)).toEqual(["a.txt"]);
    });

    test("a store that is away is told so, and never taken for one without files", async () => {
      await using sample = await create();
      const { store } = sample;
      await sample.put("avatars/5.jpg", bytes("5"));
      await sample.takeAway();
      const away = { name: "SystemError", code: "system_unreachable" };
      await expect(store.check()).rejects.toMatchObject(away);
      await expect(store.look(["avatars/5.jpg"])).rejects.toMatchObject(away);
      await expect(store.read("avatars/5.jpg")).rejects.toMatchObject(away);
      await expect(store.delete(["avatars/5.jpg"])).rejects.toMatchObject(away);
      await expect(listAll(store)).rejects.toMatchObject(away);
    });
  });
}
