/** Signs visitors in and out with a signed cookie; this is a demonstration, so nobody needs a password. */
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import type { WebsiteContext } from "./environment.ts";

const cookieName = "mi_option_session";

/** The id of the account that the cookie names, if its signature holds. */
export async function readSession(context: WebsiteContext, secret: string): Promise<number | undefined> {
  const value = await getSignedCookie(context, secret, cookieName);
  return value && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Lasts a week. */
export async function startSession(context: WebsiteContext, secret: string, accountId: number): Promise<void> {
  await setSignedCookie(context, cookieName, String(accountId), secret, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: 7 * 86_400,
  });
}

export function endSession(context: WebsiteContext): void {
  deleteCookie(context, cookieName, { path: "/" });
}
