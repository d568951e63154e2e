/**
 * The embedded Postgres, several times faster for small statements: PGlite takes six steps for each (parse, describe,
 * bind, describe, execute, sync), each a call into WebAssembly. Here a statement is prepared once, by its text, and is
 * then one step.
 */
import {
  PGlite,
  type PGliteOptions,
  protocol,
  type QueryOptions,
  type Results,
  type Transaction,
} from "@electric-sql/pglite";
import { type Answer, readAnswer } from "./read-answer.ts";

const { messages: kinds, Parser, serialize } = protocol;

/** A statement that the database has read already. */
interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** Each keeps some kilobytes; the one that was not used for longest goes first. */
const MOST_STATEMENTS = 400;

/** These are prepared; others (settings, definitions) are few, and some of them cannot be. */
const PREPARABLE = /^\s*(?:select|insert|update|delete|with)\b/i;

/** After these a prepared statement may be another one, or gone. */
const CHANGES_WHAT_IS_PREPARED = /\b(?:create|alter|drop|discard|deallocate)\b/i;

/** The tables grow while a statement stays prepared: its plan is made anew each time, for them as they are. */
const PLANS = ["-c", "plan_cache_mode=force_custom_plan"];

/** PGlite, with the same results and errors; what NOTIFY tells during a prepared statement nobody hears. */
export class PreparedPglite extends PGlite {
  #prepared = new Map<string, Prepared>();
  /** Names of statements that the database may let go of. */
  #dropped: string[] = [];
  #names = 0;
  #definitions = 0;

  constructor(options: PGliteOptions = {}) {
    super({ ...options, startParams: [...(options.startParams ?? PGlite.defaultStartParams), ...PLANS] });
  }

  /** One that is ready. */
  static async open(options: PGliteOptions = {}): Promise<PreparedPglite> {
    const pglite = new PreparedPglite(options);
    await pglite.waitReady;
    return pglite;
  }

  /** How many statements came that may have changed what is defined: while it stands still, tables are what they were. */
  get definitions(): number {
    return this.#definitions;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature that it stands for
  override async query<T>(text: string, values: any[] = [], options?: QueryOptions): Promise<Results<T>> {
    if (!isPreparable(text, options)) {
      this.#forgetAfter(text);
      return await super.query<T>(text, values, options);
    }
    await this._checkReady();
    return await this._runExclusiveTransaction(async () => {
      const results = await this._runExclusiveQuery(() => this.#run<T>(text, values, options));
      await this.syncToFs();
      return results;
    });
  }

  override async exec(text: string, options?: QueryOptions): Promise<Results[]> {
    this.#forgetAfter(text);
    return await super.exec(text, options);
  }

  override async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let changed = false;
    const forgetAfter = (text: string): void => {
      changed = this.#forgetAfter(text) || changed;
    };
    try {
      return await super.transaction((transaction) =>
        work({
          ...transaction,
          get closed() {
            return transaction.closed;
          },
          query: async (text, values = [], options) => {
            if (!transaction.closed && isPreparable(text, options))
              return await this._runExclusiveQuery(() => this.#run(text, values, options));
            forgetAfter(text);
            return await transaction.query(text, values, options);
          },
          exec: async (text, options) => {
            forgetAfter(text);
            return await transaction.exec(text, options);
          },
        }),
      );
    } finally {
      // What was prepared after the change was so for tables that a rollback takes away.
      if (changed) this.#forget();
    }
  }

  async #run<T>(text: string, values: readonly unknown[], options: QueryOptions | undefined): Promise<Results<T>> {
    const prepared = this.#prepared.get(text) ?? (await this.#prepare(text));
    // Used last: it stands at the end.
    this.#prepared.delete(text);
    this.#prepared.set(text, prepared);
    const parameters = values.map((value, at) => this.#write(value, prepared.parameterTypes[at] ?? 0, options));
    const bind = serialize.bind({ statement: prepared.name, values: parameters });
    const bytes = await this.#send(bind, serialize.execute({}), serialize.sync());
    return this.#read<T>(bytes, prepared, options);
  }

  async #prepare(text: string): Promise<Prepared> {
    for (const [oldest, { name }] of this.#prepared) {
      if (this.#prepared.size < MOST_STATEMENTS) break;
      this.#prepared.delete(oldest);
      this.#dropped.push(name);
    }
    this.#names += 1;
    const name = `kept_${this.#names}`;
    const bytes = await this.#send(
      ...this.#dropped.splice(0).map((old) => serialize.close({ type: "S", name: old })),
      serialize.parse({ name, text }),
      serialize.describe({ type: "S", name }),
      serialize.sync(),
    );
    let parameterTypes: readonly number[] = [];
    let fields: Prepared["fields"] = [];
    new Parser().parse(bytes, (message) => {
      if (message instanceof kinds.ParameterDescriptionMessage) parameterTypes = message.dataTypeIDs;
      else if (message instanceof kinds.RowDescriptionMessage)
        fields = message.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }));
      else if (message instanceof kinds.DatabaseError) throw message;
    });
    return { name, parameterTypes, fields };
  }

  /** What the database says to these messages, as it came. */
  async #send(...messages: readonly Uint8Array[]): Promise<Buffer> {
    const parts: Buffer[] = [];
    await this.execProtocolRawStream(Buffer.concat(messages), {
      syncToFs: false,
      // The bytes are the database's memory, which changes under them.
      onRawData: (part) => parts.push(Buffer.from(part)),
    });
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  #write(value: unknown, type: number, options: QueryOptions | undefined): string | null {
    if (value === null || value === undefined) return null;
    const serializer = options?.serializers?.[type] ?? this.serializers[type];
    return serializer === undefined ? String(value) : serializer(value);
  }

  #read<T>(bytes: Buffer, { fields }: Prepared, options: QueryOptions | undefined): Results<T> {
    const columns = fields.map(({ name, dataTypeID }) => {
      const parser = options?.parsers?.[dataTypeID] ?? this.parsers[dataTypeID];
      return { name, read: parser === undefined ? null : (text: string): unknown => parser(text, dataTypeID) };
    });
    const { rows, affectedRows, problem }: Answer = readAnswer(bytes, columns, options?.rowMode === "array");
    if (problem !== null)
      new Parser().parse(problem, (message) => {
        if (message instanceof kinds.DatabaseError) throw message;
      });
    return { rows: rows as T[], fields: [...fields], affectedRows };
  }

  #forgetAfter(text: string): boolean {
    const changes = CHANGES_WHAT_IS_PREPARED.test(text);
    if (changes) {
      this.#definitions += 1;
      this.#forget();
    }
    return changes;
  }

  #forget(): void {
    for (const { name } of this.#prepared.values()) this.#dropped.push(name);
    this.#prepared.clear();
  }
}

/** The options that only PGlite itself knows are left to it. */
function isPreparable(text: string, options: QueryOptions | undefined): boolean {
  if (options?.blob !== undefined || options?.onNotice !== undefined || options?.paramTypes !== undefined) return false;
  return PREPARABLE.test(text);
}
