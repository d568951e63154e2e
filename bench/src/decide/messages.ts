/** What the bench and the server's process say to each other. */

export type ToServer =
  | { readonly do: "fill"; readonly from: number; readonly to: number }
  | { readonly do: "change"; readonly person: string; readonly act: "given" | "withdrawn" }
  | { readonly do: "churn"; readonly people: number }
  | { readonly do: "rest" }
  | { readonly do: "stop" };

export interface FromServer {
  readonly done: ToServer["do"] | "start";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Changes made by churning so far. */
  readonly changes: number;
  readonly url?: string;
  readonly apiKey?: string;
}
