/** A typed client: every endpoint of the contract is callable, and what comes back is checked against its schema. */
import {
  type AnswerOf,
  type BodyInputOf,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  successStatus,
} from "@kept/contract/endpoint";
import { type Problem, ProblemSchema } from "@kept/contract/problems";

export interface ClientOptions {
  /** Where the server is reached, e.g. `https://privacy.example.org`. */
  readonly server: string;
  /** An API key; it is sent as `Authorization: Bearer`. */
  readonly apiKey?: string;
  /** @defaultValue the global fetch */
  readonly fetch?: typeof fetch;
}

/** A refusal of the server; switch on `problem.code`. */
export class KeptProblem extends Error {
  override readonly name = "KeptProblem";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.title}${problem.detail === undefined ? "" : `: ${problem.detail}`}. ${problem.action}`);
    this.problem = problem;
  }
}

/** The server cannot be reached, or answered something that is not Kept's. */
export class KeptUnreachable extends Error {
  override readonly name = "KeptUnreachable";
}

type InputOf<E extends Endpoint> = (E["params"] extends object ? { readonly params: ParamsOf<E> } : object) &
  (E["query"] extends object ? { readonly query?: Partial<QueryOf<E>> } : object) &
  (E["body"] extends object ? { readonly body: BodyInputOf<E> } : object);

export interface Client {
  /** Calls an endpoint that answers JSON. Rejects with {@link KeptProblem} or {@link KeptUnreachable}. */
  call<E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<AnswerOf<E>>;
  /** Calls an endpoint that answers a file or a stream; the response is open, and known to be a success. */
  open<E extends Endpoint>(endpoint: E, input: InputOf<E> & { readonly signal?: AbortSignal }): Promise<Response>;
}

/** Makes a client of one server. Nothing is called until the first call. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;
  const server = options.server.replace(/\/+$/, "");

  async function open(endpoint: Endpoint, input: LooseInput): Promise<Response> {
    const headers = new Headers({
      accept: endpoint.file ?? (endpoint.stream ? "text/event-stream" : "application/json"),
    });
    if (options.apiKey !== undefined) headers.set("authorization", `Bearer ${options.apiKey}`);
    if (input.body !== undefined) headers.set("content-type", "application/json");
    let response: Response;
    try {
      response = await send(server + addressOf(endpoint, input), {
        method: endpoint.method.toUpperCase(),
        headers,
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
        ...(input.signal === undefined ? {} : { signal: input.signal }),
      });
    } catch (cause) {
      throw new KeptUnreachable(`No answer from ${server}. Is the server running?`, { cause });
    }
    if (response.status !== successStatus(endpoint)) throw await readProblem(server, response);
    return response;
  }

  return {
    open: (endpoint, input) => open(endpoint, input as LooseInput),
    async call(endpoint, input) {
      const response = await open(endpoint, input as LooseInput);
      const schema = endpoint.responses[successStatus(endpoint)];
      if (schema === undefined || response.status === 204) return undefined as never;
      const body: unknown = await response.json().catch(() => undefined);
      const parsed = schema.safeParse(body);
      if (!parsed.success) throw notKept(server, response, parsed.error);
      return parsed.data as never;
    },
  };
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function addressOf(endpoint: Endpoint, { params = {}, query = {} }: LooseInput): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

async function readProblem(server: string, response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => null);
  const problem = ProblemSchema.safeParse(body);
  if (problem.success) return new KeptProblem(problem.data);
  return notKept(server, response, problem.error);
}

function notKept(server: string, response: Response, cause: unknown): KeptUnreachable {
  return new KeptUnreachable(`${server} answered ${response.status}, and not as a Kept server does.`, { cause });
}
