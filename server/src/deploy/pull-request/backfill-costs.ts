import { join, relative, sep } from 'node:path';
import type { ObjectId } from '../../analysis/catalog/catalog';
import { progressOf } from '../../analysis/plans/rollout/record';
import { rowsOf, type Sizes } from '../../analysis/statistics/statistics';
import { readText } from '../../project/read-files';
import { findRollouts } from '../../project/rollouts/find-rollouts';
import type { Snapshot } from '../../project/snapshot';
import { readSpec } from '../backfill/read-spec';
import type { MigrationPreview } from '../preview/migration-preview';

/** Rows that are changed: by a statement of a migration, or in batches by a rollout. */
export interface BackfillCost {
  readonly table: ObjectId;
  /** Of the table, which is what has to be looked at; null where nobody has taken its size. */
  readonly rows: number | null;
  readonly by:
    | { readonly type: 'statement'; readonly migration: string; readonly index: number; readonly milliseconds: number | null }
    /** `batches`: about so many, of the size that they begin with. */
    | { readonly type: 'rollout'; readonly rollout: string; readonly command: string; readonly batches: number | null };
}

const changesRows: ReadonlySet<string> = new Set(['update-rows', 'delete-rows', 'insert-rows']);

/** The grammar must be prepared. */
export function backfillCosts(snapshot: Snapshot, previews: readonly MigrationPreview[], sizes: Sizes | null): readonly BackfillCost[] {
  return [...previews.flatMap((preview) => inMigration(preview, sizes)), ...inRollouts(snapshot, sizes)];
}

/** Tables that the migrations themselves create hold nothing yet that could take long. */
function inMigration({ file, statements }: MigrationPreview, sizes: Sizes | null): readonly BackfillCost[] {
  return statements.flatMap(({ index, kinds, effect, tables, milliseconds }) => {
    if (!effect.grows || !kinds.some((kind) => changesRows.has(kind))) return [];
    return tables
      .filter(({ lock, isScanned }) => isScanned && lock === 'ROW EXCLUSIVE')
      .map(({ relation }): BackfillCost => {
        return { table: relation, rows: rowsOf(sizes, relation), by: { type: 'statement', migration: file.name, index, milliseconds } };
      });
  });
}

/** Those of rollouts that are under way, and have not passed their backfill. */
function inRollouts({ project }: Snapshot, sizes: Sizes | null): readonly BackfillCost[] {
  return findRollouts(project).flatMap(({ name, directory, content }): readonly BackfillCost[] => {
    const progress = content.ok ? progressOf(content.record) : null;
    if (!content.ok || progress === null || !('index' in progress || progress.type === 'not-begun')) return [];
    const current = 'index' in progress ? progress.index : 0;
    return content.record.stages.slice(current).flatMap((stage): readonly BackfillCost[] => {
      const text = stage.type === 'backfill' ? readText(join(directory, stage.file)) : null;
      const read = text === null ? null : readSpec(text);
      if (stage.type !== 'backfill' || read === null || !read.ok) return [];
      const table = `${read.spec.table.schema ?? 'public'}.${read.spec.table.name}`;
      const rows = rowsOf(sizes, table);
      const batches = rows === null ? null : Math.ceil(rows / read.spec.batch.initial);
      const file = relative(project.root, join(directory, stage.file)).split(sep).join('/');
      return [{ table, rows, by: { type: 'rollout', rollout: name, command: `lockstep backfill ${file}`, batches } }];
    });
  });
}
