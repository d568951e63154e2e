/**
 * Pages of everybody's answers for the snapshot. A page is one statement with one row a person; and as most people have
 * said one of few things, each pattern of acts is decided once.
 */
import type { ActName } from "@kept/engine/choices/acts";
import {
  type ChoiceEntry,
  type ChoiceState,
  compareEntries,
  slotOf,
  standingSince,
} from "@kept/engine/choices/choice-state";
import type { ChoicePolicy } from "@kept/engine/choices/policy";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { sql } from "kysely";
import type { Ctx } from "../platform/ctx.ts";
import { answersOf, type Place } from "./gate-answers.ts";

/** Patterns that are remembered before the memory is emptied: some ten megabytes. */
const MOST_PATTERNS = 32_768;
const COLUMN = "\t";
const ROW = "\n";

export interface PersonAnswers {
  readonly personId: string;
  readonly answers: readonly string[];
}

export interface AnswerMemory {
  /** The same as `answersOf`, from memory where the pattern was seen before. */
  answer(state: ChoiceState): readonly string[];
}

/** @param at the one instant (ISO text) that all its answers are about */
export function createAnswerMemory(policy: ChoicePolicy, places: readonly Place[], at: string): AnswerMemory {
  const known = new Map<string, readonly string[]>();
  const givenUp = Object.values(policy.purposes).flatMap(({ gaveUpConsent }) => gaveUpConsent ?? []);
  return {
    answer(state) {
      const pattern = patternOf(state, at, givenUp);
      const found = pattern === null ? undefined : known.get(pattern);
      if (found !== undefined) return found;
      const answers = answersOf(policy, places, state, at);
      if (pattern === null) return answers;
      if (known.size >= MOST_PATTERNS) known.clear();
      known.set(pattern, answers);
      return answers;
    },
  };
}

/**
 * Two states with one pattern have the same answers at an instant: everything that a decision reads is in it. Of times it
 * reads their order, whether they have come, and of ends the hour. Null: an age, what lies ahead, or a no from when a purpose still
 * rested on consent, is looked at closely.
 */
function patternOf(state: ChoiceState, at: string, givenUp: readonly string[]): string | null {
  if (state.bornBy !== null) return null;
  let pattern: string = state.regime;
  let last = "";
  for (const entry of [...state.entries].sort(compareEntries)) {
    if (entry.at > at || (slotOf(entry) === "consent" && isFromBefore(entry, givenUp))) return null;
    const end = entry.until === null ? "" : `${entry.until > at ? "+" : "-"}${entry.until.slice(0, 13)}`;
    const marks = `${entry.at === last ? "=" : "<"}${entry.byParent ? "p" : ""}${entry.told ? "t" : ""}`;
    pattern += `\n${marks} ${entry.purpose} ${entry.channel} ${entry.topic} ${entry.act} ${end}`;
    last = entry.at;
  }
  return pattern;
}

function isFromBefore(entry: ChoiceEntry, days: readonly string[]): boolean {
  return days.some((day) => standingSince(entry).slice(0, 10) <= day);
}

/**
 * People (never devices) in the order of their ids, whoever was merged with the answers of the person they became.
 * @param after id of the last one of the page before
 */
export async function readAnswersPage(
  ctx: Ctx,
  memory: AnswerMemory,
  after: string,
  limit: number,
): Promise<readonly PersonAnswers[]> {
  const { rows } = await sql<PersonRow>`
    SELECT p.person_id AS id, q.regime, q.born_by::text AS born, q.region->>'country' AS country, s.acts
    FROM person p
    JOIN person q ON q.person_id = coalesce(p.merged_into, p.person_id)
    LEFT JOIN LATERAL (
      SELECT string_agg(concat_ws(${COLUMN}, c.purpose, c.channel, c.topic, c.act, c.position, c.until,
        c.by_parent::int::text, c.told::int::text, coalesce(c.since, '')), ${ROW}) AS acts
      FROM choice_state c
      WHERE c.person_id = q.person_id
    ) s ON true
    WHERE p.person_id > ${after} AND p.person_id < 'per_~'
    ORDER BY p.person_id
    LIMIT ${limit}`.execute(ctx.db);
  return rows.map((row) => ({ personId: row.id, answers: memory.answer(readRow(row)) }));
}

interface PersonRow {
  readonly id: string;
  readonly regime: string;
  readonly born: string | null;
  readonly country: string | null;
  readonly acts: string | null;
}

function readRow({ regime, born, country, acts }: PersonRow): ChoiceState {
  return {
    regime: regime as Regime,
    bornBy: born,
    country,
    entries: acts === null ? [] : acts.split(ROW).map(readAct),
  };
}

function readAct(text: string): ChoiceEntry {
  const [purpose = "", channel = "", topic = "", act = "", position = "", until = "", byParent, told, since = ""] =
    text.split(COLUMN);
  const [at = "", , event = ""] = position.split("|");
  return {
    purpose,
    channel,
    topic,
    act: act as ActName,
    at,
    event,
    until: until === "9999" ? null : until,
    byParent: byParent === "1",
    told: told === "1",
    ...(since === "" ? {} : { since }),
  };
}
