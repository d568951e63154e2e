/** The database of a change that can be taken back, and the place of its run folder. */
import type { CliEnvironment } from "../environment.ts";
import type { TargetOptions } from "../target.ts";

/** Whoever calls disposes of `rights`. */
export async function openForChange(options: TargetOptions, environment: CliEnvironment) {
  const target = await import("../target.ts");
  const url = await target.chooseUrl(options.url, environment);
  const rights = await target.openTarget(url, options);
  return { target, rights, place: { target: target.identifyTarget(url), dataDir: environment.dataDir } };
}
