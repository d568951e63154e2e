/** A club beside the shop, for tests of several systems: it can be taken away and brought back while the server runs. */
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ADA, BOB, type Shop } from "./shop.ts";

export const CLUB = `
  create table members (id integer primary key, email varchar(80) not null unique, nickname varchar(80));
  create table visits (id integer primary key, member_id integer not null references members (id), note varchar(80));
  insert into members values (1, '${ADA}', 'Countess'), (2, '${BOB}', 'Bobby');
  insert into visits values (1, 1, 'first'), (2, 1, 'second'), (3, 2, 'only');`;
export const CLUB_MAP = `
tables:
  members: { subject: true, identifiers: { email: email } }
  visits: { edges: { "member_id -> members": owner } }
`;

/** A store beside the shop, which can be taken away and brought back while the server runs. */
export interface Club extends AsyncDisposable {
  readonly url: string;
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  /** Numbers of members and of visits. */
  count(): Promise<readonly [members: number, visits: number]>;
}

/** A file that is moved away. */
export async function createFileClub(shop: Shop): Promise<Club> {
  const path = join(shop.folder, "club.db");
  const database = new DatabaseSync(path);
  database.exec(CLUB);
  database.close();
  return {
    url: `sqlite://${path}`,
    goDown: () => rename(path, `${path}.away`),
    comeUp: () => rename(`${path}.away`, path),
    count: async () => {
      const reader = new DatabaseSync(path, { readOnly: true });
      const counts = ["members", "visits"].map((table) =>
        Number(reader.prepare(`select count(*) as n from ${table}`).get()?.["n"]),
      );
      reader.close();
      return [counts[0] ?? 0, counts[1] ?? 0];
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
