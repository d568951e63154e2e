/** Keys of the command line on this machine: one seals planned keys, one signs receipts. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface LocalKeys {
  seal(text: string): Buffer;
  /** Null when it is not whole, or was sealed with another key. */
  unseal(sealed: Buffer): string | null;
  /** A keyed hash (HMAC-SHA-256, hexadecimal) by which equal texts are found without keeping them. */
  mark(text: string): string;
  /** Ed25519. */
  sign(bytes: Buffer): Buffer;
  /** PEM (SPKI). */
  readonly publicKey: string;
}

interface KeyFile {
  readonly seal: string;
  readonly sign: string;
  readonly publicKey: string;
}

/** Reads the keys of this data directory; makes them when there are none. */
export async function openLocalKeys(dataDir: string): Promise<LocalKeys> {
  const path = join(dataDir, "cli-keys.json");
  const text = (await readFile(path, "utf8").catch(() => null)) ?? (await createKeys(dataDir, path));
  const file = JSON.parse(text) as KeyFile;
  return describeKeys(Buffer.from(file.seal, "base64"), createPrivateKey(file.sign), file.publicKey);
}

/** Linked into place whole, so that two commands that start together end up with the same keys. */
async function createKeys(dataDir: string, path: string): Promise<string> {
  const pair = generateKeyPairSync("ed25519");
  const file: KeyFile = {
    seal: randomBytes(32).toString("base64"),
    sign: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, JSON.stringify(file), { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return await readFile(path, "utf8");
}

function describeKeys(sealKey: Buffer, signKey: KeyObject, publicKey: string): LocalKeys {
  const markKey = Buffer.from(hkdfSync("sha256", sealKey, "kept", "kept/v1/cli/tombstone", 32));
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    unseal(sealed) {
      try {
        const decipher = createDecipheriv("aes-256-gcm", sealKey, sealed.subarray(0, 12));
        decipher.setAuthTag(sealed.subarray(12, 28));
        return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
    mark: (text) => createHmac("sha256", markKey).update(text, "utf8").digest("hex"),
    sign: (bytes) => sign(null, bytes, signKey),
    publicKey,
  };
}
