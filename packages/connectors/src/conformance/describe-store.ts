/** The conformance suite: what every kind of store has to do, run over each of them. */
import { afterAll, beforeAll, describe } from "vitest";
import type { RowStore } from "../connector.ts";
import type { TestDatabase, TestKind } from "../testing/test-database.ts";
import { describeExact } from "./describe-exact.ts";
import { describeFailures } from "./describe-failures.ts";
import { describeIntrospection } from "./describe-introspection.ts";
import { describeLists } from "./describe-lists.ts";
import { describeQuestions } from "./describe-questions.ts";
import { describeStreams } from "./describe-streams.ts";
import { describeWrites } from "./describe-writes.ts";
import { nastySchema } from "./nasty-schema.ts";

export interface StoreSubject {
  readonly name: string;
  readonly kind: TestKind;
  create(): Promise<TestDatabase>;
  /** Why it cannot be tested here, or null. */
  readonly skip: string | null;
}

/** The database and store of the suite that is running. */
export interface StoreUnderTest {
  readonly kind: TestKind;
  readonly database: TestDatabase;
  readonly store: RowStore;
}

/** Runs the suite. */
export function describeStore(subject: StoreSubject): void {
  const title = subject.skip === null ? subject.name : `${subject.name} (skipped: ${subject.skip})`;
  describe.skipIf(subject.skip !== null)(title, () => {
    let current: StoreUnderTest | undefined;
    beforeAll(async () => {
      const database = await subject.create();
      await database.execute(nastySchema(subject.kind));
      current = { kind: subject.kind, database, store: await database.open({ system: "nasty" }) };
    });
    afterAll(async () => {
      await current?.store[Symbol.asyncDispose]();
      await current?.database.drop();
    });
    const get = (): StoreUnderTest => {
      if (current === undefined) throw new Error("the database is not ready");
      return current;
    };
    describeIntrospection(get, subject.kind);
    describeQuestions(get);
    describeWrites(get);
    describeLists(get);
    describeStreams(get);
    describeExact(get);
    describeFailures(get, subject.kind);
  });
}
