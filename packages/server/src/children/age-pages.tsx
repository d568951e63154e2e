/** The age screen in a browser without JavaScript: apps and sites send visitors here, and get them back with a proof. */
import { randomBytes } from "node:crypto";
import { getCookie, setCookie } from "hono/cookie";
import { frameOf, type PageContext, respond } from "../centre/page-answers.tsx";
import { Temporal } from "../platform/clock.ts";
import type { PageRouter } from "../platform/slice.ts";
import { countryOfAddress } from "../regions/country-of-address.ts";
import { AgeAnswerPage, AgePage } from "./age-page.tsx";
import { type ChildParts, childPath } from "./child-parts.ts";
import { isLocked, screenAge } from "./screen-age.ts";

/** Holds random bits for as long as the browser is open: a device that was turned away is known by them, and nothing else. */
const DEVICE_COOKIE = "kept_age";
const DEVICE = /^dev_[0-9a-z]{26}$/;

export function addAgePages(pages: PageRouter, parts: ChildParts): void {
  pages.get(childPath.age(), async (c) => {
    const device = readDevice(c);
    const frame = frameOf(parts, c);
    if (device !== null && (await isLocked(c.var.ctx, device)))
      return respond(c, <AgeAnswerPage frame={frame} passed={false} />);
    const returnTo = allowedReturn(parts, c.req.query("to"));
    return respond(c, <AgePage frame={frame} values={{ isWrong: false, returnTo }} />);
  });
  pages.post(childPath.age(), async (c) => {
    const form = await c.req.raw.formData().catch(() => new FormData());
    const frame = frameOf(parts, c);
    const returnTo = allowedReturn(parts, text(form.get("to")));
    const born = readDate(form);
    if (born === null) return respond(c, <AgePage frame={frame} values={{ isWrong: true, returnTo }} />, 422);
    const device = readDevice(c) ?? newDevice(c);
    const country = countryOfAddress(c.var.clientAddress) ?? undefined;
    const screened = await screenAge(c.var.ctx, parts.kept, { device, born, country: country?.slice(0, 2) });
    if (screened.proof === null) return respond(c, <AgeAnswerPage frame={frame} passed={false} />);
    if (returnTo === null) return respond(c, <AgeAnswerPage frame={frame} passed />);
    const url = new URL(returnTo);
    url.searchParams.set("age_proof", screened.proof);
    return c.redirect(url.href, 303);
  });
}

function readDevice(c: PageContext): string | null {
  const device = getCookie(c, DEVICE_COOKIE);
  return device !== undefined && DEVICE.test(device) ? device : null;
}

function newDevice(c: PageContext): string {
  const device = `dev_${[...randomBytes(26)].map((byte) => (byte % 36).toString(36)).join("")}`;
  const secure = new URL(c.req.url).protocol === "https:" || c.req.header("x-forwarded-proto") === "https";
  setCookie(c, DEVICE_COOKIE, device, { path: childPath.age(), httpOnly: true, sameSite: "Lax", secure });
  return device;
}

/** An address of the operator's own apps and sites, and no other: the page must not send people anywhere. */
function allowedReturn(parts: ChildParts, wanted: string | undefined): string | null {
  if (wanted === undefined || !URL.canParse(wanted)) return null;
  const url = new URL(wanted);
  return parts.kept.children.returnTo.some((allowed) => new URL(allowed).origin === url.origin) ? url.href : null;
}

/** An ISO day; null for what is none. */
function readDate(form: FormData): string | null {
  const [year, month, day] = ["year", "month", "day"].map((name) => Number(text(form.get(name)).trim() || "x"));
  if (year === undefined || month === undefined || day === undefined) return null;
  if (![year, month, day].every(Number.isInteger)) return null;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
