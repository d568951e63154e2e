/** Reads a package that was written here, entry by entry and as a stream: nothing of it is held as a whole. */
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { PackageUnreadable, type ReadAt, readZipDirectory, type ZipEntry } from "./zip-directory.ts";

export interface PackageEntry {
  readonly path: string;
  /** Of the file itself, not as it is packed. */
  readonly bytes: number;
}

export interface OpenPackage extends AsyncDisposable {
  /** In the order of the archive. */
  readonly entries: readonly PackageEntry[];
  /** @throws Error for a path that no entry has */
  read(path: string): AsyncIterable<Uint8Array>;
}

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 65_536;

/** Rejects with {@link PackageUnreadable}, or the file system's error where there is no such file. */
export async function openPackage(path: string): Promise<OpenPackage> {
  const file = await open(path, "r");
  try {
    const readAt = readerOf(file);
    const { size } = await file.stat();
    const entries = await readZipDirectory(readAt, size);
    const byPath = new Map(entries.map((entry) => [entry.path, entry]));
    return {
      entries: entries.map(({ path: name, bytes }) => ({ path: name, bytes })),
      read: (name) => {
        const entry = byPath.get(name);
        if (entry === undefined) throw new Error("A package has no entry of that path.");
        return readEntry(readAt, entry);
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A whole entry: for those that are known to be small. */
export async function readWhole(pack: OpenPackage, path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pack.read(path)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* readEntry(readAt: ReadAt, entry: ZipEntry): AsyncIterable<Uint8Array> {
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw new PackageUnreadable("An entry is packed otherwise.");
  const local = await readAt(entry.header, LOCAL_BYTES);
  if (local.readUInt32LE(0) !== LOCAL) throw new PackageUnreadable("An entry is not where the directory says.");
  const start = entry.header + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = readRange(readAt, start, entry.packed);
  if (entry.method === STORED) return yield* packed;
  const inflate = createInflateRaw();
  // What goes wrong on the way in comes out of `inflate`, which is what is read.
  pipeline(Readable.from(packed), inflate).catch(() => undefined);
  yield* inflate;
}

async function* readRange(readAt: ReadAt, start: number, length: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < length; at += CHUNK_BYTES) yield await readAt(start + at, Math.min(CHUNK_BYTES, length - at));
}

function readerOf(file: FileHandle): ReadAt {
  return async (position, length) => {
    if (position < 0) throw new PackageUnreadable("The file is too short.");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    if (bytesRead < length) throw new PackageUnreadable("The file is too short.");
    return buffer;
  };
}
