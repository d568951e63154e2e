/** The reader of query logs takes the forms that databases write, and keeps no value. */
import { describe, expect, it } from "vitest";
import { readJoins } from "./read-joins.ts";

const write = (text: string) =>
  readJoins(text).map(
    ({ left, right, count }) => `${left.table}.${left.column}=${right.table}.${right.column} ${count}`,
  );

describe("joins of a query log", () => {
  it("reads joins, lists of tables and subqueries of plain SQL", () => {
    expect(
      write(`
        SELECT o.id FROM orders AS o JOIN clients c ON c.id = o.buyer WHERE o.state = 'c.id = o.id'; -- a = b.c
        select * from public.orders o, "Clients" k where k."id" = o.buyer and o.total = 3;
        DELETE FROM notes WHERE writer IN (SELECT id FROM staff WHERE name = 'Ada');
        UPDATE tickets SET seen = 1 WHERE tickets.agent = (SELECT MAX(x) FROM y)
      `),
    ).toEqual(["clients.id=orders.buyer 2", "notes.writer=staff.id 1"]);
  });

  it("reads Postgres' csv log", () => {
    const line = `2026-01-02 10:00:00 UTC,"app","db",1,"[local]",,1,"SELECT",,,0,LOG,00000,"SELECT u.id FROM ""User"" u JOIN ""Post"" p ON p.""writerRef"" = u.id WHERE u.mail = 'x@example.org'",,,,`;
    expect(write(`${line}\n${line}`)).toEqual(["Post.writerRef=User.id 2"]);
  });

  it("reads MySQL's general log and pg_stat_statements, which know no semicolon", () => {
    expect(
      write(
        "2026-01-02T10:00:00Z\t 8 Query\tSELECT `a`.`id` FROM `ads` `a` LEFT JOIN `persons` `p` ON `a`.`placed` = `p`.`id`\n" +
          "2026-01-02T10:00:01Z\t 8 Query\tSELECT 1\n" +
          "SELECT * FROM loans l JOIN persons p ON p.id = l.lent_to WHERE l.id = $1\n",
      ),
    ).toEqual(["ads.placed=persons.id 1", "persons.id=loans.lent_to 1"]);
  });

  it("keeps no literal", () => {
    expect(
      JSON.stringify(readJoins("SELECT * FROM a JOIN b ON a.x = b.y WHERE b.mail = 'ada@example.org'")),
    ).not.toContain("ada");
  });
});
