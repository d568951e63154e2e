/** The truth about the people of the Flarum forum (names as in its Postgres dump, with the prefix that an installation would choose). */
import type { PeopleTruth } from "../cases.ts";

export const flarum: PeopleTruth = {
  subjects: ["db_prefix_users"],
  either: ["db_prefix_registration_tokens"],
  people: [
    "db_prefix_access_tokens.user_id -> db_prefix_users owner",
    "db_prefix_api_keys.user_id -> db_prefix_users owner",
    "db_prefix_discussion_user.user_id -> db_prefix_users owner",
    "db_prefix_discussions.user_id -> db_prefix_users owner",
    "db_prefix_discussions.last_posted_user_id -> db_prefix_users actor",
    "db_prefix_discussions.hidden_user_id -> db_prefix_users actor",
    "db_prefix_email_tokens.user_id -> db_prefix_users owner",
    "db_prefix_group_user.user_id -> db_prefix_users owner",
    "db_prefix_login_providers.user_id -> db_prefix_users owner",
    "db_prefix_notifications.user_id -> db_prefix_users owner",
    "db_prefix_notifications.from_user_id -> db_prefix_users actor",
    "db_prefix_password_tokens.user_id -> db_prefix_users owner",
    "db_prefix_post_user.user_id -> db_prefix_users owner",
    "db_prefix_posts.user_id -> db_prefix_users owner",
    "db_prefix_posts.edited_user_id -> db_prefix_users actor",
    "db_prefix_posts.hidden_user_id -> db_prefix_users actor",
    "db_prefix_unsubscribe_tokens.user_id -> db_prefix_users owner",
  ],
  peopleOrNot: ["db_prefix_email_tokens.email -> db_prefix_users"],
  parts: [
    "db_prefix_discussion_user.discussion_id -> db_prefix_discussions part",
    "db_prefix_post_user.post_id -> db_prefix_posts part",
    "db_prefix_posts.discussion_id -> db_prefix_discussions part",
  ],
  partsOrNot: ["db_prefix_group_permission.group_id -> db_prefix_groups"],
  identifying: [
    "db_prefix_email_tokens.email contact.email",
    "db_prefix_users.email contact.email",
    "db_prefix_users.username identity.username",
  ],
  identifyingOrNot: ["db_prefix_login_providers.identifier", "db_prefix_registration_tokens.identifier"],
};
