import type { JsonSchema } from '../settings-schema';

const text = (description: string): JsonSchema => ({ type: 'string', description });
const texts = (description: string): JsonSchema => ({ type: 'array', items: { type: 'string' }, description });
const list = (description: string, items: JsonSchema): JsonSchema => ({ type: 'array', items, description });
const closed = (description: string, properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema => {
  return { type: 'object', description, properties, additionalProperties: false, required };
};
const time: JsonSchema = {
  type: 'string',
  description: 'A point in time in UTC.',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
  patternErrorMessage: 'a time such as "2026-01-31T12:00:00Z"',
};
const name: JsonSchema = {
  type: 'string',
  description: 'Short name, unique in its list.',
  pattern: '^[^/\\\\:*?"<>|.\\s][^/\\\\:*?"<>|]*$',
  patternErrorMessage: 'a name without slashes',
};
const file: JsonSchema = {
  type: 'string',
  description: 'A file in the folder of the rollout, with slashes.',
  pattern: '^(?!.*(^|/)\\.\\.?(/|$))[^/\\\\:][^\\\\:]*$',
  patternErrorMessage: 'a path inside the folder of the rollout',
};
const flag = (description: string): JsonSchema => ({ type: 'boolean', description });

const edit = closed(
  'A change of the Prisma schema.',
  {
    block: text('Name of a model, view or enum.'),
    member: text('A field, an enum value, or the name of a block attribute such as "@@index". Left out: the block itself.'),
    expected: text('What stands there before. Left out: nothing.'),
    text: text('What stands there afterwards. Left out: nothing.'),
    after: text('The member or block that something new stands behind. Left out: the last one.'),
  },
  ['block'],
);

const common = { name, purpose: text('A sentence: what the stage is for.') };

// Each alternative is recognised by what only it requires.
const stage: JsonSchema = {
  description: 'A stage: migrations with edits of the schema, a backfill, or a release of the application.',
  oneOf: [
    closed(
      'Migrations that are promoted together, and the edits of the schema that go with them.',
      {
        type: { enum: ['migrate'] },
        ...common,
        files: list('SQL files, in their order.', file),
        edits: list('Edits of the schema.', edit),
      },
      ['files'],
    ),
    closed('Rows that are changed in batches.', { type: { enum: ['backfill'] }, ...common, file }, ['file']),
    closed(
      'A release of the application.',
      {
        type: { enum: ['release'] },
        ...common,
        application: texts('What the application does from then on.'),
        code: text('A sketch of it.'),
      },
      ['application'],
    ),
  ],
};

const state = closed(
  'How far the rollout has come. Lockstep writes it.',
  {
    begun: list(
      'Stages that have begun, in their order.',
      closed(
        'A stage.',
        {
          stage: name,
          at: time,
          migrations: list('What its files were promoted as.', name),
          written: flag('Whether all of it is written.'),
        },
        ['stage', 'at', 'migrations', 'written'],
      ),
    ),
    confirmations: list(
      'Releases that somebody has confirmed.',
      closed(
        'A confirmation.',
        { stage: name, environment: text('Where.'), by: text('Who says so.'), at: time, note: text('What else there is to know.') },
        ['stage', 'environment', 'by', 'at'],
      ),
    ),
    passed: list(
      'Gates that have let the rollout go on.',
      closed(
        'A gate in one environment.',
        {
          ...{ stage: name, gate: name, environment: text('Where.') },
          state: { enum: ['ok', 'overridden'], description: 'Whether it held, or somebody has decided to go on.' },
          evidence: text('What was seen, or the reason.'),
          at: time,
        },
        ['stage', 'gate', 'environment', 'state', 'evidence', 'at'],
      ),
    ),
    finished: time,
    abandoned: closed(
      'Why it ended before its end.',
      {
        at: time,
        by: text('Who did it.'),
        migrations: list('What takes back what was promoted.', name),
        written: flag('Whether all of it is written.'),
      },
      ['at', 'by', 'migrations', 'written'],
    ),
  },
  ['begun', 'confirmations', 'passed'],
);

/** A rollout's file in one place: the reader validates against it, the editor completes from it (`schemas/rollout.schema.json`). */
export const rolloutSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Rollout of Lockstep',
  allowComments: true,
  allowTrailingCommas: true,
  ...closed(
    'A change of the database over several releases.',
    {
      $schema: text('Address of this schema, for editors.'),
      version: { type: 'integer', minimum: 1, description: 'Of this format: 1.' },
      name,
      plan: text('Id of the plan that it was made by.'),
      title: text('What it does.'),
      subject: text('What it changes, as in the schema: User.status.'),
      stages: list('The stages, in their order.', stage),
      state,
    },
    ['version', 'name', 'plan', 'title', 'subject', 'stages', 'state'],
  ),
};
