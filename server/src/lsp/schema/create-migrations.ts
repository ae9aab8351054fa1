import { join } from 'node:path';
import type { Command } from 'vscode-languageserver';
import type { SchemaAnalysis } from '../../analysis/analyze-schema';
import type { Subject } from '../../analysis/catalog/subject';
import type { Finding } from '../../analysis/finding';
import { folderWords } from '../../analysis/plans/names';
import { planKinds } from '../../analysis/plans/registry';
import { onlySuccessor } from '../../analysis/plans/rename/rename';
import { rowsOf, type Sizes } from '../../analysis/statistics/statistics';
import { counted } from '../../analysis/wording/wording';
import { type CreatedMigrations, createdMigrations } from '../../project/create-migrations';
import { settingsOf } from '../../project/run';
import type { JudgedSchema } from '../../project/schema-analysis';
import type { Snapshot } from '../../project/snapshot';
import type { GivenValue, OfferedEdit } from '../../protocol';
import type { Remedy } from '../code-actions';
import { offeredEdit } from '../offered-edit';
import { uriOf } from '../paths';
import { deletesData } from '../plan-remedies';
import { recordValues, type ValueRecorder } from '../values/asked-values';
import { askForValue } from '../values/value-actions';
import type { NewFile } from '../workspace-edit';
import type { SchemaView } from './schema-view';

/** The migrations for the whole edit of a schema, offered where a part of it blocks: they come together, or the schema would be ahead. */
export function createRemedies({ schema, snapshot, sizes }: SchemaView, finding: Finding): readonly Remedy[] {
  if (!answered.has(finding.rule)) return [];
  const { findings } = schema.analysis;
  if (findings.some(isHopeless)) return [];
  if (findings.filter(isAsking).length > atOnce) return [whenChosen(schema, snapshot, sizes)];
  const guess = isGuess(schema.analysis, finding)
    ? [{ kind: 'create-renamed', created: guessedFor(schema, snapshot, finding, sizes) }]
    : [];
  const ways = [...guess, { kind: 'create-migrations', created: createdFor(schema, snapshot, sizes) }];
  return ways.flatMap(({ kind, created }): readonly Remedy[] => {
    if (!created.ok || created.plans.length === 0 || created.left.some(({ severity }) => severity === 'error')) return [];
    const title = titleOf(created, finding);
    const isDestructive = created.plans.some(deletesData);
    return [{ kind, title, isDestructive, changes: () => [], creates: () => newMigrationFiles(snapshot, created) }];
  });
}

/** So many findings of an edit are planned with the list of what can be done about one of them: a matter of milliseconds. */
const atOnce = 20;

function isAsking({ severity, rule }: Finding): boolean {
  return severity !== 'information' && answered.has(rule);
}

/** Nothing is written as long as there is an error that no plan answers. */
function isHopeless({ severity, rule, operation }: Finding): boolean {
  return severity === 'error' && operation !== null && !answered.has(rule);
}

/** A schema that is far ahead of its migrations takes too long to plan with each movement of the cursor: it is planned, and refused, once somebody wants it. */
function whenChosen(schema: JudgedSchema, snapshot: Snapshot, sizes: Sizes | null): Remedy {
  const refusal = (): string | null => {
    const created = createdFor(schema, snapshot, sizes);
    if (!created.ok) return created.reason;
    const error = created.left.find(({ severity }) => severity === 'error');
    return error === undefined ? null : `There is no safe migration for this: ${error.message}`;
  };
  return {
    kind: 'create-migrations',
    title: 'Write the whole edit in safe steps',
    refusal,
    changes: () => (refusal() === null ? [] : null),
    creates: () => {
      const created = createdFor(schema, snapshot, sizes);
      return created.ok ? newMigrationFiles(snapshot, created) : [];
    },
  };
}

type Created = CreatedMigrations & { readonly ok: true };

/** Nobody would look for a rename or a drop behind words about what blocks. */
function titleOf({ migrations, plans }: Created, { operation }: Finding): string {
  const many = counted(migrations.length, 'migration');
  const own = plans.find(({ id, replaces }) => titled.has(id) && replaces.some((one) => one.operation === operation));
  if (own !== undefined) return `${own.title} (the whole edit: ${many})`;
  return `Write the whole edit as ${many} that ${migrations.length === 1 ? 'blocks' : 'block'} nobody`;
}

const titled: ReadonlySet<string> = new Set([
  ...['rename-column', 'rename-table', 'rename-enum', 'rename-enum-value'],
  ...['drop-column', 'drop-table', 'remove-enum-value'],
]);

const answered: ReadonlySet<string> = new Set(planKinds.flatMap(({ answers }) => answers));

/** An analysis never changes. */
const known = new WeakMap<SchemaAnalysis, CreatedMigrations>();

function createdFor(schema: JudgedSchema, snapshot: Snapshot, sizes: Sizes | null): CreatedMigrations {
  const { analysis } = schema;
  const found = known.get(analysis);
  if (found !== undefined) return found;
  const recorder = recordValues([]);
  const created = createdMigrations(snapshot, schema, { ...creationOf(analysis, sizes), valueFor: recorder.valueFor });
  known.set(analysis, created);
  recorders.set(analysis, recorder);
  return created;
}

/** The values that the plans of an edit have asked for. */
const recorders = new WeakMap<SchemaAnalysis, ValueRecorder>();

export function askForCreateValue({ uri, schema, snapshot }: SchemaView, finding: Finding): readonly Command[] {
  const { analysis } = schema;
  if (!answered.has(finding.rule)) return [];
  const { server } = settingsOf(snapshot.project, new Set());
  return askForValue(uri, 'steps', finding, recorders.get(analysis), analysis.wanted.catalog, server);
}

/** What the whole edit of a schema writes with the values that a person has given; the reason where it writes nothing, as a sentence. */
export function filledMigrations(
  schema: JudgedSchema,
  snapshot: Snapshot,
  values: readonly GivenValue[],
  sizes: Sizes | null,
): OfferedEdit | { readonly problem: string } {
  const { valueFor } = recordValues(values);
  const created = createdMigrations(snapshot, schema, { ...creationOf(schema.analysis, sizes), valueFor });
  if (!created.ok) return { problem: created.reason };
  const error = created.left.find(({ severity }) => severity === 'error');
  if (error !== undefined) return { problem: `There is no safe migration for this: ${error.message}` };
  return offeredEdit({ label: 'Create safe migrations', description: null }, [], newMigrationFiles(snapshot, created));
}

/** Whether a plan rests on what nobody but a person can know: that a column is dropped for one of another name, which value rows get. */
function isGuess({ statements, after }: SchemaAnalysis, { rule, relation, column }: Finding): boolean {
  return (
    rule === 'enum-value-removed' ||
    (rule === 'column-dropped' && relation !== null && column !== null && onlySuccessor({ statements, after }, relation, column) !== null)
  );
}

const knownGuesses = new WeakMap<Finding, CreatedMigrations>();

function guessedFor(schema: JudgedSchema, snapshot: Snapshot, finding: Finding, sizes: Sizes | null): CreatedMigrations {
  const found =
    knownGuesses.get(finding) ?? createdMigrations(snapshot, schema, { ...creationOf(schema.analysis, sizes), chosen: finding });
  knownGuesses.set(finding, found);
  return found;
}

function creationOf({ changed }: SchemaAnalysis, sizes: Sizes | null): Parameters<typeof createdMigrations>[2] {
  return { name: nameOf(changed), now: new Date(), valueFor: () => null, rowsOf: (table) => rowsOf(sizes, table) };
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
