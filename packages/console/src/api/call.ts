/** Calls an endpoint of the contract: the literal gives the address, the types and the schema that the answer must fit. */
import type { Endpoint } from "@kept/contract/endpoint";
import { successStatus } from "@kept/contract/endpoint";
import { ProblemSchema } from "@kept/contract/problems";
import { ProblemError } from "./problem-error.ts";

type SchemaIn<S> = S extends { readonly _zod: { readonly input: infer I } } ? I : never;
type SchemaOut<S> = S extends { readonly _zod: { readonly output: infer O } } ? O : never;

/** What an endpoint answers, after its schema's defaults. */
export type Answer<E extends Endpoint> = {
  [S in keyof E["responses"]]: SchemaOut<E["responses"][S]>;
}[keyof E["responses"]];

type Part<K extends string, S> = [SchemaIn<S>] extends [never] ? unknown : { readonly [P in K]: SchemaIn<S> };

/** Exactly the parts that the endpoint declares. */
export type CallInput<E extends Endpoint> = Part<"params", E["params"]> &
  (E["query"] extends object ? { readonly query?: SchemaIn<E["query"]> } : unknown) &
  Part<"body", E["body"]> & { readonly signal?: AbortSignal };

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The address of an endpoint with its parameters filled in; empty query values are left out. */
export function endpointUrl<const E extends Endpoint>(
  endpoint: E,
  input: Omit<CallInput<E>, "body" | "signal">,
): string {
  const { params = {}, query = {} } = input as LooseInput;
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Told when the server says that nobody is signed in any more. */
export const signedOutEvent = "kept:signed-out";

/**
 * @throws ProblemError for every refusal and every failure on the way; `problem.code` says which
 * @throws DOMException `AbortError` when `signal` aborts
 */
export async function call<const E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<Answer<E>> {
  const { body, signal } = input as LooseInput;
  const url = new URL(endpointUrl(endpoint, input), globalThis.location?.href);
  const response = await fetch(url, {
    method: endpoint.method.toUpperCase(),
    headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    credentials: "same-origin",
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw ProblemError.local("server_unreachable");
  });
  const answer = await readAnswer(response);
  if (!response.ok) throw readProblem(response, answer);
  const parsed = endpoint.responses[successStatus(endpoint)]?.safeParse(answer);
  if (parsed?.success !== true) {
    throw ProblemError.local(
      "answer_unexpected",
      parsed?.error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, message: issue.message })),
    );
  }
  return parsed.data as Answer<E>;
}

async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readProblem(response: Response, answer: unknown): ProblemError {
  const parsed = ProblemSchema.safeParse(answer);
  if (!parsed.success) return ProblemError.local("answer_unexpected", [], response.status);
  if (parsed.data.code === "unauthenticated") globalThis.dispatchEvent?.(new Event(signedOutEvent));
  return new ProblemError(parsed.data);
}
