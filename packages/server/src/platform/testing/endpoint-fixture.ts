/** What the derived tests of an endpoint need to know beyond the contract. */
import type { TestCtx } from "./create-test-ctx.ts";

export interface EndpointCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface EndpointFixture {
  /** Makes what a successful call needs and gives its input. */
  readonly prepare: (t: TestCtx) => Promise<EndpointCall>;
  /** Input that must be refused with 422; null when the endpoint takes nothing that could be wrong. */
  readonly invalid: EndpointCall | null;
  /** Input that names something that does not exist and must be answered with 404; null when it names nothing. */
  readonly missing: EndpointCall | null;
  /** Whom the tests call as where a program may not: an operator who is signed in. */
  readonly by?: "operator";
}

/** Fixtures by endpoint id. */
export type EndpointFixtures = Readonly<Record<string, EndpointFixture>>;
