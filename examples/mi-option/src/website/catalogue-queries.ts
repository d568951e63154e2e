/** Reads products and what members say about them. */
import type { DatabaseSync } from "node:sqlite";
import { readRow, readRows } from "./environment.ts";

export interface Product {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly tagline: string;
  readonly description: string;
  readonly category: string;
  readonly billing: "once" | "monthly" | "quarterly";
  readonly priceCents: number;
  readonly reviewCount: number;
  readonly averageStars: number | null;
}

export interface Review {
  readonly stars: number;
  readonly headline: string;
  readonly body: string | null;
  readonly createdAt: string;
  readonly authorId: number;
  readonly author: string;
  readonly photoKey: string | null;
  readonly productName: string;
  readonly productSlug: string;
}

const productColumns = `SELECT p.id, p.slug, p.name, p.tagline, p.description, p.category, p.billing,
  p.price_cents AS priceCents, p.review_count AS reviewCount, r.average_stars AS averageStars
  FROM products p LEFT JOIN product_ratings r ON r.product_id = p.id`;

const reviewColumns = `SELECT r.stars, r.headline, r.body, r.created_at AS createdAt, a.id AS authorId,
  a.display_name AS author, f.storage_key AS photoKey, p.name AS productName, p.slug AS productSlug
  FROM reviews r JOIN accounts a ON a.id = r.account_id JOIN products p ON p.id = r.product_id
  LEFT JOIN profile_photos f ON f.id = a.avatar_photo_id`;

export function listCategories(database: DatabaseSync): string[] {
  const rows = readRows<{ category: string }>(
    database,
    "SELECT category FROM products GROUP BY category ORDER BY min(id)",
  );
  return rows.map((row) => row.category);
}

/** All products of a category, or of all. */
export function listProducts(database: DatabaseSync, category: string | undefined): Product[] {
  return readRows(database, `${productColumns} WHERE ?1 IS NULL OR p.category = ?1 ORDER BY p.id`, category ?? null);
}

/** The products that members review most. */
export function listLovedProducts(database: DatabaseSync, count: number): Product[] {
  return readRows(
    database,
    `${productColumns} ORDER BY p.review_count * coalesce(r.average_stars, 0) DESC, p.id LIMIT ?`,
    count,
  );
}

export function findProduct(database: DatabaseSync, slug: string): Product | undefined {
  return readRow(database, `${productColumns} WHERE p.slug = ?`, slug);
}

export function listReviewsOfProduct(database: DatabaseSync, productId: number): Review[] {
  return readRows(database, `${reviewColumns} WHERE r.product_id = ? ORDER BY r.created_at DESC LIMIT 50`, productId);
}

export function listReviewsOfPerson(database: DatabaseSync, accountId: number): Review[] {
  return readRows(database, `${reviewColumns} WHERE r.account_id = ? ORDER BY r.created_at DESC LIMIT 20`, accountId);
}

/** The newest good reviews that say something. */
export function listKindReviews(database: DatabaseSync, count: number): Review[] {
  return readRows(
    database,
    `${reviewColumns} WHERE r.stars >= 4 AND r.body <> '' GROUP BY r.headline ORDER BY max(r.created_at) DESC LIMIT ?`,
    count,
  );
}
