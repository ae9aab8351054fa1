import { rowsOf } from '../analysis/statistics/statistics';
import { createAnalyzer } from '../project/analysis';
import { cacheDirectoryFor } from '../project/cache-location';
import { createdMigrations } from '../project/create-migrations';
import { writeMigrations } from '../project/new-migrations';
import { rolloutChoices } from '../project/rollouts/rollout-choices';
import type { Said } from '../project/rollouts/rollout-of-finding';
import type { JudgedSchema, SchemaResult } from '../project/schema-analysis';
import type { Snapshot } from '../project/snapshot';
import { acceptedByPrisma } from './accepted-schema';
import { analysisOptions } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { refusalOf, rolloutsFor, type Written } from './create-refusal';
import { createRollouts } from './create-rollouts';
import { type ExitCode, exitCode } from './exit-code';
import { createFormats, formatCreated } from './formats/created';
import { givenValues } from './given-values';
import { snapshotToWrite } from './one-project';
import { openOutput } from './output';
import { Problem } from './problem';
import { shownPath } from './shown-path';
import { sizesFor, statsOption } from './stats-option';

const { since: _, stdin: __, 'stdin-filename': ___, ...inputOptions } = analysisOptions;

export const createOptions = {
  name: { type: 'string', short: 'n', value: '<name>', help: 'What the migrations are for: add_email.' },
  'dry-run': { type: 'boolean', help: 'Prints the migrations and writes none.' },
  value: {
    type: 'string',
    multiple: true,
    value: '<table.column=sql>',
    help: 'The value of existing rows in a column that is required: User.status="\'active\'". Any number of times.',
  },
  allow: {
    type: 'string',
    multiple: true,
    value: '<rule>',
    help: 'Writes what this rule calls an error, as Prisma would: column-dropped. Any number of times.',
  },
  way: {
    type: 'string',
    value: '<way>',
    help: 'one-release, or rollout: what can be is begun over several releases ("lockstep plan" goes on). Default: one-release.',
  },
  format: { type: 'string', short: 'f', value: '<format>', help: `${createFormats.join(', ')}. Default: pretty.` },
  'no-cache': { type: 'boolean', help: 'Neither reads nor writes the cache.' },
  ...statsOption,
  ...inputOptions,
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep create`: the safe migrations for the whole difference between the migrations of a project and its schema. */
export async function create(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('create', words, createOptions);
  const format = oneOf('format', values.format, createFormats, 'pretty');
  const name = values.name?.trim() ?? '';
  if (name === '') throw new Problem('"lockstep create" needs "--name".', 'Say what the migrations are for: --name add_email');
  const from = process.cwd();
  const snapshot = await snapshotToWrite('create', values, positionals, from);
  const { project } = snapshot;
  const cacheDirectory = values['no-cache'] === true ? null : cacheDirectoryFor(project.root);
  const sizes = sizesFor(values.stats)(project, cacheDirectory);
  const analyzer = createAnalyzer({ cacheDirectory });
  const [found] = await Promise.all([analyzer.schema(snapshot), acceptedByPrisma(snapshot)]);
  const schema = judged(found);
  const allowed = new Set(values.allow ?? []);
  const given = givenValues(values.value ?? [], schema.analysis.wanted.catalog);
  const said: Said = {
    valueFor: (table, column) => given.get(`${table}.${column}`) ?? null,
    rowsOf: (table) => rowsOf(sizes, table),
  };
  const dry = values['dry-run'] === true;
  if (oneOf('way', values.way, ['one-release', 'rollout'], 'one-release') === 'rollout') {
    const analyze = async (later: Snapshot) => judged(await analyzer.schema(later));
    const output = openOutput(values.output);
    await output.write(await createRollouts({ snapshot, schema, said, name, dry, from, format, analyze }));
    output.end();
    return exitCode.ok;
  }
  const created = createdMigrations(snapshot, schema, {
    name,
    now: new Date(),
    ...said,
    allowed,
  });
  if (!created.ok && !created.isNothing) throw new Problem(created.reason);
  const choices = rolloutChoices(snapshot, schema, said);
  const refusal = created.ok && !dry ? refusalOf(created, allowed, choices) : null;
  if (refusal !== null) throw refusal;
  const paths = created.ok ? placed(created, snapshot, dry) : [];
  const rollouts = created.ok ? rolloutsFor(created, choices) : [];
  const output = openOutput(values.output);
  await output.write(formatCreated(format, { created, paths: paths.map((path) => shownPath(path, from)), dry, rollouts }));
  output.end();
  return exitCode.ok;
}

/** @throws Problem where the schema cannot be analysed. */
function judged(schema: SchemaResult): JudgedSchema {
  if (!schema.ok) throw new Problem(`The schema is not analysed: ${schema.reason}.`);
  return schema;
}

/** Paths of the migrations, which are there afterwards unless it is a dry run. */
function placed({ migrations }: Written, { project }: Snapshot, dry: boolean): readonly string[] {
  const directory = project.migrationsDirectory ?? project.root;
  if (dry) return migrations.map(({ name }) => `${directory}/${name}/migration.sql`);
  const result = writeMigrations(directory, migrations);
  if (!result.ok) throw new Problem(result.reason);
  return result.paths;
}
