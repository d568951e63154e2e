// Adds up the test reports. A skipped test, a missing report or a failed step counts as a failure: nothing may be left out.
import { readFileSync } from "node:fs";

const [failedSteps, ...reports] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let broken = 0;
for (const path of reports) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    console.log(`no report: ${path}`);
    broken += 1;
    continue;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped === 0) continue;
  broken += skipped;
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status !== "passed" && test.status !== "failed") console.log(`skipped: ${test.fullName}`);
    }
  }
}
// A step can fail without a failed test (a type error, a crashed runner).
const unexplained = Number(failedSteps) > 0 && failed + broken === 0 ? Number(failedSteps) : 0;
const total = failed + broken + unexplained;
console.log(`${passed} passed, ${total} failed`);
process.exitCode = total === 0 && Number(failedSteps) === 0 ? 0 : 1;
