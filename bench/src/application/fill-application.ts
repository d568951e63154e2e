/**
 * Fills the application with invented rows, by set-based SQL alone and without chance: every account has the same number
 * of rows in every table, its own and other people's that touch them, so that any account can stand for any other.
 */

/** Rows of all tables for each account, lookups apart. */
const ROWS_PER_ACCOUNT = 94;
/** So that people who share rows are different people, and a few strangers are left, even in the smallest application. */
const FEWEST_ACCOUNTS = 100;

/** How many accounts an application of about this many rows has. */
export function countAccounts(rows: number): number {
  return Math.max(FEWEST_ACCOUNTS, Math.round(rows / ROWS_PER_ACCOUNT));
}

/** The address of an account, by number from 1. */
export function emailOf(account: number): string {
  return `person.${account}@example.org`;
}

/**
 * Statements that fill the tables. In each of them `a` is the account (from 1) and `k` the number of its row (from 0);
 * the row's id is `a + k * accounts`, so that one account's rows lie far apart, as in a database that has grown.
 */
export function fillStatements(accounts: number): readonly string[] {
  const each = (count: number) =>
    `FROM generate_series(0, ${count - 1}) AS k, generate_series(1, ${accounts}) AS a ORDER BY k, a`;
  const id = `a + k * ${accounts}`;
  /** The account so many numbers on, around the end. */
  const other = (distance: string) => `((a - 1 + ${distance}) % ${accounts} + 1)`;
  const products = Math.max(20, Math.round(accounts / 10));
  const product = (step: number) => `((a * 7 + k * ${step}) % ${products} + 1)`;
  const day = `timestamptz '2024-01-01 08:00:00+00' + ((a * 37 + k * 11) % 500) * interval '1 day'`;
  const words = `repeat('words that somebody wrote ', 6) || a || '-' || k`;
  return [
    `INSERT INTO accounts SELECT a, 'person.' || a || '@example.org', 'Person Number ' || a, '+49 30 ' || (1000000 + a),
      md5(a::text) || md5('p' || a), date '1960-01-01' + (a % 15000)::integer, 'en', NULL, ${day} ${each(1)}`,
    `UPDATE accounts SET referred_by = id - 1 WHERE id > 1`,
    `INSERT INTO account_profiles SELECT a, ${words}, 'https://images.example.org/' || a, NULL, ${day} ${each(1)}`,
    `INSERT INTO addresses SELECT ${id}, a, 'Person Number ' || a, 'Street ' || (a * 3 + k), lpad((a % 99999)::text, 5, '0'),
      'Town ' || (a % 400), 'DE' ${each(2)}`,
    `INSERT INTO payment_methods SELECT ${id}, a, 'card', lpad((a % 10000)::text, 4, '0'), 'Person Number ' || a,
      date '2030-01-01' ${each(1)}`,
    `INSERT INTO login_sessions SELECT ${id}, a, md5('s' || ${id}), ('10.1.' || (a % 250) || '.' || (k + 1))::inet,
      'Browser ' || (a % 30), ${day} ${each(8)}`,
    `INSERT INTO devices SELECT ${id}, a, 'Phone of ' || a, md5('d' || ${id}), ${day} ${each(2)}`,
    `INSERT INTO newsletter_subscriptions SELECT ${id}, a, 'news', ${day} ${each(1)}`,
    `INSERT INTO categories SELECT n, 'Category ' || n FROM generate_series(1, 20) AS n`,
    `INSERT INTO products SELECT n, n % 20 + 1, 'Product ' || n, n % 90 + 0.99, n % 50
      FROM generate_series(1, ${products}) AS n`,
    `INSERT INTO carts SELECT ${id}, a, ${day} ${each(1)}`,
    `INSERT INTO cart_items SELECT a, ${product(3)}, k + 1 ${each(2)}`,
    `INSERT INTO wishlist_items SELECT a, ${product(9)}, ${day} ${each(2)}`,
    `INSERT INTO orders SELECT ${id}, a, a + (k % 2) * ${accounts}, 'shipped', k * 10 + 5, ${words}, ${day} ${each(4)}`,
    `INSERT INTO order_items SELECT ${id}, a + (k % 4) * ${accounts}, ${product(1)}, 1, 9.99 ${each(10)}`,
    `INSERT INTO payments SELECT ${id}, ${id}, a, k * 10 + 5, ${day} ${each(4)}`,
    `INSERT INTO shipments SELECT ${id}, ${id}, 'Carrier', md5('t' || ${id}), ${day} ${each(4)}`,
    `INSERT INTO order_returns SELECT ${id}, ${id}, ${words}, ${day} ${each(1)}`,
    `INSERT INTO product_reviews SELECT ${id}, ${product(5)}, a, k % 5 + 1, ${words}, 1, ${day} ${each(2)}`,
    `INSERT INTO review_votes SELECT ${other("3 + k")} + k * ${accounts}, a, true ${each(2)}`,
    `INSERT INTO forums SELECT n, 'Forum ' || n FROM generate_series(1, 20) AS n`,
    `INSERT INTO topics SELECT ${id}, a % 20 + 1, a, 'A question by ' || a, 12, ${day} ${each(1)}`,
    `INSERT INTO posts SELECT ${id}, ${other("k * 2")}, a, CASE WHEN k > 0 THEN ${other("k + 4")} + (k - 1) * ${accounts} END,
      ${words}, CASE WHEN k = 5 THEN ${other("9")} END, ${day} ${each(12)}`,
    `INSERT INTO post_reactions SELECT ${other("1 + k")} + k * ${accounts}, a, 'thanks' ${each(6)}`,
    `INSERT INTO topic_subscriptions SELECT ${other("k * 5")}, a ${each(3)}`,
    `INSERT INTO messages SELECT ${id}, a, ${other("1 + k * 3")}, ${words}, ${day} ${each(5)}`,
    `INSERT INTO post_reports SELECT ${id}, ${other("6")} + 11 * ${accounts}, a, ${words}, ${day} ${each(1)}`,
    `INSERT INTO support_agents SELECT n, 'Agent ' || n, 'agent.' || n || '@example.org' FROM generate_series(1, 25) AS n`,
    `INSERT INTO support_tickets SELECT ${id}, a, a % 25 + 1, 'Where is my parcel', ${day} ${each(2)}`,
    `INSERT INTO ticket_messages SELECT ${id}, a + (k % 2) * ${accounts}, ${words}, ${day} ${each(6)}`,
    `INSERT INTO audit_events SELECT ${id}, a, 'sign-in', ('10.1.' || (a % 250) || '.' || (k + 1))::inet, ${day} ${each(10)}`,
  ];
}
