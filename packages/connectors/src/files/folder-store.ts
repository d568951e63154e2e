/** Files of a folder on disk. */
import { constants } from "node:fs";
import { access, type FileHandle, lstat, open, opendir, realpath, stat, unlink } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isSafeKey } from "@kept/engine/stored-files";
import { SystemError } from "../connector.ts";
import { type FileKind, type FileState, type FileStore, UnsafeName } from "./file-store.ts";

/** `files:folder`, `files:/absolute/folder`, `files:///absolute/folder`. */
export const folderKind: FileKind = {
  kind: "files",
  title: "Folder of files",
  schemes: ["files"],
  example: "files:/path/of/the/folder",
  async open(url, { system }) {
    const store = createFolderStore(system, folderPath(url));
    await store.check();
    return store;
  },
};

/** The path that a URL of a folder means. */
export function folderPath(url: string): string {
  const rest = url.replace(/^files:/i, "");
  return resolve(rest.startsWith("///") ? fileURLToPath(`file:${rest}`) : rest.replace(/^\/\//, ""));
}

/** Bytes that are read at once. */
const PIECE = 64 * 1024;

function createFolderStore(system: string, folder: string): FileStore {
  /** A folder that is not there is a store that is away, and not one without files: it may be a disk that is not mounted. */
  async function requireFolder(): Promise<string> {
    try {
      const real = await realpath(folder);
      if ((await stat(real)).isDirectory()) return real;
    } catch (error) {
      throw away(system, error);
    }
    throw away(system);
  }

  /** The path of a file inside of the folder. Null: there is none. Throws UnsafeName where something else has its name. */
  async function locate(root: string, name: string): Promise<string | null> {
    if (!isSafeKey(name)) throw new UnsafeName();
    const path = join(root, ...name.split("/"));
    try {
      // A link on the way could lead anywhere, and so could one that has the name of the file.
      const above = await realpath(join(path, ".."));
      if (above !== root && !above.startsWith(root + sep)) throw new UnsafeName();
      if ((await lstat(path)).isFile()) return path;
    } catch (error) {
      if (isCode(error, "ENOENT", "ENOTDIR", "ENAMETOOLONG")) return null;
      throw error instanceof UnsafeName ? error : failed(system, error);
    }
    throw new UnsafeName();
  }

  async function stateOf(root: string, name: string): Promise<FileState> {
    try {
      return (await locate(root, name)) === null ? "missing" : "there";
    } catch (error) {
      if (error instanceof UnsafeName) return "refused";
      throw error;
    }
  }

  return {
    system,
    kind: folderKind.kind,
    async check() {
      const root = await requireFolder();
      try {
        await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
      } catch (error) {
        throw failed(system, error);
      }
    },
    async look(names) {
      const root = await requireFolder();
      const states = new Map<string, FileState>();
      for (const name of names) states.set(name, await stateOf(root, name));
      return states;
    },
    async read(name) {
      const path = await locate(await requireFolder(), name);
      if (path === null) return null;
      try {
        const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
        return readPieces(system, file);
      } catch (error) {
        if (isCode(error, "ENOENT")) return null;
        throw failed(system, error);
      }
    },
    async delete(names) {
      const root = await requireFolder();
      for (const name of names) {
        const path = await locate(root, name);
        if (path === null) continue;
        try {
          await unlink(path);
        } catch (error) {
          if (!isCode(error, "ENOENT")) throw failed(system, error);
        }
      }
    },
    async *list() {
      yield* listFolder(system, await requireFolder(), "");
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Closes the file when it is read, or when whoever reads it stops. */
async function* readPieces(system: string, file: FileHandle): AsyncGenerator<Uint8Array> {
  await using handle = file;
  try {
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(PIECE));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw isCode(error) ? failed(system, error) : error;
  }
}

async function* listFolder(system: string, root: string, under: string): AsyncGenerator<string> {
  let folder: Awaited<ReturnType<typeof opendir>>;
  try {
    folder = await opendir(join(root, ...under.split("/")));
  } catch (error) {
    // Gone while it was listed.
    if (under !== "" && isCode(error, "ENOENT")) return;
    throw failed(system, error);
  }
  for await (const entry of folder) {
    const name = under === "" ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* listFolder(system, root, name);
    else if (entry.isFile()) yield name;
  }
}

/** An error of the platform, with one of these codes; without any, with whatever code. */
function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && (codes.length === 0 || codes.includes(String(error.code)));
}

function away(system: string, cause?: unknown): SystemError {
  return new SystemError(
    "system_unreachable",
    system,
    `The folder of system "${system}" is not there.`,
    "Mount it, or correct its address; Kept never creates a folder.",
    ...(isCode(cause, "ENOENT", "ENOTDIR") || cause === undefined ? [] : [codeOf(cause)]),
  );
}

/** Without the platform's error: it repeats the path, and with it the name of the file. */
function failed(system: string, error: unknown): SystemError {
  const isRefused = isCode(error, "EACCES", "EPERM", "EROFS");
  return new SystemError(
    isRefused ? "system_permission_missing" : "system_failed",
    system,
    isRefused
      ? `Kept may not read or delete files of system "${system}".`
      : `A file of system "${system}" could not be read or deleted (${codeOf(error)}).`,
    isRefused ? "Give Kept's user the right to read and to delete files there." : "See what the disk says.",
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
