/** Draws the picture of a product: a grid of plain shapes, different for every product and always the same for one. */
import { createHash } from "node:crypto";
import { createRandom, type Random } from "../database/random.ts";

const palettes: readonly (readonly string[])[] = [
  ["#0f4f47", "#f3e3c7", "#e9a23b", "#d96c4a", "#9cc3b2"],
  ["#283a5e", "#f4e6d8", "#e58f65", "#7fa6b8", "#f2c14e"],
  ["#5b2a4b", "#f7e4dc", "#e0897a", "#f0b860", "#a8b5a0"],
  ["#6b3f1d", "#f8ecd4", "#d99a3d", "#8fae8b", "#c4573a"],
  ["#1f5a6b", "#eef0e2", "#f0a35e", "#b9d3c6", "#d9583f"],
];

const tile = 80;

/** An SVG image of 4 by 3 tiles. */
export function drawProductArt(slug: string): string {
  const random = createRandom(createHash("sha256").update(slug).digest().readUInt32BE(0));
  const palette = random.pick(palettes);
  const shapes: string[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) shapes.push(drawTile(random, palette, column * tile, row * tile));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240">${shapes.join("")}</svg>`;
}

function drawTile(random: Random, palette: readonly string[], x: number, y: number): string {
  const [ground, figure, accent] = random.sample(palette, 3);
  const corner = random.between(0, 3);
  const cornerX = x + (corner % 2) * tile;
  const cornerY = y + Math.floor(corner / 2) * tile;
  const sweep = corner === 0 || corner === 3 ? 1 : 0;
  const endX = x + (1 - (corner % 2)) * tile;
  const endY = y + (1 - Math.floor(corner / 2)) * tile;
  const half = tile / 2;
  const quarter = `<path fill="${figure}" d="M${cornerX} ${cornerY}H${endX}A${tile} ${tile} 0 0 ${sweep} ${cornerX} ${endY}Z"/>`;
  const figures = [
    quarter,
    `${quarter}<circle fill="${accent}" cx="${(cornerX + x + half) / 2}" cy="${(cornerY + y + half) / 2}" r="12"/>`,
    `<circle fill="${figure}" cx="${x + half}" cy="${y + half}" r="30"/><circle fill="${accent}" cx="${x + half}" cy="${y + half}" r="13"/>`,
    `<path fill="${figure}" d="M${x} ${y + half}A${half} ${half} 0 0 1 ${x + tile} ${y + half}Z"/><path fill="${accent}" d="M${x} ${y + tile}A${half} ${half} 0 0 1 ${x + tile} ${y + tile}Z"/>`,
    `<path fill="${figure}" d="M${x} ${y}H${x + tile}L${x} ${y + tile}Z"/>`,
    `<path fill="${figure}" d="M${x + half} ${y + 8}C${x + tile} ${y + 26} ${x + tile} ${y + 54} ${x + half} ${y + 72}C${x} ${y + 54} ${x} ${y + 26} ${x + half} ${y + 8}Z"/>`,
  ];
  return `<rect fill="${ground}" x="${x}" y="${y}" width="${tile}" height="${tile}" shape-rendering="crispEdges"/>${random.pick(figures)}`;
}
