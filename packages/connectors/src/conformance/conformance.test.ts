/** Runs the conformance suite over every relational kind that is at hand. */
import { createTestDatabase, testKinds, whyMissing } from "../testing/test-database.ts";
import { describeStore } from "./describe-store.ts";

for (const kind of testKinds) {
  describeStore({ name: kind, kind, create: () => createTestDatabase(kind), skip: whyMissing(kind) });
}
