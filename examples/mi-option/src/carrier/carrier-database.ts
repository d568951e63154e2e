/** The carrier's own database: a label for every order that was sent, with the name and address that mi Option gave it. */
import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    order_number TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    on_hold INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX labels_email ON labels (email);
`;

/** Makes it from the orders of the shop, as if each had been handed over. */
export function generateCarrier(path: string, shop: string): void {
  using source = new DatabaseSync(shop, { readOnly: true });
  const orders = source
    .prepare(
      `SELECT o.order_number, lower(a.email) AS email, a.display_name AS name,
        d.street || ', ' || d.postal_code || ' ' || d.city AS address
       FROM orders o JOIN accounts a ON a.id = o.account_id JOIN addresses d ON d.id = o.delivery_address_id
       WHERE o.status <> 'placed' ORDER BY o.id`,
    )
    .all();
  using database = new DatabaseSync(path);
  database.exec(SCHEMA);
  const insert = database.prepare("INSERT INTO labels (order_number, email, name, address) VALUES (?, ?, ?, ?)");
  database.exec("BEGIN");
  for (const order of orders) {
    insert.run(String(order["order_number"]), String(order["email"]), String(order["name"]), String(order["address"]));
  }
  database.exec("COMMIT");
}

export interface CarrierNotice {
  readonly event: string;
  readonly person: { readonly identifiers: readonly { readonly kind: string; readonly value: string }[] };
  readonly corrections?: readonly { readonly category: string; readonly value: string }[];
}

export type CarrierAnswer = { readonly answer: "done" | "nothing-held" | "cannot"; readonly words: string };

/** Columns of the carrier's by the categories that its notices name. */
const COLUMNS: Readonly<Record<string, string>> = {
  "contact.email": "email",
  name: "name",
  "contact.address": "address",
};

/** Does what a notice asks for, in one transaction, and says what that was. */
export function obeyNotice(path: string, notice: CarrierNotice): CarrierAnswer {
  using database = new DatabaseSync(path);
  const emails = notice.person.identifiers
    .filter(({ kind }) => kind === "email")
    .map(({ value }) => value.toLowerCase());
  const places = emails.map(() => "?").join(", ");
  const change = (statement: string, ...values: string[]): number =>
    emails.length === 0
      ? 0
      : Number(database.prepare(`${statement} WHERE email IN (${places})`).run(...values, ...emails).changes);
  const act: Readonly<Record<string, () => number>> = {
    "person.erasure": () => change("DELETE FROM labels"),
    "person.restriction": () => change("UPDATE labels SET on_hold = 1"),
    "person.lift": () => change("UPDATE labels SET on_hold = 0"),
    "person.rectification": () => {
      const known = (notice.corrections ?? []).flatMap(({ category, value }) => {
        const column = COLUMNS[category];
        return column === undefined ? [] : [{ column, value }];
      });
      // The address by which labels are found comes last.
      const ordered = known.toSorted((a, b) => Number(a.column === "email") - Number(b.column === "email"));
      return ordered.reduce(
        (most, { column, value }) => Math.max(most, change(`UPDATE labels SET ${column} = ?`, value)),
        0,
      );
    },
  };
  const done = act[notice.event];
  if (done === undefined) return { answer: "cannot", words: "This kind of notice is not known here." };
  database.exec("BEGIN IMMEDIATE");
  const labels = done();
  database.exec("COMMIT");
  return labels === 0 ? { answer: "nothing-held", words: "" } : { answer: "done", words: `${labels} labels.` };
}
