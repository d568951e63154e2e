/**
 * How well letters are recognised: `node scripts/score-letters.ts FILE` prints precision and recall by right and language
 * for a JSON array of { id, lang, subject, from, text, labels, may? }, and each mistake. `may`: counts neither way.
 */
import { readFileSync } from "node:fs";
import { printScores, type ScoredLetter, scoreLetters } from "../packages/server/src/mailbox/testing/score-letters.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the file with the letters.");
const letters = JSON.parse(readFileSync(file, "utf8")) as ScoredLetter[];
process.stdout.write(`${printScores(await scoreLetters(letters)).join("\n")}\n`);
