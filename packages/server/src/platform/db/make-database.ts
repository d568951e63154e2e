/** The program that makes an empty embedded database in the folder that it is given; see `ensureDatabaseFolder`. */
import { createPglite } from "./open-database.ts";

await (await createPglite({ dataDir: process.argv[2] ?? "" })).close();
