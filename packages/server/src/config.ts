/** The settings of the process. This is the only place that reads the environment. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { StartError } from "./platform/start-error.ts";

export interface Settings {
  /** @defaultValue 127.0.0.1 */
  readonly host: string;
  /** @defaultValue 4600; 0 takes any free port */
  readonly port: number;
  /** Where browsers reach the server, without a slash at the end. @defaultValue http://localhost:<port> */
  readonly publicUrl: string;
  /** Server Postgres; null: the embedded database in the data directory. */
  readonly databaseUrl: string | null;
  /** @defaultValue .kept */
  readonly dataDir: string;
  /** `smtp://` or `smtps://`; null: messages stay in the database and show on the outbox page. */
  readonly smtpUrl: string | null;
  /** @defaultValue Privacy <privacy@example.org> */
  readonly mailFrom: string;
  /** Port of the SMTP listener that takes mail for the configured mailboxes; null: there is none. 0 takes any free port. */
  readonly mailPort: number | null;
  /** Address that the SMTP listener listens on. @defaultValue 127.0.0.1 */
  readonly mailHost: string;
  /** Files (PEM) with which the listener speaks TLS (STARTTLS); null: it does not. */
  readonly mailTls: { readonly certificate: string; readonly key: string } | null;
  /** Port of the SMTP relay that checks and stamps what other systems send; null: there is none. 0 takes any free port. */
  readonly relayPort: number | null;
  /** Address that the relay listens on. @defaultValue 127.0.0.1 */
  readonly relayHost: string;
  /** Files (PEM) with which the relay speaks TLS (STARTTLS); null: it does not. */
  readonly relayTls: { readonly certificate: string; readonly key: string } | null;
  /** Browser that scans sites; null: the usual names are looked for on the PATH. */
  readonly chromium: string | null;
  /** Development: the outbox page, plain cookies on http. @defaultValue true unless KEPT_PUBLIC_URL is https */
  readonly development: boolean;
  /** @defaultValue info */
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** Header that a trusted reverse proxy sets with the caller's address; null: the socket's. */
  readonly clientAddressHeader: string | null;
  /** At least 32 bytes; every key derives from it. */
  readonly secret: Uint8Array;
  /** Variables that systems' addresses may name (`url: { env: "SHOP_DATABASE_URL" }`). */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `is not an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

const flag = z.enum(["true", "false"], { error: "is neither true nor false" }).transform((text) => text === "true");

const port = z
  .string()
  .regex(/^\d{1,5}$/, "is not a port number")
  .transform(Number)
  .refine((number) => number <= 65535, "is not a port number (0 to 65535)");

const environmentSchema = z.object({
  KEPT_HOST: z.string().min(1).default("127.0.0.1"),
  KEPT_PORT: port.default(4600),
  KEPT_MAIL_HOST: z.string().min(1).default("127.0.0.1"),
  KEPT_MAIL_PORT: port.optional(),
  KEPT_MAIL_CERTIFICATE: z.string().min(1).optional(),
  KEPT_MAIL_KEY: z.string().min(1).optional(),
  KEPT_RELAY_HOST: z.string().min(1).default("127.0.0.1"),
  KEPT_RELAY_PORT: port.optional(),
  KEPT_RELAY_CERTIFICATE: z.string().min(1).optional(),
  KEPT_RELAY_KEY: z.string().min(1).optional(),
  KEPT_PUBLIC_URL: url(["http:", "https:"]).optional(),
  DATABASE_URL: url(["postgres:", "postgresql:"]).optional(),
  KEPT_DATA_DIR: z.string().min(1).default(".kept"),
  SMTP_URL: url(["smtp:", "smtps:"]).optional(),
  MAIL_FROM: z.string().regex(/@/, "holds no e-mail address").default("Privacy <privacy@example.org>"),
  KEPT_CHROMIUM: z.string().min(1).optional(),
  KEPT_DEVELOPMENT: flag.optional(),
  KEPT_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "is none of debug, info, warn, error, silent" })
    .default("info"),
  KEPT_CLIENT_ADDRESS_HEADER: z.string().min(1).optional(),
  KEPT_SECRET: z
    .string()
    .regex(/^[0-9a-fA-F]{64,}$/, "is not at least 64 hexadecimal digits (make one with `openssl rand -hex 32`)")
    .optional(),
});

/** What the environment means; one place to say what each variable is for. */
export const environmentVariables = {
  KEPT_HOST: "address to listen on",
  KEPT_PORT: "port to listen on",
  KEPT_PUBLIC_URL: "where browsers reach the server",
  DATABASE_URL: "server Postgres instead of the embedded database",
  KEPT_DATA_DIR: "folder of the embedded database and the secret",
  SMTP_URL: "mail server for outgoing messages",
  MAIL_FROM: "sender of outgoing messages",
  KEPT_MAIL_PORT: "port on which mail for the configured mailboxes is taken",
  KEPT_MAIL_HOST: "address on which mail is taken",
  KEPT_MAIL_CERTIFICATE: "file with the certificate (PEM) of the mail listener, for STARTTLS",
  KEPT_MAIL_KEY: "file with the key of that certificate, for mail",
  KEPT_RELAY_PORT: "port on which messages of other systems are taken, checked and stamped",
  KEPT_RELAY_HOST: "address on which the relay listens",
  KEPT_RELAY_CERTIFICATE: "file with the certificate (PEM) of the relay, for STARTTLS",
  KEPT_RELAY_KEY: "file with the key of that certificate",
  KEPT_CHROMIUM: "Chromium with which sites are scanned",
  KEPT_DEVELOPMENT: "true shows the outbox page and allows cookies without https",
  KEPT_LOG_LEVEL: "debug, info, warn, error or silent",
  KEPT_CLIENT_ADDRESS_HEADER: "header with the caller's address, set by a proxy that you trust",
  KEPT_SECRET: "master secret, 64 hexadecimal digits or more",
} as const;

/**
 * Reads the settings. Makes the secret in the data directory (mode 0600) when there is none.
 * @throws StartError `config_invalid`, naming every problem at once
 */
export function readSettings(environment: Environment = process.env): Settings {
  // An empty variable is an absent one: that is how compose files and shells leave things out.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const purpose = environmentVariables[name as keyof typeof environmentVariables];
      return `${name} (${purpose}) ${issue.message}.`;
    });
    throw new StartError("config_invalid", "The settings are not valid:", {
      problems,
      action: "Correct these environment variables and start again.",
    });
  }
  const values = parsed.data;
  const dataDir = resolve(values.KEPT_DATA_DIR);
  const publicUrl = (values.KEPT_PUBLIC_URL ?? `http://localhost:${values.KEPT_PORT}`).replace(/\/+$/, "");
  return {
    host: values.KEPT_HOST,
    port: values.KEPT_PORT,
    publicUrl,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM,
    mailPort: values.KEPT_MAIL_PORT ?? null,
    mailHost: values.KEPT_MAIL_HOST,
    mailTls: readTlsFiles("KEPT_MAIL", values.KEPT_MAIL_CERTIFICATE, values.KEPT_MAIL_KEY),
    relayPort: values.KEPT_RELAY_PORT ?? null,
    relayHost: values.KEPT_RELAY_HOST,
    relayTls: readTlsFiles("KEPT_RELAY", values.KEPT_RELAY_CERTIFICATE, values.KEPT_RELAY_KEY),
    chromium: values.KEPT_CHROMIUM ?? null,
    development: values.KEPT_DEVELOPMENT ?? !publicUrl.startsWith("https:"),
    logLevel: values.KEPT_LOG_LEVEL,
    clientAddressHeader: values.KEPT_CLIENT_ADDRESS_HEADER ?? null,
    secret: values.KEPT_SECRET === undefined ? readOrMakeSecret(dataDir) : Buffer.from(values.KEPT_SECRET, "hex"),
    variables: environment,
  };
}

