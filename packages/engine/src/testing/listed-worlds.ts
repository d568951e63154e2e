/** Random worlds with lists of ids that once broke a property. */
import type { WorldPlan } from "./generate-world.ts";

const PLAIN = { role: 0, nullable: false, action: 0, unique: false, list: 0 } as const;

/** Held by others and owned by a list that loses its last: whoever owns what it is part of is not to be shown it for that. */
export const LISTED_OWNER: WorldPlan = {
  zero: false,
  invites: [],
  tables: [
    {
      key: 2,
      edges: [
        { ...PLAIN, to: 0, list: 1 },
        { ...PLAIN, to: 7, list: 1 },
        { ...PLAIN, to: 1, role: 9 },
      ],
      body: false,
      rows: [
        [0, 0, 0, 0],
        [21, 4, 0, 0],
        [14, 0, 0, 0],
      ],
    },
    {
      key: 2,
      edges: [{ ...PLAIN, to: 8 }],
      body: false,
      rows: [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    },
  ],
};

const EMPTY = { key: 0, edges: [{ ...PLAIN, to: 0 }], body: false, rows: [] } as const;

/** Held by a list, and part of what a list holds: others are shown what they hold, and what hangs on it. */
export const LISTED_THREAD: WorldPlan = {
  zero: false,
  invites: [],
  tables: [
    EMPTY,
    EMPTY,
    EMPTY,
    {
      key: 2,
      edges: [
        { ...PLAIN, to: 7, role: 3, list: 1 },
        { ...PLAIN, to: 0, role: 4 },
        { ...PLAIN, to: 0, action: 5 },
        { ...PLAIN, to: 0 },
      ],
      body: false,
      rows: [
        [0, 0, 0, 0],
        [0, 0, 4, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 8, 0],
      ],
    },
    { key: 0, edges: [{ ...PLAIN, to: 7, list: 1 }], body: false, rows: [[14, 0, 0, 0]] },
  ],
};
