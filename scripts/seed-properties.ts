/** Where `KEPT_PROPERTY_SEED` is set, properties draw the same cases in every run; elsewhere they draw anew. */
import fc from "fast-check";

const seed = process.env["KEPT_PROPERTY_SEED"];
if (seed !== undefined && seed !== "") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
