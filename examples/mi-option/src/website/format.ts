/** Turns stored values into what a reader sees. */

const money = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

export const formatMoney = (cents: number): string => money.format(cents / 100);
export const formatDay = (date: string): string => day.format(new Date(date));
export const formatMoment = (date: string): string => moment.format(new Date(date));
export const formatMonth = (date: string): string => month.format(new Date(date));

const periods: Readonly<Record<string, string>> = { once: "one time", monthly: "a month", quarterly: "a season" };

/** How often the price of a product is due, in words. */
export const formatBilling = (billing: string): string => periods[billing] ?? billing;

/** "1 post", "2 posts". */
export const formatCount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
