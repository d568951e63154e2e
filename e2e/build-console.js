/** Before the first test: the console as it is in the sources now. Plain JavaScript, because the bundler is. */
import { buildConsoleIfStale } from "../packages/console/build.js";

/** Called by the test runner once. */
export async function setup() {
  await buildConsoleIfStale({ quiet: true });
}
