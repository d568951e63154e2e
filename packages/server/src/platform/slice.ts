/** The shape of a capability: everything it adds to the product, in one literal. */
import type { JobName, JobPayloads } from "@kept/contract/jobs";
import type { Hono } from "hono";
import type { Ctx } from "./ctx.ts";
import type { BoundEndpoint } from "./http/bind.ts";
import type { Language } from "./i18n/language.ts";

/** What a page handler finds in `c.var`. The actor of `ctx` is the signed-in operator, or `{kind:"system", id:"public"}`. */
export interface PageVariables {
  readonly ctx: Ctx;
  readonly language: Language;
  readonly requestId: string;
  /** Of the caller, as the limits of calls know it. Look it up if need be, and keep it nowhere. */
  readonly clientAddress: string;
}

/** The router that pages are added to: `pages.get("/privacy", (c) => c.html(<Page ctx={c.var.ctx} />))`. */
export type PageRouter = Hono<{ Variables: PageVariables }>;

export interface JobRun {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborts when the server stops or the job's time is over. */
  readonly signal: AbortSignal;
}

export interface JobOptions {
  /** Further tries after the first failure, with growing pauses; default 8. Then it shows as failed. */
  readonly retryLimit?: number;
  /** Seconds before the first further try; default 2, doubling up to ten minutes. */
  readonly retryDelay?: number;
  /** Jobs of this name at once; default 2. */
  readonly concurrency?: number;
  /** Seconds after which a run counts as lost and is tried again; default 900. */
  readonly timeoutSeconds?: number;
}

export interface JobHandler {
  readonly name: JobName;
  readonly options: JobOptions;
  readonly run: (ctx: Ctx, payload: unknown, run: JobRun) => Promise<void>;
}

/** Binds a job to the use case behind it. Jobs may run more than once: they must be idempotent. */
export function handleJob<N extends JobName>(
  name: N,
  run: (ctx: Ctx, payload: JobPayloads[N], run: JobRun) => Promise<void>,
  options: JobOptions = {},
): JobHandler {
  return { name, options, run: run as JobHandler["run"] };
}

/** Work that repeats for as long as the server runs. Of several servers one does it at a time. */
export interface Sweep {
  readonly name: string;
  readonly everySeconds: number;
  /** Also as soon as the server runs, for what an earlier process left; default false. */
  readonly atStart?: boolean;
  readonly run: (ctx: Ctx) => Promise<void>;
}

export interface Slice {
  readonly name: string;
  readonly routes?: readonly BoundEndpoint[];
  readonly pages?: (pages: PageRouter) => void;
  /**
   * Pages that programs of others post to with nothing but the token in their address: no limit by the caller's address
   * (one mail provider acts for millions) and no test of the site it comes from. The token alone must say what it may.
   */
  readonly tokenPages?: (pages: PageRouter) => void;
  /** The same for programs that send more than a form holds: each reads its body itself, within a limit of its own. */
  readonly tokenUploads?: (pages: PageRouter) => void;
  /** Pages whose forms may hold more than others (a picture). */
  readonly uploads?: readonly { readonly path: string; readonly bytes: number }[];
  readonly jobs?: readonly JobHandler[];
  readonly sweeps?: readonly Sweep[];
  /** After migration, before the first call: open connections, seed. */
  readonly start?: (ctx: Ctx) => Promise<void>;
  /** After the last call and job. */
  readonly stop?: () => Promise<void>;
}
