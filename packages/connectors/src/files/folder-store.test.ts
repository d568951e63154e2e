/** A folder as a store of files: what every store does, and what only disks have. */
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { describeFiles, type FilesSample } from "../conformance/describe-files.ts";
import { findFileKind, findStoreKind, openFileStore } from "../kinds.ts";
import { UnsafeName } from "./file-store.ts";
import { folderPath } from "./folder-store.ts";

async function createFolder(): Promise<FilesSample & { readonly root: string; readonly folder: string }> {
  const root = await mkdtemp(join(tmpdir(), "kept-files-"));
  const folder = join(root, "uploads");
  await mkdir(folder);
  return {
    root,
    folder,
    store: await openFileStore(`files:${folder}`, "uploads"),
    async put(name, bytes) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    },
    takeAway: () => rename(folder, `${folder}-away`),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

describeFiles("folder", createFolder);

test("links are not followed out of the folder, and are no files themselves", async () => {
  await using sample = await createFolder();
  const { root, folder, store } = sample;
  await mkdir(join(root, "outside"));
  await writeFile(join(root, "outside", "5.jpg"), "of somebody else");
  await symlink(join(root, "outside"), join(folder, "out"));
  await symlink(join(root, "outside", "5.jpg"), join(folder, "link.jpg"));
  await sample.put("avatars/5.jpg", Buffer.from("5"));
  await symlink(join(folder, "avatars"), join(folder, "in"));
  const names = ["out/5.jpg", "link.jpg", "avatars", "in/5.jpg"];
  expect([...(await store.look(names)).values()]).toEqual(["refused", "refused", "refused", "there"]);
  for (const name of ["out/5.jpg", "link.jpg", "avatars"]) {
    await expect(store.read(name)).rejects.toThrow(UnsafeName);
    await expect(store.delete([name])).rejects.toThrow(UnsafeName);
  }
  expect(await readFile(join(root, "outside", "5.jpg"), "utf8")).toBe("of somebody else");
  const listed: string[] = [];
  for await (const name of store.list()) listed.push(name);
  expect(listed).toEqual(["avatars/5.jpg"]);
});

/** Opens a folder as somebody who may not write everywhere, as whoever runs tests as root may, and prints what it is told. */
const openAsNobody = `
  const { openFileStore } = await import(process.argv[1]);
  if (process.getuid?.() === 0) {
    process.setgid(65534);
    process.setuid(65534);
  }
  await openFileStore(process.argv[2], "uploads").then(
    () => console.log("opened"),
    ({ code }) => console.log(code),
  );
`;

test("a folder that may not be written stops before anything is deleted", async () => {
  await using sample = await createFolder();
  await chmod(sample.root, 0o755);
  await chmod(sample.folder, 0o555);
  const kinds = new URL("../kinds.ts", import.meta.url).href;
  const args = ["--input-type=module", "-e", openAsNobody, kinds, `files:${sample.folder}`];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout.trim()).toBe("system_permission_missing");
});

test("an address names a folder, and never the database of another kind", async () => {
  expect(folderPath("files:/srv/uploads")).toBe("/srv/uploads");
  expect(folderPath("files:///srv/up%20loads")).toBe("/srv/up loads");
  expect(folderPath("files:uploads")).toBe(join(process.cwd(), "uploads"));
  expect(findFileKind("files:/srv/a.db")?.kind).toBe("files");
  expect(findFileKind("file:a.db")).toBeNull();
  expect(findFileKind("shop.db")).toBeNull();
  expect(findStoreKind("files:/srv/uploads")).toBeNull();
  await expect(openFileStore("ftp://x.example.org", "uploads")).rejects.toMatchObject({ code: "system_url_invalid" });
  await expect(openFileStore("files:/nowhere/at/all", "uploads")).rejects.toMatchObject({ code: "system_unreachable" });
});
