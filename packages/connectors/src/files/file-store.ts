/** What every kind of store of files offers: names, and bytes under them. Whose a file is, rows of other systems say. */

/** A kind of store of files: how to recognise its URLs and how to open one. */
export interface FileKind {
  readonly kind: string;
  readonly title: string;
  /** URL schemes that name it, without the colon. */
  readonly schemes: readonly string[];
  /** How an address of it is written, for people. */
  readonly example: string;
  /** Opens it. Rejects with a SystemError where it cannot be used; nothing is made that is not there. */
  open(url: string, options: FileStoreOptions): Promise<FileStore>;
}

export interface FileStoreOptions {
  /** The name by which Kept knows this system. */
  readonly system: string;
}

/** `refused`: something that is no file of the store has this name (a folder, a link), or it leads out: it can be neither read nor deleted. */
export type FileState = "there" | "missing" | "refused";

/**
 * A store of files. Names are relative, parts apart by `/`, and never lead out of the store (`isSafeKey` of the engine): any other name
 * is refused (an UnsafeName, where it is to be read or deleted). Errors are SystemErrors that name no file: names may say who it is.
 */
export interface FileStore extends AsyncDisposable {
  readonly system: string;
  readonly kind: string;
  /** Rejects where files could not be deleted, or the store does not answer: asked before rows go whose files would be left. */
  check(): Promise<void>;
  /** What stands under each of these names. */
  look(names: readonly string[]): Promise<ReadonlyMap<string, FileState>>;
  /** Streams a file in pieces of bounded size; null when there is none. */
  read(name: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Deletes these; those that are not there are gone already. */
  delete(names: readonly string[]): Promise<void>;
  /** Streams the names of all files, in any order. */
  list(): AsyncIterable<string>;
}

/** The stores of files of an installation, opened when first needed. */
export interface FileStores {
  readonly names: ReadonlySet<string>;
  /** Rejects with a SystemError where it cannot be used. Callers must not dispose it. */
  open(name: string): Promise<FileStore>;
}

/** A name that could lead out of its store. Says nothing of the name itself. */
export class UnsafeName extends RangeError {
  override readonly name = "UnsafeName";
  constructor() {
    super("A name of a file leads out of its store, or is none.");
  }
}
