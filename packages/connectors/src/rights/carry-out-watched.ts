/**
 * Statements of a right, whichever it is, carried out under watch in their own transaction: what was set holds, and triggers have copied
 * nothing of what it was about. Only there can it be told whether a trigger wrote it or somebody else.
 */
import type { Statements } from "@kept/engine/diff";
import { type AskedAfter, listWrites, undoneFindings } from "@kept/engine/held-writes";
import type { Finding, ModelIndex } from "@kept/engine/model";
import { type CopySearch, copyFindings } from "@kept/engine/trigger-copies";
import type { RowReader, RowWriter } from "../connector.ts";
import { type WatchedTexts, watchTriggers } from "./watch-triggers.ts";

/** What differs from right to right. */
export interface Watching {
  /** What is looked for in what triggers write; asked only where any does. */
  readonly seek: () => Promise<CopySearch | null>;
  readonly isAskedAfter: AskedAfter;
}

export interface Watched<T> extends WatchedTexts {
  readonly done: T;
  /** What does not hold, and what was copied. */
  readonly unheld: readonly Finding[];
}

/** Does the deed, and answers what it answers with what was seen. */
export async function carryOutWatched<T>(
  writer: RowWriter,
  index: ModelIndex,
  statements: Statements,
  { seek, isAskedAfter }: Watching,
  deed: () => Promise<T>,
): Promise<Watched<T>> {
  const look = await watchTriggers(writer, index, statements, seek);
  const done = await deed();
  const { texts, search } = await look();
  const held = await checkHeld(writer, index, statements, isAskedAfter);
  return { done, texts, search, unheld: [...held, ...copyFindings(index, search, texts)] };
}

/** Of what the statements have set, what does not hold. Asked before their commit: what is found there nobody else has written. */
export async function checkHeld(
  writer: RowReader,
  index: ModelIndex,
  statements: Statements,
  isAskedAfter: AskedAfter,
): Promise<readonly Finding[]> {
  const writes = listWrites(index, statements, isAskedAfter);
  return writes.length === 0 ? [] : undoneFindings(await writer.findUndone(writes));
}
