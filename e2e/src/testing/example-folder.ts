import { resolve } from "node:path";

/** Folder of the example's configuration: paths in it count from here. */
export const exampleFolder = resolve(import.meta.dirname, "../../../examples/mi-option");
