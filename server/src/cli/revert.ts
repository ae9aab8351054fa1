import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CreatedRevert, catalogBefore, createdRevert } from '../project/create-revert';
import { nearestName } from '../project/nearest-name';
import { writeMigrations } from '../project/new-migrations';
import { createEngine } from '../project/prisma-engine/engine';
import { replaceText } from '../project/replace-file';
import { type MigrationFile, readSnapshot, type Snapshot } from '../project/snapshot';
import { supportOf } from '../project/support';
import { analysisOptions, withOverrides } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { type ExitCode, exitCode } from './exit-code';
import { formatReverted, revertFormats } from './formats/reverted';
import { refuseBrokenSettings } from './gather';
import { givenValues } from './given-values';
import { openOutput } from './output';
import { Problem } from './problem';
import { shownPath } from './shown-path';
import { findTargets } from './targets';

const { since: _, stdin: __, 'stdin-filename': ___, ...inputOptions } = analysisOptions;

export const revertOptions = {
  name: { type: 'string', short: 'n', value: '<name>', help: 'Of the new migration. Default: revert_ and the name of the other.' },
  schema: { type: 'boolean', help: 'Takes the schema back as well, where it is clear how.' },
  'dry-run': { type: 'boolean', help: 'Prints the migration and writes none.' },
  value: {
    type: 'string',
    multiple: true,
    value: '<table.column=sql>',
    help: 'What existing rows get in a required column that comes back: User.status="\'active\'". Any number of times.',
  },
  format: { type: 'string', short: 'f', value: '<format>', help: `${revertFormats.join(', ')}. Default: pretty.` },
  ...inputOptions,
  ...commonOptions,
} as const satisfies OptionTable;

type Values = ReturnType<typeof parseArguments<typeof revertOptions>>['values'];

/** `lockstep revert`: the forward migration that undoes another one. What is applied stays as it is. */
export async function revert(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('revert', words, revertOptions);
  const format = oneOf('format', values.format, revertFormats, 'pretty');
  const from = process.cwd();
  const { snapshot, migration } = await meant(values, positionals, from);
  for (const note of snapshot.notes) process.stderr.write(`${note}\n`);
  if (snapshot.notes.length > 0) throw new Problem('Not everything could be read, so nothing is written.');
  const engine = createEngine();
  const created = await createdRevert(snapshot, migration, {
    engine,
    name: values.name?.trim() || null,
    now: new Date(),
    valueFor: await valuesFor(snapshot, migration, values.value ?? []),
  });
  await engine.close();
  if (!created.ok) throw new Problem(created.reason);
  const dry = values['dry-run'] === true;
  const paths = placed(created, snapshot, dry).map((path) => shownPath(path, from));
  if (!dry && values.schema === true) for (const { path, text } of created.schema) replaceText(path, text);
  const output = openOutput(values.output);
  await output.write(
    formatReverted(format, {
      migration: migration.name,
      created,
      paths,
      dry,
      schema: { paths: created.schema.map(({ path }) => shownPath(path, from)), isWritten: !dry && values.schema === true },
    }),
  );
  output.end();
  return exitCode.ok;
}

/** Names of columns are those of the time before the migration. */
async function valuesFor(
  snapshot: Snapshot,
  migration: MigrationFile,
  words: readonly string[],
): Promise<(table: string, column: string) => string | null> {
  if (words.length === 0) return () => null;
  const given = givenValues(words, await catalogBefore(snapshot, migration));
  return (table, column) => given.get(`${table}.${column}`) ?? null;
}

/** Paths of the migrations, which are there afterwards unless it is a dry run. */
function placed({ migrations }: CreatedRevert & { readonly ok: true }, { project }: Snapshot, dry: boolean): readonly string[] {
  const directory = project.migrationsDirectory ?? project.root;
  if (dry) return migrations.map(({ name }) => `${directory}/${name}/migration.sql`);
  const result = writeMigrations(directory, migrations);
  if (!result.ok) throw new Problem(result.reason);
  return result.paths;
}

interface Meant {
  readonly snapshot: Snapshot;
  readonly migration: MigrationFile;
}

/** The migration that the first word names, by its path, its name or a part of it that no other one has. */
async function meant(values: Values, [word, ...paths]: readonly string[], from: string): Promise<Meant> {
  if (word === undefined)
    throw new Problem('"lockstep revert" needs a migration.', 'Name its folder: lockstep revert 20250103000000_drop_email');
  const isPath = existsSync(resolve(from, word));
  const { projects } = await findTargets(isPath ? [word] : paths, from, values['run-config'] === true);
  const [target, ...others] = projects;
  if (target === undefined) throw new Problem(`"${word}" belongs to no Prisma project.`);
  if (others.length > 0) {
    const roots = projects.map(({ project }) => shownPath(project.root, from)).join(', ');
    throw new Problem(`There are several projects: ${roots}.`, `Name the folder of one: lockstep revert ${word} <project>`);
  }
  const project = withOverrides(target.project, values);
  refuseBrokenSettings(project);
  const support = supportOf(project);
  if (!support.ok) throw new Problem(support.reason);
  const snapshot = await readSnapshot(project, new Map());
  const [named] = target.names;
  return { snapshot, migration: migrationNamed(named ?? word, snapshot) };
}

function migrationNamed(word: string, { migrations }: Snapshot): MigrationFile {
  const exact = migrations.find(({ name }) => name === word);
  const [part, ...others] = migrations.filter(({ name }) => name.includes(word));
  if (exact !== undefined) return exact;
  if (part !== undefined && others.length === 0) return part;
  const names = migrations.map(({ name }) => name);
  if (part !== undefined) {
    const several = [part, ...others].slice(-5).map(({ name }) => name);
    throw new Problem(`Several migrations have "${word}" in their name: ${several.join(', ')}.`, 'Write the whole name.');
  }
  const near = nearestName(word, names);
  throw new Problem(
    `There is no migration "${word}".`,
    near === null ? 'Folders of the migrations directory are named, or parts of their names.' : `Did you mean "${near}"?`,
  );
}
