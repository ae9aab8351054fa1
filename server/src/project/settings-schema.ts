import { severities } from '../analysis/finding';
import { rules } from '../analysis/rules/registry';
import { environmentKinds, postgresVersions } from './settings';

/** The part of JSON Schema that describes files of Lockstep. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** A schema: any other key is allowed, with such a value. */
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | boolean)[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly pattern?: string;
  readonly default?: string | number;
  /** The editor marks neither in a file with this schema, as the reader takes both. */
  readonly allowComments?: boolean;
  readonly allowTrailingCommas?: boolean;
  /** What `pattern` asks for, in words. Editors show it in place of the pattern. */
  readonly patternErrorMessage?: string;
}

const text = (description: string): JsonSchema => ({ type: 'string', description });
const names = (description: string): JsonSchema => ({ type: 'array', items: { type: 'string' }, description });
const closed = (description: string, properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  description,
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});

const urlPlaces: readonly JsonSchema[] = [
  closed('An environment variable, or one that a .env file of the project sets.', { env: text('Name of the variable.') }, ['env']),
  closed('A variable in an env file.', { envFile: text('Path, relative to this file.'), name: text('Name of the variable.') }, [
    'envFile',
    'name',
  ]),
];

/** `lockstep.json` in one place: the reader validates against it, the editor completes from it (`schemas/lockstep.schema.json`). */
export const settingsSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'lockstep.json',
  allowComments: true,
  allowTrailingCommas: true,
  ...closed('Settings of Lockstep for one Prisma project.', {
    $schema: text('Address of this schema, for editors.'),
    schema: text('The Prisma schema, a file or a folder, relative to this file. Default: where Prisma finds it.'),
    server: closed('The database server that migrations run on.', {
      postgresql: {
        enum: postgresVersions.map(String),
        description: 'Major version of PostgreSQL. Locks, rewrites and errors are those of this version.',
        default: '15',
      },
      timeZone: text('TimeZone of the connection that deploys, as PostgreSQL names it: "UTC". Not set: the costlier case is assumed.'),
    }),
    rules: closed(
      'Severity of rules, by id.',
      Object.fromEntries(
        rules.map(({ id, severity, summary }) => [id, { enum: [...severities, 'off'], description: summary, default: severity }]),
      ),
    ),
    baseline: text(
      'Name of a migration. It and all before it are history, all after it are pending. Not set: what is on the default branch is history.',
    ),
    smallTable: closed('When a table counts as small.', {
      rows: { type: 'integer', minimum: 0, default: 10_000, description: 'Fewer rows than this.' },
    }),
    drift: closed('What of a database may differ from the migrations.', {
      ignore: names('Objects that others look after: "public.audit", "public.User.legacy_id", "auth.*" for a whole schema.'),
    }),
    reports: closed('Reports of deploys, in Markdown.', {
      directory: text('Where they are written, relative to this file. Default: .lockstep/reports.'),
    }),
    environments: {
      type: 'array',
      description: 'Databases that migrations are deployed to.',
      items: closed(
        'One database.',
        {
          name: text('Short name, as commands take it.'),
          kind: { enum: environmentKinds, description: 'Decides what is asked for before anything is changed.' },
          url: {
            description: 'Where the connection URL is found. The URL itself never stands here. Default: the variable DATABASE_URL.',
            oneOf: [
              ...urlPlaces,
              closed(
                'The secret storage of the editor; outside of it the variable LOCKSTEP_<NAME>_URL.',
                { secret: { enum: [true], description: 'Lockstep: Set Connection Secret… asks for it.' } },
                ['secret'],
              ),
            ],
          },
          after: names('Environments that a migration must have reached before.'),
          backup: closed('How a backup is made before a deploy.', {
            command: text(
              'pg_dump, mysqldump or mariadb-dump (or its path); or a command line of your own, which writes LOCKSTEP_BACKUP_FILE or prints the name of a snapshot. Default: the tool of the database.',
            ),
            directory: text('Where backups are kept, relative to this file. Default: .lockstep/backups.'),
            maxAgeHours: { type: 'number', minimum: 0, description: 'An older backup does not count.' },
          }),
          lockTimeout: {
            type: 'string',
            pattern: '^\\d+(ms|s|min)?$',
            patternErrorMessage: 'a duration such as "5s"',
            description: 'How long a statement may wait for a lock, such as "5s".',
          },
          smokeTest: text('Command that is run after a deploy.'),
          rehearsal: closed(
            'Where migrations are rehearsed. Not set: PostgreSQL in an embedded one, SQLite in a copy of the file.',
            {
              server: {
                description: 'The connection URL of any database on a server for scratch databases, which are made there and dropped.',
                oneOf: urlPlaces,
              },
              data: { enum: ['rows', 'schema'], default: 'rows', description: 'What a clone of this environment holds.' },
              onProtectedServer: {
                type: 'boolean',
                description: 'Lets scratch databases be made on the server of a production environment, which is refused otherwise.',
              },
            },
            ['server'],
          ),
          branches: names('Branches that may be deployed.'),
        },
        ['name', 'kind'],
      ),
    },
  }),
};
