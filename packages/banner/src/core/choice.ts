/** What a person chose, and its form in the one cookie that remembers it. */

/** How a choice was made. `defer`: the question was closed without an answer; that is a no, and not asked again at once. */
export type Method = "accept" | "reject" | "save" | "withdraw" | "defer";

export interface ChosenPurpose {
  readonly granted: boolean;
  /** Version of the purpose about which they were asked. */
  readonly version: string;
}

export interface Choice {
  readonly method: Method;
  /** Seconds since 1970. */
  readonly at: number;
  /** True: the person was told that their browser's signal says otherwise, and chose all the same. */
  readonly told: boolean;
  /** Random name of this browser in the record of choices. */
  readonly device: string;
  readonly purposes: Readonly<Record<string, ChosenPurpose>>;
}

/**
 * `1.reject.t9x2kq.-.<device>.analytics:0:9f2c1a`: people can read it, and programs that test for `kept-choice=1.reject`
 * may rely on the beginning. Only characters that a cookie may hold bare (RFC 6265, 4.1.1).
 */
export function writeChoice(choice: Choice): string {
  const purposes = Object.entries(choice.purposes).map(
    ([id, { granted, version }]) => `${id}:${granted ? 1 : 0}:${version}`,
  );
  return ["1", choice.method, choice.at.toString(36), choice.told ? "told" : "-", choice.device, ...purposes].join(".");
}

/** Null for whatever is not a whole choice: half a choice is none. */
export function readChoice(text: string | null | undefined): Choice | null {
  // What is missing is undefined, and fails below or compares as different.
  const [format, method, at, told, device, ...items] = (text ?? "").split(".") as [
    string,
    Method,
    string,
    string,
    string,
  ];
  const seconds = Number.parseInt(at, 36);
  if (format !== "1" || !(seconds > 0) || !device) return null;
  // Without a prototype: no purpose is there that was not written.
  const purposes = { __proto__: null } as unknown as Record<string, ChosenPurpose>;
  for (const item of items as string[]) {
    const [id, granted, version] = item.split(":") as [string, string, string];
    purposes[id] = { granted: granted === "1", version };
  }
  return { method, at: seconds, told: told === "told", device, purposes };
}

/** The value of a cookie in a `Cookie` header or in `document.cookie`. */
export function readCookie(cookies: string, name: string): string | null {
  return new RegExp(`(^|;)\\s*${name}=([^;]*)`).exec(cookies)?.[2] ?? null;
}
