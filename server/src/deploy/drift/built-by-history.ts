import type { Catalog } from '../../analysis/catalog/catalog';
import { emptyCatalog } from '../../analysis/catalog/draft';
import { foldScript } from '../../analysis/catalog/fold';
import type { MigrationText } from '../../analysis/revert/definitions';
import { prepareGrammar } from '../../analysis/sql/postgres/grammar';
import { readPostgres } from '../../analysis/sql/postgres/read';
import { listed } from '../../analysis/wording/wording';
import type { Introspection } from '../introspection/introspection';
import { migrationStatuses } from '../status/compare';
import type { DatabaseHistory } from '../status/database-history';
import type { LocalMigration } from '../status/local-migrations';

/** What the migrations that a database says to have must have built in it. */
export interface BuiltByHistory {
  readonly catalog: Catalog;
  /** SQLite, MySQL: the statements that have made its objects; else empty. */
  readonly written: Introspection['written'];
  /** Those that are applied, in the order in which they were. */
  readonly applied: readonly MigrationText[];
  /** What makes the comparison less than certain, in sentences. */
  readonly notes: readonly string[];
}

/** Folds the files of the applied migrations. PostgreSQL only. */
export async function builtByHistory(local: readonly LocalMigration[], { rows }: DatabaseHistory): Promise<BuiltByHistory> {
  await prepareGrammar();
  const applied = appliedTexts(local, rows ?? []);
  let catalog = emptyCatalog('postgresql');
  let unread = 0;
  for (const { text } of applied) {
    const script = readPostgres(text);
    catalog = foldScript(catalog, script);
    unread += script.statements.filter(
      ({ operations }) => operations.length === 0 || operations.some(({ kind }) => kind === 'unknown'),
    ).length;
  }
  const notes = [...notesOn(local, rows), ...(unread === 0 ? [] : [unreadNote(unread)])];
  return { catalog, written: new Map(), applied, notes };
}

/** All files together, for what has to be known before a database is asked. */
export async function namedSchemas(local: readonly LocalMigration[]): Promise<readonly string[]> {
  await prepareGrammar();
  const catalog = local.reduce((built, migration) => foldScript(built, readPostgres(textOf(migration))), emptyCatalog('postgresql'));
  return [...catalog.schemas];
}

/** In the order in which the database has finished them: another one than that of their names may lead elsewhere. */
export function appliedTexts(local: readonly LocalMigration[], rows: DatabaseHistory['rows']): readonly MigrationText[] {
  const files = new Map(local.map((migration) => [migration.name, migration]));
  const finished = (rows ?? []).filter(({ finishedAt, rolledBackAt }) => finishedAt !== null && rolledBackAt === null);
  const order = finished.toSorted((a, b) => compare(a.finishedAt ?? '', b.finishedAt ?? '') || compare(a.name, b.name));
  return [...new Set(order.map(({ name }) => name))].flatMap((name) => {
    const file = files.get(name);
    return file === undefined ? [] : [{ name, text: textOf(file) }];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function textOf({ bytes }: LocalMigration): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function unreadNote(count: number): string {
  return `${count === 1 ? 'A statement' : `${count} statements`} of the history cannot be analysed: what ${count === 1 ? 'it has' : 'they have'} done looks like drift.`;
}

/** What the states of migrations mean for the comparison, in sentences. */
export function notesOn(local: readonly LocalMigration[], rows: DatabaseHistory['rows']): readonly string[] {
  if (rows === null) return ['The database has no history of migrations: all that it holds is a difference.'];
  const statuses = migrationStatuses(local, rows);
  const inState = (state: string): string => listed(statuses.filter((one) => one.state === state).map(({ name }) => name));
  const [edited, missing, failed] = [inState('edited'), inState('missing'), inState('failed')];
  return [
    ...(edited === '' ? [] : [`Edited after it was applied: ${edited}. The file is taken for what was applied.`]),
    ...(missing === '' ? [] : [`Applied, and not in the project: ${missing}. What it has done is a difference.`]),
    ...(failed === '' ? [] : [`Failed, or still running: ${failed}. What it has left is a difference.`]),
  ];
}
