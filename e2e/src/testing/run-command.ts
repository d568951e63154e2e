/** Runs the `kept` command in this process, as its users do. */
import { main } from "@kept/cli/main";
import { chromiumPath } from "./environment.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** @param place where run folders go, and the server with its key when the command needs one */
export async function runCommand(
  args: readonly string[],
  place: { readonly dataDir: string; readonly server?: string; readonly apiKey?: string },
): Promise<Ran> {
  let out = "";
  let err = "";
  const output = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    hasColours: false,
    hasProgress: false,
    isClosed: () => false,
  };
  const { server = null, apiKey = null, dataDir } = place;
  const environment = {
    url: null,
    server,
    apiKey,
    browser: chromiumPath,
    searchPath: "",
    dataDir,
    variables: {},
  };
  const code = await main(args, output, environment);
  return { code, out, err };
}
