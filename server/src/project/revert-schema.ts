import { dirname } from 'node:path';
import type { Catalog } from '../analysis/catalog/catalog';
import { changedSubjects } from '../analysis/catalog/diff/changed-subjects';
import { diffCatalogs } from '../analysis/catalog/diff/diff';
import type { Subject } from '../analysis/catalog/subject';
import { applySchemaEdits, withEditedFiles } from '../analysis/plans/rollout/apply-edits';
import type { SchemaEdit } from '../analysis/plans/rollout/schema-edit';
import { editsFromCatalogs } from '../analysis/revert/catalog-edits';
import { schemaEditsBetween } from '../analysis/revert/schema-edits';
import { readSchema } from '../analysis/schema/read';
import { joinSchema, type SchemaFile } from '../analysis/schema/schema-text';
import { wantedCatalog } from '../analysis/schema/wanted/wanted-catalog';
import { columnName, listed, objectName } from '../analysis/wording/wording';
import { readCommittedSchema } from './committed-schema';
import { git, placeOf } from './git';
import type { Engine } from './prisma-engine/engine';
import { formattedEdits } from './prisma-engine/formatted-edits';
import { refusedSchema } from './prisma-engine/refused-schema';
import type { ChangedText } from './rollouts/project-edit';
import type { MigrationFile, Snapshot } from './snapshot';

/** What becomes of the schema with a revert: it has to go back, too, or the next migration does it all again. */
export interface SchemaBack {
  /** Texts that change; none where nothing has to, or where it is not clear how. */
  readonly changes: readonly ChangedText[];
  /** What is left to do by hand, as a sentence; null where nothing is. */
  readonly note: string | null;
}

/**
 * Takes the schema back as far as it is clear how: from what git has of it before and after the migration, else from what the catalogs
 * say. Only what ends at a schema that asks for nothing more than before is handed back.
 */
export async function schemaBack(
  snapshot: Snapshot,
  migration: MigrationFile,
  { today, target }: { readonly today: Catalog; readonly target: Catalog },
  engine: Engine | null,
): Promise<SchemaBack> {
  const { project, schema } = snapshot;
  if (project.schema === null || schema.files.length === 0) return { changes: [], note: null };
  const asked = (history: Catalog, files: readonly SchemaFile[]): readonly Subject[] | null => askedFor(history, files, snapshot);
  const before = asked(today, schema.files);
  const left = asked(target, schema.files);
  if (before === null || left === null)
    return { changes: [], note: 'The schema has to go back as well; it is not clear yet, so nothing is changed there.' };
  if (sameSubjects(before, left)) return { changes: [], note: null };
  const pair = await committedPair(snapshot, migration);
  const ways = [pair === null ? [] : schemaEditsBetween(pair.from, pair.to), fromCatalogs(snapshot, today, target)];
  for (const edits of ways) {
    const applied = applySchemaEdits(schema.files, edits);
    if (!applied.ok || edits.length === 0) continue;
    const files = withEditedFiles(schema.files, applied.files);
    const after = asked(target, files);
    if (after === null || !sameSubjects(before, after)) continue;
    if (engine !== null && (await refusedSchema(engine, project, joinSchema(files))) !== null) continue;
    return { changes: engine === null ? applied.files : await formattedEdits(engine, applied.files), note: null };
  }
  const own = left.filter((one) => !before.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  return { changes: [], note: `The schema has to go back by hand: it still asks for ${listed(own.map(nameOf), 6)}.` };
}

/** What Prisma would write for a schema, as a person counts it; null where the schema is not clear. */
function askedFor(history: Catalog, files: readonly SchemaFile[], { project }: Snapshot): readonly Subject[] | null {
  const wanted = wantedCatalog(readSchema(joinSchema(files).text), 'postgresql');
  if (wanted.unresolved.length > 0) return null;
  const external = [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])];
  const unresolved = external.map((table) => ({ table, column: null, part: 'everything' as const }));
  const options = { ...wanted, unresolved, from: 'migrations', prismaVersion: project.prismaVersion } as const;
  return changedSubjects(diffCatalogs(history, wanted.catalog, options), history);
}

function sameSubjects(a: readonly Subject[], b: readonly Subject[]): boolean {
  const words = (subjects: readonly Subject[]): string => JSON.stringify(subjects.map((one) => JSON.stringify(one)).sort());
  return words(a) === words(b);
}

interface Pair {
  /** With the migration. */
  readonly from: string;
  /** Without it. */
  readonly to: string;
}

/** The schema of the commit that has brought the migration, and of the one before; of one that is in none, what is there and what HEAD has. */
async function committedPair({ project, schema, git: known }: Snapshot, { path }: MigrationFile): Promise<Pair | null> {
  if (!known.ok || project.schema === null) return null;
  const { top } = placeOf(dirname(path));
  const added = await git(top, ['log', '--diff-filter=A', '--format=%H', '-1', 'HEAD', '--', path]);
  if (!added.ok) return null;
  const commit = added.output.trim();
  const at = (one: string) => readCommittedSchema(project.schema ?? '', { ref: one, commit: one });
  if (commit === '') {
    const to = await at('HEAD');
    return to.ok ? { from: schema.text, to: to.schema.text } : null;
  }
  const [from, to] = await Promise.all([at(commit), at(`${commit}^`)]);
  return from.ok && to.ok ? { from: from.schema.text, to: to.schema.text } : null;
}

function fromCatalogs({ project, schema }: Snapshot, today: Catalog, target: Catalog): readonly SchemaEdit[] {
  const wanted = wantedCatalog(readSchema(schema.text), 'postgresql');
  return editsFromCatalogs(schema.text, wanted, today, target, project.prismaVersion);
}

function nameOf(subject: Subject): string {
  switch (subject.type) {
    case 'column':
      return columnName(subject.table, subject.column);
    case 'table':
    case 'enum':
      return objectName(subject.id);
    case 'enum-value':
      return `${subject.value} of ${objectName(subject.id)}`;
    case 'constraint':
    case 'index':
      return `"${subject.name}" on ${objectName(subject.table)}`;
    default:
      return `"${subject.name}"`;
  }
}
