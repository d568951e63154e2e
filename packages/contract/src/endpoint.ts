/** An endpoint as data. Routes, OpenAPI, the API reference, clients and the derived tests all come from these literals. */
import type * as z from "zod";
import type { Permission } from "./permissions.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

export type SuccessStatus = 200 | 201 | 202 | 204;

/** Who may call: operators and API keys with a permission, everybody, or whoever holds a person's signed link. */
export type Access = Permission | "public" | "person-link";

export interface EndpointExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The success body; left out for 204, files and streams without one. */
  readonly response?: unknown;
}

export interface Endpoint {
  /** `noun.verb`, unique: the operation id and the heading under which it is listed. */
  readonly id: string;
  readonly method: Method;
  /** With parameters in braces: `/api/requests/{requestId}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** Full sentences: what happens, what follows, what it refuses. */
  readonly description: string;
  /** All values are strings on the wire; use `z.coerce` where something else is meant. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Exactly one success status. 204 has `z.undefined()`. */
  readonly responses: { readonly [S in SuccessStatus]?: z.ZodType };
  /** Codes of the error catalogue beyond those that every endpoint has (unauthenticated, forbidden, invalid_input, ...). */
  readonly errors: readonly string[];
  readonly access: Access;
  /** Type of the ledger entry that a successful call leaves. */
  readonly ledger?: string;
  /** Pages of other sites may call it, when the configuration lists their origin; without cookies. */
  readonly crossOrigin?: true;
  /** Answers with server-sent events; the success schema is that of one event's data. */
  readonly stream?: true;
  /** Answers with a file of this media type instead of JSON. */
  readonly file?: string;
  /** The most that a body may hold; @defaultValue 1 MiB */
  readonly maxBytes?: number;
  readonly example: EndpointExample;
}

/** Keeps the literal's own types, so that handlers and clients are typed by it. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}

type SchemaOutput<S> = S extends z.ZodType ? z.output<S> : undefined;
type SchemaInput<S> = S extends z.ZodType ? z.input<S> : undefined;

/** Path parameters as the handler gets them. */
export type ParamsOf<E extends Endpoint> = SchemaOutput<E["params"]>;
export type QueryOf<E extends Endpoint> = SchemaOutput<E["query"]>;
export type BodyOf<E extends Endpoint> = SchemaOutput<E["body"]>;
/** The body that a caller sends, before defaults and coercions. */
export type BodyInputOf<E extends Endpoint> = SchemaInput<E["body"]>;
/** The success body (for streams: the data of one event). */
export type ResponseOf<E extends Endpoint> = {
  readonly [S in keyof E["responses"]]: SchemaInput<E["responses"][S]>;
}[keyof E["responses"]];

/** The success body as a caller reads it, after the schema has filled in defaults. */
export type AnswerOf<E extends Endpoint> = {
  readonly [S in keyof E["responses"]]: SchemaOutput<E["responses"][S]>;
}[keyof E["responses"]];

/** The one success status of an endpoint. */
export function successStatus(definition: Endpoint): SuccessStatus {
  return Number(Object.keys(definition.responses)[0]) as SuccessStatus;
}
