/** A peer's published package, without what it depends on: fetched by npm when asked for, and checked against its hash. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const CACHE = resolve(import.meta.dirname, "../../../node_modules/.cache/kept-peers");

/**
 * Answers the folder of the unpacked package.
 * @param integrity `sha512-…` of the archive
 * @throws Error when it cannot be had, or is not what was published
 */
export function fetchPeer(name: string, version: string, integrity: string): string {
  const folder = join(CACHE, `${name}-${version}`);
  const archive = join(CACHE, `${name}-${version}.tgz`);
  if (existsSync(join(folder, "package.json"))) return folder;
  mkdirSync(folder, { recursive: true });
  execFileSync("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", CACHE], { stdio: "ignore" });
  const hash = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (hash !== integrity) throw new Error(`${name}@${version} is not what was published: ${hash}.`);
  execFileSync("tar", ["xzf", archive, "--strip-components=1", "-C", folder]);
  return folder;
}
