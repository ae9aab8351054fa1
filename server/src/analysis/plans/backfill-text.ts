import type { BackfillFile } from './rollout/rollout';

/** The text of a backfill's file. */
export function backfillText({ table, set, where, check }: BackfillFile): string {
  return `${JSON.stringify({ table, set, where, ...(check !== undefined && { check }) }, null, 2)}\n`;
}

/** Beside the folder of the migrations: `prisma/backfills/change_user_name.backfill.json`. */
export function backfillPath(name: string): string {
  return `backfills/${name}.backfill.json`;
}
