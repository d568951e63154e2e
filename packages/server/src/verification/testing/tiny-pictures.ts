/** Pictures of one pixel, with metadata that has to go. */
import { crc32, deflateSync } from "node:zlib";

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);

/** One grey pixel; its author, an Exif block, and something behind its end. */
export const TINY_PNG: Buffer = Buffer.concat([
  Buffer.from("89504e470d0a1a0a", "hex"),
  chunk("IHDR", header),
  chunk("tEXt", Buffer.from("Author\0Ada Canary", "latin1")),
  chunk("eXIf", Buffer.from("Exif in a chunk", "latin1")),
  chunk("IDAT", deflateSync(Buffer.from([0, 128]))),
  chunk("IEND", Buffer.alloc(0)),
  Buffer.from("Exif behind the end of Ada", "latin1"),
]);

function segment(marker: number, data: string): Buffer {
  const frame = Buffer.from([0xff, marker, 0, 0]);
  frame.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([frame, Buffer.from(data, "latin1")]);
}

/** The segments of a JPEG as a camera writes them; nothing that could be drawn. */
export const TINY_JPEG: Buffer = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, "JFIF\0"),
  segment(0xe1, "Exif\0\0GPS of Ada"),
  segment(0xee, "Adobe"),
  segment(0xfe, "Made by Ada"),
  segment(0xdb, "tables"),
  segment(0xda, "scan"),
  Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd1, 4]),
  Buffer.from([0xff, 0xd9]),
  Buffer.from("Ada behind the end", "latin1"),
]);
