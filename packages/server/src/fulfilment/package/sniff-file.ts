/** Tells what a binary value is by its first bytes, so that its file opens with a double click. */

export interface SniffedFile {
  readonly extension: string;
  /** Media type. */
  readonly type: string;
}

interface FileKind extends SniffedFile {
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0));

const KINDS: readonly FileKind[] = [
  { extension: "png", type: "image/png", at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { extension: "jpg", type: "image/jpeg", at: 0, bytes: [0xff, 0xd8, 0xff] },
  { extension: "gif", type: "image/gif", at: 0, bytes: ascii("GIF8") },
  { extension: "webp", type: "image/webp", at: 8, bytes: ascii("WEBP") },
  { extension: "avif", type: "image/avif", at: 4, bytes: ascii("ftypavif") },
  { extension: "heic", type: "image/heic", at: 4, bytes: ascii("ftypheic") },
  { extension: "bmp", type: "image/bmp", at: 0, bytes: [...ascii("BM")] },
  { extension: "tif", type: "image/tiff", at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { extension: "tif", type: "image/tiff", at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { extension: "pdf", type: "application/pdf", at: 0, bytes: ascii("%PDF-") },
  { extension: "zip", type: "application/zip", at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { extension: "gz", type: "application/gzip", at: 0, bytes: [0x1f, 0x8b] },
  { extension: "mp4", type: "video/mp4", at: 4, bytes: ascii("ftyp") },
  { extension: "webm", type: "video/webm", at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { extension: "ogg", type: "audio/ogg", at: 0, bytes: ascii("OggS") },
  { extension: "mp3", type: "audio/mpeg", at: 0, bytes: ascii("ID3") },
  { extension: "wav", type: "audio/wav", at: 8, bytes: ascii("WAVE") },
];

/** What the bytes are, or null when their beginning is not one that we know. */
export function sniffFile(bytes: Uint8Array): SniffedFile | null {
  const kind = KINDS.find((row) => row.bytes.every((byte, index) => bytes[row.at + index] === byte));
  return kind === undefined ? null : { extension: kind.extension, type: kind.type };
}
