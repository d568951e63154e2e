/** The systems of the configuration: opened when first needed, kept open, opened anew after a failure. */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { SystemError } from "@kept/connectors/connector";
import type { FileStores } from "@kept/connectors/files/file-store";
import { createFileStores } from "@kept/connectors/files/file-stores";
import { findFileKind } from "@kept/connectors/kinds";
import { listMapProblems, readMap } from "@kept/connectors/rights/map-file";
import { isRowRights, openRightsSystem } from "@kept/connectors/rights/open-rights-system";
import type { RightsSystem } from "@kept/connectors/rights-system";
import { type KeptConfig, localized, type SystemConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";

export interface Systems {
  /** Systems that hold data of people. */
  readonly names: readonly string[];
  /** Systems that hold files, which rows of the others name. */
  readonly files: FileStores;
  title(system: string, language: Language): string;
  /**
   * The connection that everybody shares, with the map as its file is now. Rejects with a SystemError when the system
   * cannot be used, with MapInvalid when its map cannot. Callers must not dispose it.
   */
  open(system: string): Promise<RightsSystem>;
  /** The same where the map's file cannot be read: for whoever puts another in its place. Nothing else may be done with it. */
  openToRepair(system: string): Promise<RightsSystem>;
  /** A connection of its own, for whoever disposes it. */
  connect(system: string): Promise<RightsSystem>;
  /** Name of the map's file, as people know it. */
  mapName(system: string): string;
  /** The map's text; empty when there is no file yet. */
  readMapText(system: string): Promise<string>;
  /** Replaces the map's file in one step. */
  writeMapText(system: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export interface SystemsOptions {
  readonly kept: KeptConfig;
  /** Folder of the configuration: maps lie beside it. */
  readonly folder: string;
  /** Variables that addresses may name. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

interface Shared {
  readonly rights: Promise<RightsSystem>;
  /** The text of the map that it works with. */
  mapText: string;
}

export function createSystems(options: SystemsOptions): Systems {
  const { kept, folder } = options;
  const all = Object.keys(kept.systems).sort();
  const names = all.filter((name) => !holdsFiles(name));
  const opened = new Map<string, Shared>();

  const config = (system: string): SystemConfig => {
    const found = Object.hasOwn(kept.systems, system) ? kept.systems[system] : undefined;
    if (found === undefined) throw new RangeError("There is no such system.");
    return found;
  };
  const urlOf = (system: string): string => {
    const { url } = config(system);
    return typeof url === "string" ? url : readVariable(system, url.env);
  };
  /** An address that is not known yet is told where it is opened. */
  function holdsFiles(system: string): boolean {
    const url = kept.systems[system]?.url ?? "";
    return findFileKind(typeof url === "string" ? url : (options.variables[url.env] ?? "")) !== null;
  }
  const files = createFileStores(all.filter(holdsFiles), urlOf);
  const mapPath = (system: string): string => resolve(folder, config(system).map ?? `${system}.map.yaml`);
  const readMapText = async (system: string): Promise<string> => {
    try {
      return await readFile(mapPath(system), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  };
  const connect = async (system: string, mapText: string): Promise<RightsSystem> => {
    const { schemas, secret, allowPrivateAddress } = config(system);
    const key = secret === undefined ? undefined : readVariable(system, secret.env);
    return openRightsSystem({
      system,
      url: urlOf(system),
      map: readMap(mapText),
      files,
      allowPrivate: allowPrivateAddress,
      ...(schemas === undefined ? {} : { schemas }),
      ...(key === undefined ? {} : { key }),
    });
  };
  const readVariable = (system: string, name: string): string => {
    const value = options.variables[name];
    if (value !== undefined && value !== "") return value;
    throw new SystemError(
      "system_url_invalid",
      system,
      `The configuration of system "${system}" takes a value from the variable ${name}, which is not set.`,
      `Set ${name} in the server's environment.`,
    );
  };
  /** One connection for all; a failed one is forgotten, so that the next call tries anew. */
  const share = (system: string, mapText: string): Shared => {
    const known = opened.get(system);
    if (known !== undefined) return known;
    const shared: Shared = { rights: connect(system, mapText), mapText };
    opened.set(system, shared);
    shared.rights.catch(() => {
      if (opened.get(system) === shared) opened.delete(system);
    });
    return shared;
  };

  return {
    names,
    files,
    title: (system, language) => {
      const { title } = config(system);
      return title === undefined ? system : localized(title, language);
    },
    open: async (system) => {
      const mapText = await readMapText(system);
      const shared = share(system, mapText);
      const rights = await shared.rights;
      if (shared.mapText !== mapText && isRowRights(rights)) {
        rights.useMap(readMap(mapText));
        shared.mapText = mapText;
      }
      return rights;
    },
    openToRepair: async (system) => {
      const mapText = await readMapText(system);
      // Whoever opens it next reads the file, and is refused for as long as that is no map.
      return await share(system, listMapProblems(mapText).length === 0 ? mapText : "").rights;
    },
    connect: async (system) => connect(system, await readMapText(system)),
    mapName: (system) => basename(mapPath(system)),
    readMapText,
    writeMapText: async (system, text) => {
      const path = mapPath(system);
      // A reader sees the old map or the new one, never a half.
      const partial = `${path}.${process.pid}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(partial, text, { flush: true });
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
    },
    close: async () => {
      const all = [...opened.values()];
      opened.clear();
      await Promise.allSettled(all.map(async ({ rights }) => (await rights)[Symbol.asyncDispose]()));
      await files[Symbol.asyncDispose]();
    },
  };
}
