/** What the connected user may do with a table, as far as the server tells a user about itself. */
import type { TableSchema } from "@kept/engine/schema";
import type { Session } from "../dialect/dialect.ts";
import { param, raw, sql } from "../dialect/fragment.ts";

export type MayDo = (schema: string, table: string) => TableSchema["may"];

type Cells = readonly (string | null)[];

/** Reads the user's own grants; privileges that come through an active role are assumed, since they cannot be listed. */
export async function readPrivileges(session: Session): Promise<MayDo> {
  const [who] = (await session.query(sql`SELECT CURRENT_USER(), CURRENT_ROLE()`)).rows as readonly Cells[];
  const user = who?.[0] ?? "";
  const role = who?.[1] ?? "NONE";
  const at = user.lastIndexOf("@");
  const grantee = param(`'${user.slice(0, at)}'@'${user.slice(at + 1)}'`);
  const wanted = raw("PRIVILEGE_TYPE IN ('SELECT', 'UPDATE', 'DELETE', 'INSERT')");
  const grants = (
    await session.query(sql`
SELECT NULL, NULL, PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ${grantee} AND ${wanted}
UNION ALL
SELECT TABLE_SCHEMA, NULL, PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ${grantee} AND ${wanted}
UNION ALL
SELECT TABLE_SCHEMA, TABLE_NAME, PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ${grantee} AND ${wanted}`)
  ).rows as readonly Cells[];
  const everywhere = new Set<string | null>();
  const bySchema: { pattern: RegExp; privilege: string | null }[] = [];
  const byTable = new Set<string>();
  for (const [schema, table, privilege] of grants) {
    if (schema == null) everywhere.add(privilege ?? null);
    else if (table == null) bySchema.push({ pattern: schemaPattern(schema), privilege: privilege ?? null });
    else byTable.add(`${schema}\n${table}\n${privilege}`);
  }
  const viaRole = role !== "NONE" && role !== "";
  return (schema, table) => {
    const has = (privilege: string) =>
      viaRole ||
      everywhere.has(privilege) ||
      byTable.has(`${schema}\n${table}\n${privilege}`) ||
      bySchema.some((grant) => grant.privilege === privilege && grant.pattern.test(schema));
    return { read: has("SELECT"), update: has("UPDATE"), delete: has("DELETE"), insert: has("INSERT") };
  };
}

/** Grants on databases are LIKE patterns. */
function schemaPattern(pattern: string): RegExp {
  const text = pattern.replace(/\\(.)|([%_])|([.*+?^${}()|[\]])/g, (_, escaped, wildcard, special) => {
    if (escaped !== undefined) return /\w/.test(escaped) ? escaped : `\\${escaped}`;
    if (wildcard !== undefined) return wildcard === "%" ? ".*" : ".";
    return `\\${special}`;
  });
  return new RegExp(`^${text}$`, "s");
}
