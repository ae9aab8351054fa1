import type { ObjectId } from '../analysis/catalog/catalog';
import type { MigrationFile } from '../project/snapshot';
import type { Analysed } from './session';

/** Pending migrations are deployed together, so what an earlier one creates is new for the later ones. */
export function tablesOfEarlierPending(analysed: Analysed, { name, facts }: MigrationFile): ReadonlySet<ObjectId> {
  return facts.state === 'pending' ? tablesOfPending(analysed, (file) => file.name < name) : new Set();
}

/** Tables that pending migrations create. */
export function tablesOfPending(
  { snapshot, open, closed }: Analysed,
  isMeant: (file: MigrationFile) => boolean = () => true,
): ReadonlySet<ObjectId> {
  if (!snapshot.historyIsKnown) return new Set();
  const created = [
    ...open.migrations.map(({ file, analysis }) => ({ file, tables: [...analysis.createdTables] })),
    ...closed.migrations.map(({ file, report }) => ({ file, tables: report.createdTables })),
  ];
  const meant = created.filter(({ file }) => file.facts.state === 'pending' && isMeant(file));
  return new Set(meant.flatMap(({ tables }) => tables));
}
