/**
 * Takes metadata off a picture: place, device and time of a photograph are nobody's affair here. Only what an image needs to
 * be drawn is copied (JPEG: ITU-T T.81, annex B; PNG: third edition, 5.6), so that what is unknown goes too.
 */

export interface Picture {
  readonly mediaType: "image/jpeg" | "image/png";
  readonly bytes: Uint8Array;
}

/** Null for what is neither, or is broken. */
export function stripPicture(bytes: Uint8Array): Picture | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const png = stripPng(data);
  if (png !== null) return { mediaType: "image/png", bytes: png };
  const jpeg = stripJpeg(data);
  return jpeg === null ? null : { mediaType: "image/jpeg", bytes: jpeg };
}

const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Chunks that are needed to draw. */
const PNG_CHUNKS = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT"];

function stripPng(data: Buffer): Buffer | null {
  if (!data.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
  const kept: Buffer[] = [PNG_SIGNATURE];
  for (let at = 8; at + 12 <= data.length; ) {
    const end = at + 12 + data.readUInt32BE(at);
    if (end > data.length) return null;
    const type = data.toString("latin1", at + 4, at + 8);
    if (at === 8 && type !== "IHDR") return null;
    if (PNG_CHUNKS.includes(type)) kept.push(data.subarray(at, end));
    // Whatever stands behind the end is no picture.
    if (type === "IEND") return Buffer.concat(kept);
    at = end;
  }
  return null;
}

const MARKER = { start: 0xd8, end: 0xd9, scan: 0xda, comment: 0xfe } as const;

function stripJpeg(data: Buffer): Buffer | null {
  if (data[0] !== 0xff || data[1] !== MARKER.start) return null;
  const kept: Buffer[] = [data.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1] ?? 0;
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === MARKER.end) return Buffer.concat([...kept, data.subarray(at, at + 2)]);
    const end = at + 2 + data.readUInt16BE(at + 2);
    if (end > data.length || end < at + 4) return null;
    // APP14 says how colours are stored; other application segments (Exif, XMP, profiles) and comments say more than that.
    const isMetadata = (marker >= 0xe0 && marker <= 0xef && marker !== 0xee) || marker === MARKER.comment;
    if (!isMetadata) kept.push(data.subarray(at, end));
    at = end;
    if (marker === MARKER.scan) {
      const next = endOfScan(data, at);
      if (next === null) return null;
      kept.push(data.subarray(at, next));
      at = next;
    }
  }
  return null;
}

/** Where entropy-coded data ends: at a marker that is neither a stuffed zero nor a restart. */
function endOfScan(data: Buffer, from: number): number | null {
  for (let at = data.indexOf(0xff, from); at >= 0 && at + 1 < data.length; at = data.indexOf(0xff, at + 1)) {
    const marker = data[at + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return null;
}
