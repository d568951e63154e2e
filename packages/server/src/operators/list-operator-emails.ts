/** Whom messages to operators go to. */
import { type Permission, type Role, roleNames, roles } from "@kept/contract/permissions";
import type { Ctx } from "../platform/ctx.ts";

/** Addresses of all operators whose role has a permission. */
export async function listOperatorEmails(ctx: Ctx, permission: Permission): Promise<readonly string[]> {
  const acting = roleNames.filter((role: Role) => (roles[role] as readonly Permission[]).includes(permission));
  const rows = await ctx.db
    .selectFrom("operator_user")
    .select("email")
    .where("role", "in", acting)
    .orderBy("email")
    .execute();
  return rows.map(({ email }) => email);
}
