/** How the command line talks to a running server, and how that server's refusals end a command. */
import { type Client, createClient, KeptProblem, KeptUnreachable } from "@kept/sdk/client";
import { CommandError, EXIT, type ExitCode, UsageError } from "./exit-codes.ts";

export interface ServerAddress {
  readonly server: string;
  readonly apiKey: string | null;
}

/** Runs `work` with a client of the server; its refusals become the command's. */
export async function withServer<T>(
  { server, apiKey }: ServerAddress,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  if (!/^https?:\/\//i.test(server) || !URL.canParse(server)) {
    throw new UsageError(`--server is an address such as http://localhost:4600, not "${server}".`);
  }
  if (apiKey === null) throw new UsageError("A server asks for an API key: set KEPT_API_KEY, or give --api-key.");
  return await asCommand(work(createClient({ server, apiKey })));
}

/** What a server was asked for; its refusals become the command's. */
export async function asCommand<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof KeptProblem) {
      throw new CommandError(exitCodeOf(error.problem.status), `${error.message} (${error.problem.code})`, {
        cause: error,
      });
    }
    if (error instanceof KeptUnreachable) throw new CommandError(EXIT.failed, error.message, { cause: error });
    throw error;
  }
}

function exitCodeOf(status: number): ExitCode {
  if (status === 404) return EXIT.notFound;
  return status === 400 || status === 422 ? EXIT.usage : EXIT.failed;
}
