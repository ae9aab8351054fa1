import { createFollower } from '../../analysis/migration/follow';
import { readPostgres } from '../../analysis/sql/postgres/read';
import type { NewMigration } from '../new-migrations';
import { settingsOf } from '../run';
import type { Promotion } from './promote';

/** Why SQL that was written when the rollout began cannot be a migration today; a sentence, null where it can. */
export function promotionProblem(
  migrations: readonly NewMigration[],
  files: readonly string[],
  { snapshot, built }: Pick<Promotion, 'snapshot' | 'built'>,
): string | null {
  const { server } = settingsOf(snapshot.project, new Set());
  const follow = createFollower();
  let catalog = built;
  for (const [index, { text }] of migrations.entries()) {
    const file = files[files.length - migrations.length + index];
    const script = readPostgres(text);
    if (script.errors[0] !== undefined) return `${file} is not valid SQL: ${script.errors[0].message}.`;
    const followed = follow(script, text, catalog, server);
    const failure = followed.statements.flatMap(({ effect }) => effect.failures).find(({ when }) => when !== 'rows');
    if (failure !== undefined) return `${file} would fail after the migrations of today: ${failure.reason}. Correct that file first.`;
    catalog = followed.after;
  }
  return null;
}
