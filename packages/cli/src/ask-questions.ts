/** `kept discover --ask`: what inference could not tell of a database is asked, and inference goes on from each answer. */
import type { Discovery } from "@kept/connectors/rights/discover";
import { editMap, takeBack } from "@kept/connectors/rights/edit-map";
import { MapInvalid, readMap, writeMap } from "@kept/connectors/rights/map-file";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { findAnswer } from "@kept/engine/answers";
import { compareModels } from "@kept/engine/compare-models";
import { describeQuestion, listTellingColumns } from "@kept/engine/describe-question";
import type { Place } from "@kept/engine/model";
import { listQuestions } from "@kept/engine/questions";
import { describeFollowing } from "./describe-following.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { interview, tellSample } from "./interview.ts";
import type { MapFile } from "./map-file.ts";
import { type Output, showProgress } from "./print.ts";

interface Kept {
  readonly before: string;
  /** What `before` says. */
  readonly map: Discovery["map"];
  /** What was found under it; null: it was edited beside, and nobody has looked. */
  readonly discovery: Discovery | null;
  readonly after: string;
}

interface Asked {
  /** The map's text as long as there is no file of it. */
  readonly given: string;
  /** The text under which the system was looked at first. */
  readonly read: string;
  /** A place that a plan led to. */
  readonly about?: Place;
}

/**
 * Asks until nothing is open. Each answer is written into the map's file before the system is looked at anew, so that whatever ends
 * this loses none.
 */
export async function askQuestions(
  rights: RowRights,
  first: Discovery,
  file: MapFile,
  { given, read, about }: Asked,
  output: Output,
): Promise<{ readonly discovery: Discovery; readonly isStopped: boolean }> {
  const { path } = file;
  let discovery = first;
  const kept: Kept[] = [];
  /** The text that `discovery` is of. */
  let seen = read;
  /** What stands in the file, which may have been edited beside this. */
  const readNow = () => {
    const text = file.read() || given;
    return { text, map: text === seen || text === "" ? discovery.map : readGiven(path, text) };
  };
  const write = (text: string) => {
    file.write(text);
    seen = text;
  };
  const use = async (next: Discovery | Discovery["map"]) => {
    showProgress(output, "Looking again …");
    discovery = "index" in next ? next : await rights.discoverUnder(next);
    rights.useMap(discovery.map);
    showProgress(output, "");
  };
  const { isStopped } = await interview(
    {
      place: path,
      ...(about === undefined ? {} : { about: about.table }),
      async list() {
        const { model } = discovery.index;
        return listQuestions(model, discovery.findings, about).map((question) => describeQuestion(model, question));
      },
      async see({ id }) {
        const { model } = discovery.index;
        const question = listQuestions(model, discovery.findings, about).find((one) => one.id === id);
        const columns = question === undefined ? [] : listTellingColumns(model, question);
        return (await rights.sampleValues(columns)).map(tellSample);
      },
      async answer({ id }, name) {
        const before = discovery;
        const question = listQuestions(before.index.model, before.findings, about).find((one) => one.id === id);
        const answer = question && findAnswer(question, name);
        if (answer === undefined) throw new RangeError("Only what is open is answered.");
        const now = readNow();
        const map = { ...answer.apply(now.map), system: before.schema.system };
        const after = now.text === "" ? writeMap(map) : editMap(now.text, map);
        const isSeen = now.text === seen;
        write(after);
        kept.push({ before: now.text, map: now.map, discovery: isSeen ? before : null, after });
        await use(map);
        return describeFollowing(compareModels(before.index.model, discovery.index.model));
      },
      async takeBack() {
        const last = kept.pop();
        if (last === undefined) throw new RangeError("Only what was kept is taken back.");
        const { text } = readNow();
        const reverted = takeBack(text, last.before, last.after);
        if (reverted === null)
          throw new CommandError(EXIT.failed, `The answer in ${path} has been changed since: change it back there.`);
        write(reverted === "" ? writeMap(last.map) : reverted);
        await use(text === last.after ? (last.discovery ?? last.map) : readGiven(path, reverted));
      },
    },
    output,
  );
  // The last question may have stood for hours: what was edited meanwhile is not to be written over with what came before.
  const { text, map } = readNow();
  if (text !== seen) await use(map);
  return { discovery, isStopped };
}

function readGiven(path: string, text: string): Discovery["map"] {
  try {
    return readMap(text);
  } catch (error) {
    if (error instanceof MapInvalid) throw new CommandError(EXIT.usage, `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
