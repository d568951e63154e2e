/** Loads sample databases of other projects, where their folder is at hand, into a fresh database of a kind. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type ScriptDialect, type ScriptPart, splitScript } from "./sql-script.ts";
import { createTestDatabase, type TestDatabase, type TestKind, whyMissing } from "./test-database.ts";

export type SampleName = "chinook" | "northwind" | "sakila" | "flarum";

/** A loaded sample, or why there is none. */
export type Sample =
  | { readonly database: TestDatabase; readonly missing: null }
  | { readonly database: null; readonly missing: string };

type Language = "postgres" | "mysql" | "sqlite";

const languageOf: Readonly<Record<TestKind, Language>> = {
  postgres: "postgres",
  pglite: "postgres",
  mysql: "mysql",
  sqlite: "sqlite",
};

/** Files by sample and language, in the order of loading. Names of tables stay as they stand in the file. */
const files: Readonly<Record<SampleName, Partial<Record<Language, readonly string[]>>>> = {
  chinook: {
    postgres: ["chinook/Chinook_PostgreSql.sql"],
    mysql: ["chinook/Chinook_MySql.sql"],
    sqlite: ["chinook/Chinook_Sqlite.sql"],
  },
  northwind: { postgres: ["northwind/postgres.sql"] },
  sakila: {
    postgres: ["sakila/postgres-schema.sql", "sakila/postgres-data.sql"],
    mysql: ["sakila/mysql-schema.sql"],
    sqlite: ["sakila/sqlite-schema.sql"],
  },
  flarum: {
    postgres: ["flarum/postgres-schema.sql"],
    mysql: ["flarum/mysql-schema.sql"],
    sqlite: ["flarum/sqlite-schema.sql"],
  },
};

const dialects: Readonly<Record<Language, ScriptDialect>> = {
  postgres: { backslashEscapes: false, dollarQuotes: true },
  mysql: { backslashEscapes: true, dollarQuotes: false },
  sqlite: { backslashEscapes: false, dollarQuotes: false },
};

/** A dump says which database to create and use; here it goes into the one at hand. */
const aboutDatabases = /^(CREATE|DROP)\s+(DATABASE|SCHEMA)\s+(IF\s+(NOT\s+)?EXISTS\s+)?[`"]?(chinook|sakila)\b|^USE\s/i;
/** Owners and versions of the server that made the dump. */
const aboutItsServer =
  /OWNER TO|^SET\s+(default_with_oids|transaction_timeout)|^CREATE\s+(OR\s+REPLACE\s+)?PROCEDURAL\s+LANGUAGE|^(GRANT|REVOKE)\s/i;

/** The folder of the samples: KEPT_SHARED_DATA, else `../shared/data` beside the repository. */
export function sampleFolder(): string {
  return process.env["KEPT_SHARED_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data");
}

/** Why this sample cannot be had here in that kind, or null when it can. */
export function whySampleMissing(name: SampleName, kind: TestKind): string | null {
  const names = files[name][languageOf[kind]];
  if (names === undefined) return `there is no ${name} for ${kind}`;
  if (!names.every((file) => existsSync(resolve(sampleFolder(), file))))
    return "the folder of sample databases is absent";
  return whyMissing(kind);
}

/** A fresh database with the sample in it; the caller drops it. */
export async function loadSample(name: SampleName, kind: TestKind): Promise<Sample> {
  const missing = whySampleMissing(name, kind);
  if (missing !== null) return { database: null, missing };
  const language = languageOf[kind];
  const database = await createTestDatabase(kind);
  try {
    for (const file of files[name][language] ?? []) {
      const script = await readFile(resolve(sampleFolder(), file), "utf8");
      const parts = splitScript(script.replace(/^\uFEFF/, ""), dialects[language]);
      await loadParts(database, parts);
    }
    // Dumps change settings of their session.
    if (language === "postgres") await database.execute("RESET ALL");
    return { database, missing: null };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

async function loadParts(database: TestDatabase, parts: readonly ScriptPart[]): Promise<void> {
  let together = "";
  const flush = async () => {
    if (together !== "") await database.execute(together);
    together = "";
  };
  for (const part of parts) {
    if (part.kind === "copy") {
      await flush();
      await insertRows(database, part.target, part.rows);
      continue;
    }
    const text = withoutComments(part.text).replace(/\bsakila\.(?=\w)/g, "");
    if (text === "" || aboutDatabases.test(text) || aboutItsServer.test(text)) continue;
    together += `${text};\n`;
    if (together.length > 200_000) await flush();
  }
  await flush();
}

async function insertRows(
  database: TestDatabase,
  target: string,
  rows: readonly (readonly (string | null)[])[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows
      .slice(start, start + 500)
      .map((row) => `(${row.map((field) => (field === null ? "NULL" : escapeText(field))).join(", ")})`);
    await database.execute(`INSERT INTO ${target} VALUES ${values.join(", ")}`);
  }
}

function escapeText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

function withoutComments(text: string): string {
  return text.replace(/^(\s*(--[^\n]*(\n|$)|\/\*(?!!)[\s\S]*?\*\/))+/, "").trim();
}
