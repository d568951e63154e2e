/** `kept drp …`: an authorised agent of the Data Rights Protocol for tests, against any provider. */
import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { signMessage } from "@kept/server/drp/signed-message";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";

export interface AgentOptions {
  /** `api_base` of the provider. */
  readonly base?: string;
  readonly agent?: string;
  readonly business?: string;
  /** File with the agent's seed. */
  readonly key?: string;
  /** File with the token that `setup` got. */
  readonly token?: string;
  readonly json?: boolean;
}

export interface ExerciseOptions extends AgentOptions {
  readonly email?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly verified?: boolean;
  readonly regime?: string;
  readonly callback?: string;
}

const SEED_BYTES = 32;
const LONGEST_WAIT_SECONDS = 60;
/** Minutes for which a message is good. */
const LIFETIME_MINUTES = 5;
/** DER prefix of a PKCS #8 Ed25519 private key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Writes a new seed that only this account may read, and prints what goes into the directory. */
export async function makeAgentKey(file: string, output: Output): Promise<ExitCode> {
  if (existsSync(file)) throw new UsageError(`${file} is there already; a key is not overwritten.`);
  const seed = randomBytes(SEED_BYTES);
  writeFileSync(file, `${seed.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  await output.out(`verify_key: ${Buffer.from(x, "base64url").toString("base64")}\n`);
  output.err(`The seed is in ${file}. Add the key to the directory of agents that the provider reads.\n`);
  return EXIT.done;
}

/** Asks for a token and keeps it in a file that only this account may read. */
export async function setUpAgent(options: AgentOptions, output: Output): Promise<ExitCode> {
  const { base, agent, file } = readOptions(options);
  const body = sign(options, envelope(options));
  const response = await call(`${base}/v1/agent/${encodeURIComponent(agent)}`, { method: "POST", body });
  const token = (response.value as { token?: unknown } | null)?.token;
  if (response.status !== 200 || typeof token !== "string") {
    output.err(`The provider answered ${response.status}: it knows no such agent, or does not believe the message.\n`);
    return EXIT.failed;
  }
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  await output.out(`The token is in ${file}.\n`);
  return EXIT.done;
}

export function exerciseRight(exercise: string, options: ExerciseOptions, output: Output): Promise<ExitCode> {
  if (options.email === undefined) throw new UsageError("Whose right? Name the person with --email.");
  const verified = options.verified === true ? true : undefined;
  const message = {
    ...envelope(options),
    exercise,
    regime: options.regime,
    name: options.name,
    email: options.email,
    email_verified: verified,
    phone_number: options.phone,
    phone_number_verified: options.phone === undefined ? undefined : verified,
    status_callback: options.callback,
  };
  return ask(options, output, "", { method: "POST", body: sign(options, message) });
}

export function readRightStatus(requestId: string, options: AgentOptions, output: Output): Promise<ExitCode> {
  return ask(options, output, `/${encodeURIComponent(requestId)}`, { method: "GET" });
}

export function revokeRight(
  requestId: string,
  options: AgentOptions & { readonly reason?: string },
  output: Output,
): Promise<ExitCode> {
  const body = sign(options, { reason: options.reason });
  return ask(options, output, `/${encodeURIComponent(requestId)}`, { method: "DELETE", body });
}

async function ask(
  options: AgentOptions,
  output: Output,
  path: string,
  init: { readonly method: string; readonly body?: string },
): Promise<ExitCode> {
  const { base, file } = readOptions(options);
  if (!existsSync(file)) throw new UsageError(`There is no token in ${file}. Run \`kept drp setup\` first.`);
  const token = readFileSync(file, "utf8").trim();
  const { status, value } = await call(`${base}/v1/data-rights-request${path}`, { ...init, token });
  const body = (value ?? {}) as Record<string, unknown>;
  const isDone = status === 200;
  if (options.json === true) await output.out(`${JSON.stringify(body)}\n`);
  else if (isDone) await output.out(`${describe(body, output)}\n`);
  else output.err(`The provider answered ${status}: ${String(body["code"] ?? "")} ${String(body["message"] ?? "")}\n`);
  return isDone ? EXIT.done : EXIT.failed;
}

function describe(status: Record<string, unknown>, output: Output): string {
  const { request_id: id, status: state, reason, ...rest } = status;
  const head = `${String(id)}  ${paint(output, "bold", String(state))}${reason === undefined ? "" : ` (${String(reason)})`}`;
  return [head, ...Object.entries(rest).map(([name, value]) => `  ${name}: ${String(value)}`)].join("\n");
}

function readOptions({ base, agent, token }: AgentOptions) {
  if (base === undefined || !URL.canParse(base))
    throw new UsageError("Which provider? --base https://…, its api_base.");
  if (agent === undefined) throw new UsageError("Which agent? --agent <id>, as the directory names it.");
  return { base: base.replace(/\/+$/, ""), agent, file: token ?? `${agent}.token` };
}

function envelope(options: AgentOptions): Record<string, unknown> {
  if (options.business === undefined)
    throw new UsageError("Which business? --business <id>, as the directory names it.");
  const now = Date.now();
  return {
    "agent-id": readOptions(options).agent,
    "business-id": options.business,
    "issued-at": new Date(now).toISOString(),
    "expires-at": new Date(now + LIFETIME_MINUTES * 60_000).toISOString(),
    "drp.version": "1.0",
  };
}

function sign({ key }: AgentOptions, message: object): string {
  if (key === undefined || !existsSync(key)) throw new UsageError("Which key? --key <file>, from `kept drp keygen`.");
  const seed = Buffer.from(readFileSync(key, "utf8").trim(), "base64");
  if (seed.length !== SEED_BYTES) throw new UsageError(`${key} holds no seed of 32 bytes in base64.`);
  return signMessage(JSON.stringify(message), seed);
}

async function call(
  url: string,
  { method, body, token }: { readonly method: string; readonly body?: string; readonly token?: string },
  patience = 10,
): Promise<{ readonly status: number; readonly value: unknown }> {
  const response = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "text/plain" }),
    },
    ...(body === undefined ? {} : { body }),
  }).catch(() => {
    throw new UsageError(`No answer from ${new URL(url).origin}.`);
  });
  const wait = Number(response.headers.get("retry-after") ?? 0);
  // A provider that asks callers to slow down is waited for, within reason.
  if (response.status === 429 && wait > 0 && wait <= LONGEST_WAIT_SECONDS && patience > 0) {
    await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
    return await call(
      url,
      { method, ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) },
      patience - 1,
    );
  }
  const text = await response.text();
  try {
    return { status: response.status, value: JSON.parse(text) };
  } catch {
    return { status: response.status, value: null };
  }
}
