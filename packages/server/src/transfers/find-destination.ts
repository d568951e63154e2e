/** Where a transfer goes: a destination of the configuration, or the one that the person named, as it was then. */
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { TransferRow } from "./queries.ts";
import type { DestinationConfig, TransfersSettings } from "./transfers-config.ts";

/** Stands for the name of a destination that is in no configuration: which one, is the person's own affair. */
export const FREE = "*";

const PURPOSE = "transfer.destination";

export function sealDestination(keys: Keyring, transferId: string, destination: DestinationConfig): Uint8Array {
  return sealJson(keys, PURPOSE, `transfer/${transferId}`, destination);
}

/** Undefined for what is configured no more, or allowed no more. */
export function findDestination(
  keys: Keyring,
  { destinations, free }: TransfersSettings,
  row: Pick<TransferRow, "id" | "destination" | "sealed_destination">,
): DestinationConfig | undefined {
  if (row.destination !== FREE) return destinations[row.destination];
  if (!free.allowed || row.sealed_destination === null) return undefined;
  return openJson<DestinationConfig>(keys, PURPOSE, `transfer/${row.id}`, row.sealed_destination);
}
