/** Draws the invented portraits and identity papers, as indexed-colour PNG files made with nothing but node:zlib. */
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { Random } from "./random.ts";

type Colour = readonly [red: number, green: number, blue: number];

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const skins: readonly Colour[] = [
  [248, 217, 190],
  [234, 190, 156],
  [209, 158, 118],
  [173, 118, 82],
  [131, 84, 57],
  [112, 72, 50],
];
const hairs: readonly Colour[] = [
  [42, 32, 32],
  [84, 56, 40],
  [142, 92, 50],
  [214, 170, 98],
  [178, 82, 50],
  [176, 176, 180],
];
const shirts: readonly Colour[] = [
  [31, 95, 84],
  [196, 90, 62],
  [70, 78, 140],
  [222, 168, 72],
  [120, 72, 110],
  [60, 110, 150],
];
const grounds: readonly Colour[] = [
  [247, 226, 205],
  [214, 231, 222],
  [224, 221, 240],
  [250, 233, 190],
  [240, 214, 214],
  [208, 226, 238],
];

/** A stylised head and shoulders, 160 by 160 pixels. */
export function drawPortrait(random: Random): Buffer {
  const canvas = createCanvas(160, 160);
  const palette = [random.pick(grounds), random.pick(skins), random.pick(hairs), random.pick(shirts), [30, 22, 26]];
  drawBust(canvas, random, 80, 76, 1);
  return encodePng(canvas, palette as Colour[]);
}

/** A card with a small portrait, lines where text would be, and a bar pattern of its own. 256 by 160 pixels. */
export function drawIdentityDocument(random: Random): Buffer {
  const canvas = createCanvas(256, 160);
  const palette: Colour[] = [
    [226, 234, 238],
    random.pick(skins),
    random.pick(hairs),
    random.pick(shirts),
    [52, 62, 74],
  ];
  drawBust(canvas, random, 62, 70, 0.55);
  fillBox(canvas, 0, 0, 256, 14, 4);
  for (let line = 0; line < 5; line++) fillBox(canvas, 124, 34 + line * 14, random.between(60, 112), 5, 4);
  for (let bar = 0; bar < 56; bar++) fillBox(canvas, 16 + bar * 4, 134, random.between(1, 3), 14, 4);
  return encodePng(canvas, palette);
}

/** The key under which a picture is stored: the SHA-256 of its bytes, in hexadecimal. */
export function storageKeyOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function drawBust(canvas: Canvas, random: Random, x: number, y: number, scale: number): void {
  const size = (value: number): number => value * scale;
  const headWidth = size(random.between(28, 34));
  const headHeight = size(random.between(36, 42));
  const hasLongHair = random.chance(0.45);
  const hairHeight = size(random.between(8, 20));
  const lean = size(random.between(-10, 10));
  const eyeGap = size(random.between(12, 16));
  const smile = size(random.between(7, 13));
  if (hasLongHair) fillEllipse(canvas, x, y + size(16), headWidth + size(11), headHeight + size(22), 2);
  fillEllipse(canvas, x, y + size(94), size(64), size(48), 3);
  fillBox(canvas, x - size(12), y + size(24), size(24), size(30), 1);
  fillEllipse(canvas, x, y + size(53), size(12), size(9), 1);
  fillEllipse(canvas, x + lean / 3, y - size(6), headWidth + size(5), headHeight + size(2), 2);
  fillEllipse(canvas, x, y + hairHeight / 2, headWidth, headHeight - hairHeight / 2, 1);
  fillEllipse(canvas, x + lean, y - headHeight + hairHeight * 0.9, headWidth - size(5), hairHeight * 0.8, 2);
  for (const side of [-1, 1]) fillEllipse(canvas, x + side * eyeGap, y + size(4), size(3), size(3.6), 4);
  for (let step = -smile; step <= smile; step += 0.5) {
    const dip = 5 * (1 - (step / smile) ** 2);
    fillEllipse(canvas, x + step, y + size(18 + dip), size(1.6), size(1.6), 4);
  }
}

function createCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8Array(width * height) };
}

function fillBox(canvas: Canvas, left: number, top: number, width: number, height: number, colour: number): void {
  const fromX = Math.max(0, Math.round(left));
  const toX = Math.min(canvas.width, Math.round(left + width));
  const toY = Math.min(canvas.height, Math.round(top + height));
  for (let row = Math.max(0, Math.round(top)); row < toY; row++) {
    if (toX > fromX) canvas.pixels.fill(colour, row * canvas.width + fromX, row * canvas.width + toX);
  }
}

function fillEllipse(canvas: Canvas, x: number, y: number, radiusX: number, radiusY: number, colour: number): void {
  for (let row = Math.floor(y - radiusY); row <= y + radiusY; row++) {
    const reach = 1 - ((row - y) / radiusY) ** 2;
    if (reach <= 0) continue;
    const half = radiusX * Math.sqrt(reach);
    fillBox(canvas, x - half, row, half * 2, 1, colour);
  }
}

/** PNG with one byte a pixel and a palette (PNG specification, colour type 3, no filter). */
function encodePng(canvas: Canvas, palette: readonly Colour[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(canvas.width, 0);
  header.writeUInt32BE(canvas.height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const scanlines = Buffer.alloc((canvas.width + 1) * canvas.height);
  for (let row = 0; row < canvas.height; row++) {
    scanlines.set(canvas.pixels.subarray(row * canvas.width, (row + 1) * canvas.width), row * (canvas.width + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(scanlines, { level: 6 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}
