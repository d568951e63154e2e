/** What this installation says of itself to services whose people want to send data here. */
import { TRANSFER_VERTICALS } from "@kept/contract/transfers";
import { type ImportParts, importPath } from "./import-parts.ts";

export function describeImporter({ kept, publicUrl }: ImportParts): object {
  const at = (path: string): string => `${publicUrl}${path}`;
  return {
    issuer: publicUrl,
    authorization_endpoint: at(importPath.authorise()),
    token_endpoint: at(importPath.token()),
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["none", "client_secret_post", "client_secret_basic"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    data_importer: {
      endpoint: at(importPath.items("")),
      takes: TRANSFER_VERTICALS.map(({ vertical }) => vertical),
      controller: kept.controller.name,
      receipts: true,
    },
  };
}
