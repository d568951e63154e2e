/** The directory of a ZIP file (APPNOTE 4.3), also of one that needs ZIP64: many entries, or more than 4 GiB. */

/** The file is no ZIP archive that is read here. */
export class PackageUnreadable extends Error {
  override readonly name = "PackageUnreadable";
}

/** Exactly so many bytes from there. Rejects with {@link PackageUnreadable} where the file has fewer. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** Where an entry stands, and how it is packed. Sizes are in bytes. */
export interface ZipEntry {
  readonly path: string;
  /** Of the file itself. */
  readonly bytes: number;
  /** As it is packed. */
  readonly packed: number;
  /** Where its local header begins. */
  readonly header: number;
  readonly method: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
/** Stands where the value is in the ZIP64 record instead. */
const ELSEWHERE = 0xffffffff;
const ELSEWHERE_16 = 0xffff;
const ZIP64_FIELD = 0x0001;

/** Reads all entries in the order of the directory. `size` is the file's. */
export async function readZipDirectory(readAt: ReadAt, size: number): Promise<readonly ZipEntry[]> {
  const { count, start, length } = await findDirectory(readAt, size);
  if (start + length > size) throw new PackageUnreadable("The directory is not where the file says.");
  const directory = await readAt(start, length);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let left = count; left > 0; left -= 1) {
    if (at + CENTRAL_BYTES > length || directory.readUInt32LE(at) !== CENTRAL)
      throw new PackageUnreadable("The directory is broken.");
    const nameEnd = at + CENTRAL_BYTES + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const end = extraEnd + directory.readUInt16LE(at + 32);
    if (end > length) throw new PackageUnreadable("The directory is broken.");
    const wide = readWideValues(directory.subarray(nameEnd, extraEnd));
    // In this order, and only those that do not fit.
    const readValue = (offset: number) => {
      const value = directory.readUInt32LE(at + offset);
      return value === ELSEWHERE ? wide() : value;
    };
    const bytes = readValue(24);
    const packed = readValue(20);
    const header = readValue(42);
    if (header + packed > size) throw new PackageUnreadable("An entry is not where the directory says.");
    const path = directory.toString("utf8", at + CENTRAL_BYTES, nameEnd);
    entries.push({ path, bytes, packed, header, method: directory.readUInt16LE(at + 10) });
    at = end;
  }
  return entries;
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly length: number;
}

async function findDirectory(readAt: ReadAt, size: number): Promise<Directory> {
  // Ours have no comment: the end of the directory is the end of the file.
  const end = await readAt(size - END_BYTES, END_BYTES);
  if (end.readUInt32LE(0) !== END) throw new PackageUnreadable("The file does not end as a ZIP file does.");
  const count = end.readUInt16LE(10);
  const length = end.readUInt32LE(12);
  const start = end.readUInt32LE(16);
  if (count !== ELSEWHERE_16 && length !== ELSEWHERE && start !== ELSEWHERE) return { count, length, start };
  const locator = await readAt(size - END_BYTES - LOCATOR_BYTES, LOCATOR_BYTES);
  // Exactly as many as the mark, and no ZIP64 record: then the mark is meant.
  if (locator.readUInt32LE(0) !== LOCATOR) return { count, length, start };
  const end64 = await readAt(readWide(locator, 8), END64_BYTES);
  if (end64.readUInt32LE(0) !== END64) throw new PackageUnreadable("The ZIP64 record is broken.");
  return { count: readWide(end64, 32), length: readWide(end64, 40), start: readWide(end64, 48) };
}

/** The values of the ZIP64 field among an entry's extra fields, one after the other. */
function readWideValues(extra: Buffer): () => number {
  let field = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64_FIELD) field = Buffer.from(extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  let next = 0;
  return () => {
    if (next + 8 > field.length) throw new PackageUnreadable("An entry's ZIP64 values are missing.");
    next += 8;
    return readWide(field, next - 8);
  };
}

function readWide(buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new PackageUnreadable("A size is beyond any file.");
  return Number(value);
}
