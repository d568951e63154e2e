/**
 * Compares the vocabulary terms of receipts with a release of the Data Privacy Vocabulary:
 *   git clone https://github.com/w3c/dpv && node scripts/check-dpv-terms.js dpv/2.3
 * Reads the `iri` column of the release's CSV files. Exit code 1 names every term that the release does not have.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DPV_TERMS, expandTerm } from "../packages/server/src/choices/receipt-terms.ts";

const release = process.argv[2];
if (release === undefined) throw new Error("Name the folder of the release: node scripts/check-dpv-terms.js dpv/2.3");
const files = ["dpv/dpv.csv", "pd/pd.csv", "loc/loc.csv", "legal/eu/gdpr/eu-gdpr.csv"];
const known = new Set(
  files.flatMap((file) => readFileSync(join(release, file), "utf8").match(/https:\/\/w3id\.org\/dpv[^",\s]*/g) ?? []),
);
const missing = [...DPV_TERMS].filter((term) => !known.has(expandTerm(term)));
for (const term of missing) process.stdout.write(`${term} is not in the release\n`);
process.stdout.write(`${DPV_TERMS.size - missing.length} of ${DPV_TERMS.size} terms found\n`);
process.exitCode = missing.length === 0 ? 0 : 1;
