/** The directory of authorised agents: read strictly, entry by entry, and kept when a later reading fails. */
import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { callHttp } from "@kept/connectors/http/http-call";
import * as z from "zod";
import type { Ctx } from "../platform/ctx.ts";
import { readVerifyKey } from "./verify-key.ts";

/** One agent whose messages are taken. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly key: KeyObject;
  /** Hosts that are the agent's own: callbacks and redirections go there and nowhere else. */
  readonly hosts: readonly string[];
}

/** The published schemas require nothing and anchor nothing; ours does both. Fields that we do not read may be there. */
const entrySchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
  name: z.string().min(1).max(200),
  verify_key: z.string(),
  web_url: z.url({ protocol: /^https?$/ }),
  identity_assurance_url: z.url({ protocol: /^https?$/ }).optional(),
});

const MAX_BYTES = 1_048_576;
const TIMEOUTS = { connect: 10_000, answer: 20_000, idle: 10_000 } as const;

/** Reads the text of a directory. Entries that cannot be trusted are left out and told of by their position. */
export function readDirectory(text: string): { readonly agents: readonly Agent[]; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const agents = new Map<string, Agent | null>();
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = null;
  }
  if (!Array.isArray(list)) return { agents: [], faults: ["the directory is not a JSON list"] };
  for (const [index, value] of list.entries()) {
    const entry = entrySchema.safeParse(value);
    if (!entry.success) {
      faults.push(`entry ${index}: ${entry.error.issues[0]?.path.join(".") ?? ""} is missing or wrong`);
      continue;
    }
    const { id, name, verify_key, web_url, identity_assurance_url } = entry.data;
    const read = readVerifyKey(verify_key);
    if ("fault" in read) {
      faults.push(`entry ${index}: verify_key is ${read.fault}`);
      continue;
    }
    // Of two entries with one id nobody knows which is right.
    if (agents.has(id)) {
      faults.push(`entry ${index}: the id is there twice`);
      agents.set(id, null);
      continue;
    }
    const urls = [web_url, ...(identity_assurance_url === undefined ? [] : [identity_assurance_url])];
    agents.set(id, { id, name, key: read.key, hosts: [...new Set(urls.map((url) => new URL(url).hostname))] });
  }
  return { agents: [...agents.values()].filter((agent) => agent !== null), faults };
}

export interface Directory {
  find(agentId: string): Agent | undefined;
  /** Reads it anew. What cannot be read leaves what was read before. */
  refresh(ctx: Ctx): Promise<void>;
}

/** @param source a path from the folder of the configuration, or an https: address */
export function createDirectory(source: string, folder: string): Directory {
  let agents = new Map<string, Agent>();
  return {
    find: (agentId) => agents.get(agentId),
    async refresh(ctx) {
      try {
        const text = source.startsWith("https:")
          ? await download(source)
          : await readFile(resolve(folder, source), "utf8");
        const read = readDirectory(text);
        for (const fault of read.faults)
          ctx.log.warn("an entry of the directory of agents was left out", { code: fault });
        if (read.agents.length === 0 && read.faults.length > 0) return;
        agents = new Map(read.agents.map((agent) => [agent.id, agent]));
      } catch (error) {
        ctx.log.error("the directory of agents could not be read; the last one counts", { error });
      }
    },
  };
}

async function download(url: string): Promise<string> {
  const answer = await callHttp({
    url,
    method: "GET",
    headers: { accept: "application/json" },
    body: new Uint8Array(),
    reach: "public",
    timeouts: TIMEOUTS,
  });
  try {
    if (answer.status !== 200) throw new Error(`The directory answered ${answer.status}.`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > MAX_BYTES) throw new Error("The directory is too large.");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    answer.close();
  }
}
