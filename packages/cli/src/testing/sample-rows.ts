/** Rows for sample schemas that come without any, as SQL that every kind of database understands. */

type Value = string | number | null;

function insert(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): string {
  const written = rows.map((row) => `(${row.map(writeValue).join(", ")})`);
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${written.join(", ")};\n`;
}

function writeValue(value: Value): string {
  if (value === null) return "NULL";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

const DAY = "2026-03-01 10:00:00";

/** Users of the forum that {@link flarumRows} fills. */
export const FORUM_USERS = 8;

/** A forum: every discussion has posts of several people, moderated by user 2; user 1 takes part in everything. */
export function flarumRows(): string {
  const users = numbers(FORUM_USERS);
  const discussions = numbers(FORUM_USERS);
  const author = (discussion: number, number: number) => ((discussion + number * 3 - 4) % FORUM_USERS) + 1;
  const posts = discussions.flatMap((discussion) =>
    numbers(5).map((number) => ({
      id: (discussion - 1) * 5 + number,
      discussion,
      number,
      user: author(discussion, number),
    })),
  );
  const postsOf = (user: number) => posts.filter((post) => post.user === user).length;
  const last = (discussion: number) => posts.filter((post) => post.discussion === discussion).at(-1);
  return [
    insert(
      "db_prefix_users",
      ["id", "username", "email", "password", "avatar_url", "joined_at", "discussion_count", "comment_count"],
      users.map((user) => [
        user,
        `forum-name-${user}`,
        `forum${user}@example.org`,
        `hash-${user}`,
        `face-${user}.png`,
        DAY,
        1,
        postsOf(user),
      ]),
    ),
    insert(
      "db_prefix_discussions",
      [
        "id",
        "title",
        "comment_count",
        "participant_count",
        "created_at",
        "user_id",
        "last_posted_at",
        "last_posted_user_id",
        "last_post_number",
        "slug",
      ],
      discussions.map((id) => [
        id,
        `topic of forum-name-${id}`,
        5,
        5,
        DAY,
        author(id, 1),
        DAY,
        last(id)?.user ?? null,
        5,
        `topic-${id}`,
      ]),
    ),
    insert(
      "db_prefix_posts",
      [
        "id",
        "discussion_id",
        "number",
        "created_at",
        "user_id",
        "type",
        "content",
        "edited_at",
        "edited_user_id",
        "ip_address",
      ],
      posts.map(({ id, discussion, number, user }) => [
        id,
        discussion,
        number,
        DAY,
        user,
        "comment",
        `words of forum-name-${user}, number ${id}`,
        id % 4 === 0 ? DAY : null,
        id % 4 === 0 ? 2 : null,
        `192.0.2.${user}`,
      ]),
    ),
    ...discussions.map(
      (id) =>
        `UPDATE db_prefix_discussions SET first_post_id = ${id * 5 - 4}, last_post_id = ${id * 5} WHERE id = ${id};\n`,
    ),
    insert(
      "db_prefix_discussion_user",
      ["user_id", "discussion_id", "last_read_at"],
      users.flatMap((user) => discussions.slice(0, 4).map((id) => [user, id, DAY])),
    ),
    insert(
      "db_prefix_notifications",
      ["id", "user_id", "from_user_id", "type", "subject_id", "created_at"],
      users.flatMap((user) => [
        [user * 2, user, (user % FORUM_USERS) + 1, "newPost", user, DAY],
        [user * 2 + 1, user, null, "discussionRenamed", user, DAY],
      ]),
    ),
    insert(
      "db_prefix_access_tokens",
      ["id", "token", "user_id", "last_activity_at", "created_at", "type", "last_ip_address", "last_user_agent"],
      users.map((user) => [
        user,
        `token-of-${user}`,
        user,
        DAY,
        DAY,
        "session",
        `198.51.100.${user}`,
        `Browser ${user}`,
      ]),
    ),
    insert(
      "db_prefix_groups",
      ["id", "name_singular", "name_plural"],
      [
        [1, "Admin", "Admins"],
        [2, "Member", "Members"],
      ],
    ),
    insert(
      "db_prefix_group_user",
      ["user_id", "group_id"],
      users.map((user) => [user, user === 2 ? 1 : 2]),
    ),
    insert(
      "db_prefix_post_user",
      ["post_id", "user_id"],
      users.flatMap((user) => [1, 7, 13].map((post) => [post, user])),
    ),
    insert(
      "db_prefix_login_providers",
      ["id", "user_id", "provider", "identifier"],
      users.map((user) => [user, user, "example", `provider-id-${user}`]),
    ),
  ].join("");
}

/** Customers of the shops that {@link sakilaRows} fills. */
export const RENTAL_CUSTOMERS = 6;

/** Two shops, each led by one of two staff; customers 5 and 6 live at one address. Run it with foreign keys unchecked. */
export function sakilaRows(): string {
  const customers = numbers(RENTAL_CUSTOMERS);
  const rentals = customers.flatMap((customer) =>
    numbers(3).map((turn) => ({ id: (customer - 1) * 3 + turn, customer, turn })),
  );
  return [
    insert("language", ["language_id", "name", "last_update"], [[1, "English", DAY]]),
    insert("country", ["country_id", "country", "last_update"], [[1, "Atlantis", DAY]]),
    insert("city", ["city_id", "city", "country_id", "last_update"], [[1, "Port Royal", 1, DAY]]),
    insert(
      "address",
      ["address_id", "address", "district", "city_id", "phone", "last_update"],
      numbers(10).map((id) => [id, `${id} Harbour Street`, "Old Town", 1, `555010${String(id).padStart(2, "0")}`, DAY]),
    ),
    insert("actor", ["actor_id", "first_name", "last_name", "last_update"], [[1, "GRETA", "STAR", DAY]]),
    insert(
      "film",
      ["film_id", "title", "language_id", "last_update"],
      numbers(3).map((id) => [id, `FILM ${id}`, 1, DAY]),
    ),
    insert("film_actor", ["actor_id", "film_id", "last_update"], [[1, 1, DAY]]),
    insert(
      "staff",
      ["staff_id", "first_name", "last_name", "address_id", "email", "store_id", "username", "password", "last_update"],
      [1, 2].map((id) => [
        id,
        `Clerk${id}`,
        `Counter${id}`,
        id,
        `clerk${id}@example.org`,
        id,
        `clerk-name-${id}`,
        `hash-${id}`,
        DAY,
      ]),
    ),
    insert(
      "store",
      ["store_id", "manager_staff_id", "address_id", "last_update"],
      [1, 2].map((id) => [id, id, id + 2, DAY]),
    ),
    insert(
      "customer",
      ["customer_id", "store_id", "first_name", "last_name", "email", "address_id", "create_date", "last_update"],
      customers.map((id) => [
        id,
        1 + (id % 2),
        `Renter${id}`,
        `Family${id}`,
        `renter${id}@example.org`,
        Math.min(4 + id, 9),
        DAY,
        DAY,
      ]),
    ),
    insert(
      "inventory",
      ["inventory_id", "film_id", "store_id", "last_update"],
      numbers(3).map((id) => [id, id, 1, DAY]),
    ),
    insert(
      "rental",
      ["rental_id", "rental_date", "inventory_id", "customer_id", "staff_id", "last_update"],
      rentals.map(({ id, customer, turn }) => [id, `2026-02-0${turn} 09:00:00`, turn, customer, 1 + (id % 2), DAY]),
    ),
    insert(
      "payment",
      ["payment_id", "customer_id", "staff_id", "rental_id", "amount", "payment_date", "last_update"],
      rentals.map(({ id, customer, turn }) => [id, customer, 1 + (id % 2), id, 2.99, `2026-02-0${turn} 09:05:00`, DAY]),
    ),
  ].join("");
}
