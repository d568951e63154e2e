/** Reads a package that was written here, entry by entry and as a stream: nothing of it is held as a whole. */
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";

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

/** The file is no ZIP archive that we write, or one beyond 4 GiB, which is not read here. */
export class PackageUnreadable extends Error {
  override readonly name = "PackageUnreadable";
}

interface Located extends PackageEntry {
  readonly packed: number;
  readonly header: number;
  readonly method: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const END_BYTES = 22;
const LOCAL_BYTES = 30;
const IN_ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 65_536;

/** Rejects with {@link PackageUnreadable}, or the file system's error where there is no such file. */
export async function openPackage(path: string): Promise<OpenPackage> {
  const file = await open(path, "r");
  try {
    const located = await readDirectory(file);
    const byPath = new Map(located.map((entry) => [entry.path, entry]));
    return {
      entries: located.map(({ path: name, bytes }) => ({ path: name, bytes })),
      read: (name) => {
        const entry = byPath.get(name);
        if (entry === undefined) throw new Error("A package has no entry of that path.");
        return readEntry(file, entry);
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readDirectory(file: FileHandle): Promise<readonly Located[]> {
  const { size } = await file.stat();
  // Ours have no comment: the end of the directory is the end of the file.
  const end = await readAt(file, size - END_BYTES, END_BYTES);
  if (end.readUInt32LE(0) !== END) throw new PackageUnreadable("The file does not end as a ZIP file does.");
  const start = end.readUInt32LE(16);
  if (start === IN_ZIP64) throw new PackageUnreadable("The file is larger than 4 GiB.");
  const directory = await readAt(file, start, end.readUInt32LE(12));
  const entries: Located[] = [];
  let at = 0;
  for (let left = end.readUInt16LE(10); left > 0; left -= 1) {
    if (directory.readUInt32LE(at) !== CENTRAL) throw new PackageUnreadable("The directory is broken.");
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      path: directory.toString("utf8", at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      header: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function* readEntry(file: FileHandle, entry: Located): AsyncIterable<Uint8Array> {
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw new PackageUnreadable("An entry is packed otherwise.");
  const local = await readAt(file, entry.header, LOCAL_BYTES);
  const start = entry.header + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = readRange(file, start, entry.packed);
  if (entry.method === STORED) return yield* packed;
  const inflate = createInflateRaw();
  // What goes wrong on the way in comes out of `inflate`, which is what is read.
  pipeline(Readable.from(packed), inflate).catch(() => undefined);
  yield* inflate;
}

async function* readRange(file: FileHandle, start: number, length: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < length; at += CHUNK_BYTES)
    yield await readAt(file, start + at, Math.min(CHUNK_BYTES, length - at));
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (position < 0) throw new PackageUnreadable("The file is too short.");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new PackageUnreadable("The file is too short.");
  return buffer;
}
