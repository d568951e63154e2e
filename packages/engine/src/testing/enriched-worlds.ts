/** Random worlds with counters and copies that once broke a property. */
import type { WorldPlan } from "./generate-world.ts";

const PLAIN = { role: 0, nullable: false, action: 0, unique: false, list: 0, form: 0 } as const;
const ALONE = { action: 0, nullable: false, merged: false, stated: false, partner: 0 } as const;

/** One leaver is taken out of a row in which a counter counts a row of another leaver. */
export const COUNTED_BY_ANOTHER: WorldPlan = {
  zero: false,
  invites: [],
  tables: [
    { key: 2, edges: [{ ...PLAIN, to: 2, role: 3 }], body: false, rows: [[22, 0, 0, 0]] },
    {
      key: 0,
      edges: [
        { ...PLAIN, to: 1 },
        { ...PLAIN, to: 2 },
      ],
      body: false,
      rows: [
        [4, 0, 0, 0],
        [11, 16, 0, 0],
      ],
    },
    { key: 0, edges: [{ ...PLAIN, to: 0 }], body: false, rows: [] },
  ],
  same: { ...ALONE, accounts: [0, 0], contacts: [0] },
  more: { counted: 255, copied: 0, deleted: 0, files: 255 },
};

/** The law keeps a row for one leaver; another, who is named in it, is called there by their address. */
export const KEPT_FOR_ANOTHER: WorldPlan = {
  zero: false,
  invites: [],
  tables: [
    {
      key: 0,
      edges: [
        { ...PLAIN, to: 0 },
        { ...PLAIN, to: 0 },
        { ...PLAIN, to: 10, role: 11 },
      ],
      body: false,
      rows: [[0, 0, 0, 0]],
    },
  ],
  same: { ...ALONE, accounts: [2, 0, 0], contacts: [0] },
  more: { counted: 0, copied: 255, deleted: 0, files: 0 },
};

/** Of a row a counter was counted anew when one left, and it says nobody by the key of that one since another has left. */
export const COUNTED_AND_SET_FREE: WorldPlan = {
  zero: true,
  invites: [],
  tables: [
    {
      key: 2,
      edges: [
        { ...PLAIN, to: 0, nullable: true },
        { ...PLAIN, to: 0 },
        { ...PLAIN, to: 9 },
        { ...PLAIN, to: 0, form: 16 },
      ],
      body: false,
      rows: [[0, 4, 0, 10]],
    },
    {
      key: 0,
      edges: [
        { ...PLAIN, to: 0, form: 16 },
        { ...PLAIN, to: 2 },
      ],
      body: false,
      rows: [
        [0, 0, 0, 0],
        [0, 0, 10, 0],
      ],
    },
  ],
  same: { ...ALONE, accounts: [], contacts: [0] },
  more: { counted: 255, copied: 0, deleted: 0, files: 0 },
};