function readTlsFiles(names: string, certificate: string | undefined, key: string | undefined): Settings["relayTls"] {
  if (certificate === undefined && key === undefined) return null;
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  throw new StartError("config_invalid", "The settings are not valid:", {
    problems: [`${names}_CERTIFICATE and ${names}_KEY belong together, and one is missing.`],
    action: "Set both, or neither.",
  });
}

function readOrMakeSecret(dataDir: string): Uint8Array {
  const file = join(dataDir, "secret");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) {
      // `wx`: of two first starts at once, one makes the secret and the other reads it.
      try {
        writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
    chmodSync(file, 0o600);
    const secret = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
    if (secret.length >= 32) return secret;
  } catch (cause) {
    throw new StartError("data_dir_unusable", `The data directory ${dataDir} cannot be used.`, {
      action: "Make it a folder that this account may write to, or set KEPT_DATA_DIR to one.",
      cause,
    });
  }
  throw new StartError("config_invalid", `The secret in ${file} is damaged.`, {
    action: "Put the right secret back (what was sealed with it cannot be opened otherwise), or set KEPT_SECRET.",
  });
}

/** The settings for people: every value, secrets masked. */
export function describeSettings(settings: Settings): readonly (readonly [name: string, value: string])[] {
  return [
    ["KEPT_HOST", settings.host],
    ["KEPT_PORT", String(settings.port)],
    ["KEPT_PUBLIC_URL", settings.publicUrl],
    ["DATABASE_URL", settings.databaseUrl === null ? "(embedded)" : maskUrl(settings.databaseUrl)],
    ["KEPT_DATA_DIR", settings.dataDir],
    ["SMTP_URL", settings.smtpUrl === null ? "(none: messages show on /dev/outbox)" : maskUrl(settings.smtpUrl)],
    ["MAIL_FROM", settings.mailFrom],
    ["KEPT_MAIL_PORT", settings.mailPort === null ? "(none: no mail is taken)" : String(settings.mailPort)],
    ["KEPT_MAIL_HOST", settings.mailHost],
    ["KEPT_RELAY_PORT", settings.relayPort === null ? "(none: nothing is relayed)" : String(settings.relayPort)],
    ["KEPT_RELAY_HOST", settings.relayHost],
    ["KEPT_MAIL_CERTIFICATE", settings.mailTls?.certificate ?? "(none: the listener speaks no TLS itself)"],
    ["KEPT_MAIL_KEY", settings.mailTls?.key ?? "(none)"],
    ["KEPT_RELAY_CERTIFICATE", settings.relayTls?.certificate ?? "(none: the relay speaks no TLS itself)"],
    ["KEPT_RELAY_KEY", settings.relayTls?.key ?? "(none)"],
    ["KEPT_CHROMIUM", settings.chromium ?? "(looked for on the PATH)"],
    ["KEPT_DEVELOPMENT", String(settings.development)],
    ["KEPT_LOG_LEVEL", settings.logLevel],
    ["KEPT_CLIENT_ADDRESS_HEADER", settings.clientAddressHeader ?? "(none)"],
    ["KEPT_SECRET", "(set)"],
  ];
}

/** An address without its password. */
export function maskUrl(text: string): string {
  if (!URL.canParse(text)) return "(not an address)";
  const parsed = new URL(text);
  if (parsed.password !== "") parsed.password = "***";
  // Query parameters may hold passwords too (`?password=`, `?sslkey=`).
  for (const name of [...parsed.searchParams.keys()]) {
    if (/pass|secret|key|token/i.test(name)) parsed.searchParams.set(name, "***");
  }
  return parsed.toString();
}
