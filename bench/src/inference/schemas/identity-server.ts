/** A server that people log in by, after the tables of Keycloak (Java; keys declared in part): what is kept of a user is declared
 * theirs, while sessions, events, shares and all of users who are kept elsewhere name them by an undeclared id; what an owner is
 * called may be a person or a program. */
import type { SketchCase } from "../cases.ts";
import { sketch } from "../sketch.ts";
import { identityServerClients } from "./identity-server-clients.ts";
import { identityServerRealms } from "./identity-server-realms.ts";
import { identityServerUsers } from "./identity-server-users.ts";

export const identityServer: SketchCase = {
  name: "identity server",
  written: "blind-26",
  declares: true,
  tables: [
    ...identityServerRealms,
    ...identityServerClients,
    ...identityServerUsers,
    sketch("migration_model", { id: "text pk = code", version: "text", update_time: "int!" }, { rows: 12 }),
  ],
  truth: {
    subjects: ["user_entity"],
    // Somebody kept elsewhere, and somebody asked into an organization.
    either: ["federated_user", "org_invitation"],
    people: [
      "user_attribute.user_id -> user_entity owner|part",
      "user_consent.user_id -> user_entity owner|part",
      "user_group_membership.user_id -> user_entity owner|part",
      "user_required_action.user_id -> user_entity owner|part",
      "user_role_mapping.user_id -> user_entity owner|part",
      "credential.user_id -> user_entity owner|part",
      "user_ver_credential.user_id -> user_entity owner|part",
      "issued_ver_credential.user_id -> user_entity owner|part",
      "federated_identity.user_id -> user_entity owner|part",
      "broker_link.user_id -> federated_user owner|part",
      "fed_user_attribute.user_id -> federated_user owner|part",
      "fed_user_consent.user_id -> federated_user owner|part",
      "fed_user_credential.user_id -> federated_user owner|part",
      "fed_user_group_membership.user_id -> federated_user owner|part",
      "fed_user_required_action.user_id -> federated_user owner|part",
      "fed_user_role_mapping.user_id -> federated_user owner|part",
      "offline_user_session.user_id -> user_entity owner|part",
      "auth_session.auth_user_id -> user_entity owner|part",
      "event_entity.user_id -> user_entity owner",
      "admin_event_entity.auth_user_id -> user_entity actor",
      // The user whom the next step will change.
      "workflow_state.resource_id -> user_entity owner|part",
      "resource_server_resource.owner -> user_entity owner",
      "resource_server_policy.owner -> user_entity owner",
      "resource_server_perm_ticket.owner -> user_entity owner",
      "resource_server_perm_ticket.requester -> user_entity owner|viewer",
    ],
    peopleOrNot: [
      "admin_event_entity.resource_path -> user_entity",
      "policy_config.value -> user_entity",
      "org_invitation.email -> user_entity",
    ],
    parts: [
      "user_consent_client_scope.user_consent_id -> user_consent part",
      "fed_user_consent_cl_scope.user_consent_id -> fed_user_consent part",
      "offline_client_session.user_session_id -> offline_user_session part",
      "resource_attribute.resource_id -> resource_server_resource part",
      "resource_uris.resource_id -> resource_server_resource part",
      "resource_scope.resource_id -> resource_server_resource part",
      "resource_policy.resource_id -> resource_server_resource part",
      "policy_config.policy_id -> resource_server_policy part",
    ],
    partsOrNot: [
      "offline_client_session.user_session_id+offline_flag -> offline_user_session",
      "event_entity.session_id -> offline_user_session",
      "auth_session.root_auth_session_id -> root_auth_session",
      "resource_server_perm_ticket.resource_id -> resource_server_resource",
      "resource_server_perm_ticket.policy_id -> resource_server_policy",
      "resource_policy.policy_id -> resource_server_policy",
      "scope_policy.policy_id -> resource_server_policy",
    ],
    identifying: [
      "user_entity.email contact.email",
      "user_entity.email_constraint contact.email",
      "user_entity.username identity.username",
      "federated_identity.federated_username identity.username",
      "broker_link.broker_username identity.username",
      "org_invitation.email contact.email",
    ],
    identifyingOrNot: [
      "federated_identity.federated_user_id",
      "broker_link.broker_user_id",
      "user_attribute.value",
      "fed_user_attribute.value",
    ],
    copies: [],
    copiesOrNot: [
      "user_entity.email_constraint -> user_entity.email",
      "federated_identity.federated_username -> user_entity.username",
      "org_invitation.email -> user_entity.email",
      "org_invitation.first_name -> user_entity.first_name",
      "org_invitation.last_name -> user_entity.last_name",
    ],
    softDeletes: [],
  },
};
