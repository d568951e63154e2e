/** Learns the model of the mailbox anew, after letters or the words of its tables have changed. Takes about a minute. */
import { writeFileSync } from "node:fs";
import { MODEL_FILE } from "../packages/server/src/mailbox/classify/model/letter-model.ts";
import { learnModel } from "../packages/server/src/mailbox/training/write-model.ts";

const model = learnModel();
writeFileSync(MODEL_FILE, model);
process.stdout.write(`${MODEL_FILE}: ${Math.ceil(model.byteLength / 1000)} kB\n`);
