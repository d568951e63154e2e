/** The operator's own databases: made on the first start, left alone afterwards. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { generateCarrier } from "./carrier/carrier-database.ts";
import { generateDatabase } from "./database/generate.ts";
import { generateArchive } from "./rights-endpoint/generate-archive.ts";

export interface OperatorData {
  /** Path of the shop's database. */
  readonly shop: string;
  /** Path of the archive's database. */
  readonly archive: string;
  /** Shared secret with which Kept and the archive sign their calls. */
  readonly archiveSecret: string;
  /** Path of the carrier's database, and the secret that its notices are signed with. */
  readonly carrier: string;
  readonly carrierSecret: string;
  /** Path of the other company's database, which it makes itself. */
  readonly swapCircle: string;
}

/** Makes what is missing in `folder`. */
export async function openOperatorData(folder: string): Promise<OperatorData> {
  const shop = join(folder, "shop.db");
  const archive = join(folder, "archive.db");
  const carrier = join(folder, "carrier.db");
  if (!existsSync(shop)) await generateDatabase(shop, { people: 200, seed: 42 });
  if (!existsSync(archive)) generateArchive(archive, listPeople(shop));
  if (!existsSync(carrier)) generateCarrier(carrier, shop);
  const archiveSecret = readSecret(join(folder, "archive-secret"));
  return {
    shop,
    archive,
    archiveSecret,
    carrier,
    carrierSecret: readSecret(join(folder, "carrier-secret")),
    swapCircle: join(folder, "swap-circle.db"),
  };
}

function readSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

function listPeople(shop: string) {
  using database = new DatabaseSync(shop, { readOnly: true });
  const rows = database.prepare("SELECT email, display_name AS name FROM accounts ORDER BY id").all();
  return rows.map((row) => ({ email: String(row["email"]), name: String(row["name"]) }));
}
