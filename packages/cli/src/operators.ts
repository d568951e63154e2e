/** `kept operators sign-in`: a link into the console, for whoever runs the server and can read its secret. */
import { issueSignInLink } from "@kept/contract/operators";
import type { Role } from "@kept/contract/permissions";
import { createClient } from "@kept/sdk/client";
import { readSettings } from "@kept/server/config";
import { proveLocal } from "@kept/server/operators/issue-link";
import { createKeyring } from "@kept/server/platform/crypto/keyring";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Output } from "./print.ts";
import { asCommand } from "./server-connection.ts";

export interface SignInCommand {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Address of the server; default as its settings say. */
  readonly server?: string;
}

/** Prints a link that works once. The server has to be running, with the same data directory or secret. */
export async function signInOperator(command: SignInCommand, output: Output): Promise<ExitCode> {
  const settings = readSettings();
  const { email, name, role } = command;
  const at = new Date().toISOString();
  const proof = proveLocal(createKeyring(settings.secret), email, at);
  const client = createClient({ server: command.server ?? settings.publicUrl });
  const { signInUrl } = await asCommand(client.call(issueSignInLink, { body: { email, name, role, at, proof } }));
  await output.out(`${signInUrl}\n`);
  output.err("Works once, for half an hour.\n");
  return EXIT.done;
}
