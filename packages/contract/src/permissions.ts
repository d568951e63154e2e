/** What operators and API keys may do, and which roles bring which permissions. */

/** Every permission with what it allows, for people. */
export const permissions = {
  "requests:read": "See requests and their state",
  "requests:act": "Decide, run, extend, refuse and answer requests",
  "people:read": "Look at a person's data (each look is a ledger entry)",
  "choices:read": "See how people choose, in figures",
  "choices:act": "Record choices on people's behalf, limit the use of their data, make links to their choices",
  "decisions:read": "Ask whether a purpose may use a person's data",
  "automated-decisions:record": "Record decisions that were made about people by automated means",
  "disclosures:act": "Record that a person's data goes to a recipient",
  "systems:read": "See systems, maps and their findings",
  "systems:act": "Check and change systems and maps",
  "messages:read": "See messages that were sent",
  "messages:send": "Send messages of marketing streams",
  "messages:send-service": "Send service messages, which no unsubscribing stops (together with messages:send)",
  "scans:read": "See scans of the sites and what they found",
  "scans:act": "Scan a site now, acknowledge what a scan found",
  "templates:act": "Change the words of messages to people",
  "ledger:read": "Read and verify the ledger",
  "operators:read": "See operators",
  "operators:act": "Invite operators and change roles",
  "keys:act": "Create and revoke API keys",
} as const;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as readonly Permission[];

/** A role is a named set of permissions. */
export const roles = {
  "privacy-lead": permissionNames,
  engineer: [
    "requests:read",
    "choices:read",
    "decisions:read",
    "systems:read",
    "systems:act",
    "messages:read",
    "scans:read",
    "scans:act",
    "ledger:read",
    "operators:read",
    "keys:act",
  ],
  viewer: ["requests:read", "choices:read", "systems:read", "scans:read", "ledger:read"],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as readonly Role[];
