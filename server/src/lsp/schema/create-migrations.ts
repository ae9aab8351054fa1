import { join } from 'node:path';
import type { SchemaAnalysis } from '../../analysis/analyze-schema';
import type { Subject } from '../../analysis/catalog/subject';
import type { Finding } from '../../analysis/finding';
import { folderWords } from '../../analysis/plans/names';
import { planKinds } from '../../analysis/plans/registry';
import { counted } from '../../analysis/wording/wording';
import { type CreatedMigrations, createdMigrations } from '../../project/create-migrations';
import type { JudgedSchema } from '../../project/schema-analysis';
import type { Snapshot } from '../../project/snapshot';
import type { Remedy } from '../code-actions';
import { uriOf } from '../paths';
import type { NewFile } from '../workspace-edit';
import type { SchemaView } from './schema-view';

/** The migrations for the whole edit of a schema, offered where a part of it blocks: they come together, or the schema would be ahead. */
export function createRemedies({ schema, snapshot }: SchemaView, { rule }: Finding): readonly Remedy[] {
  if (!answered.has(rule)) return [];
  const created = createdFor(schema, snapshot);
  if (!created.ok || created.plans.length === 0 || created.left.some(({ severity }) => severity === 'error')) return [];
  const title = `Write the whole edit as ${counted(created.migrations.length, 'migration')} that ${created.migrations.length === 1 ? 'blocks' : 'block'} nobody`;
  return [{ kind: 'create-migrations', title, changes: () => [], creates: () => newMigrationFiles(snapshot, created) }];
}

const answered: ReadonlySet<string> = new Set(planKinds.flatMap(({ answers }) => answers));

/** An analysis never changes. */
const known = new WeakMap<SchemaAnalysis, CreatedMigrations>();

function createdFor(schema: JudgedSchema, snapshot: Snapshot): CreatedMigrations {
  const { analysis } = schema;
  const found =
    known.get(analysis) ?? createdMigrations(snapshot, schema, { name: nameOf(analysis.changed), now: new Date(), valueFor: () => null });
  known.set(analysis, found);
  return found;
}

/** The files of migrations that are not there yet. */
export function newMigrationFiles(
  { project }: Snapshot,
  { migrations }: Pick<CreatedMigrations & { readonly ok: true }, 'migrations'>,
): readonly NewFile[] {
  const directory = project.migrationsDirectory ?? project.root;
  return migrations.map(({ name, text }) => ({ uri: uriOf(join(directory, name, 'migration.sql')), text }));
}

/** What changes, in a few words: `change_user_email`, `change_user_and_order`. */
export function nameOf(changed: readonly Subject[]): string {
  const [only] = changed;
  if (changed.length === 1 && only?.type === 'column') return folderWords('change', tableOf(only) ?? '', only.column);
  const tables = [...new Set(changed.flatMap((subject) => tableOf(subject) ?? []))];
  if (tables.length === 0) return 'change_enums';
  return tables.length > 2 ? folderWords('change', tables[0] ?? '', 'and_more') : folderWords('change', tables.join('_and_'));
}

function tableOf(subject: Subject): string | null {
  const id = 'table' in subject ? subject.table : subject.type === 'table' ? subject.id : null;
  return id === null ? null : id.slice(id.indexOf('.') + 1);
}
