import type { JsonSchema } from '../../project/settings-schema';
import { defaultPacing } from './spec';

const text = (description: string): JsonSchema => ({ type: 'string', description });

const duration = (description: string, otherwise: string): JsonSchema => ({
  type: 'string',
  description,
  pattern: '^[1-9]\\d{0,6}(ms|s|min)$',
  patternErrorMessage: 'a duration such as "500ms", "5s" or "2min"',
  default: otherwise,
});

const count = (description: string, minimum: number, otherwise: number): JsonSchema => ({
  type: 'integer',
  description,
  minimum,
  default: otherwise,
});

/** A backfill's file in one place: the reader validates against it, the editor completes from it (`schemas/backfill.schema.json`). */
export const backfillSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Backfill of Lockstep',
  description: 'Updates the rows of one table in batches, each in a transaction of its own.',
  allowComments: true,
  allowTrailingCommas: true,
  type: 'object',
  properties: {
    $schema: text('Address of this schema, for editors.'),
    table: {
      description: 'The table as the database names it: "User", "billing.Invoice", or { "schema": …, "name": … } where a name has a dot.',
      oneOf: [
        text('The table, with its schema before a dot where it is not that of the connection.'),
        {
          type: 'object',
          properties: { schema: text('The database schema.'), name: text('The table.') },
          additionalProperties: false,
          required: ['name'],
        },
      ],
    },
    set: {
      type: 'object',
      description: 'Each column to fill, as the database names it, and the SQL expression for its value.',
      additionalProperties: text(
        'An SQL expression: a literal in single quotes, a column in double quotes, a function call, a subquery in parentheses.',
      ),
    },
    where: text(
      'SQL condition: true for a row that is still to do, false once it is done. Not needed where one column gets a literal: then it is "column IS NULL".',
    ),
    batch: {
      type: 'object',
      description: 'How large a batch is.',
      properties: {
        targetMilliseconds: count('How long one batch should take. The size is steered to it.', 1, defaultPacing.batch.targetMilliseconds),
        initial: count('Rows looked at in the first batch.', 1, defaultPacing.batch.initial),
        maximum: count('Rows looked at in any batch.', 1, defaultPacing.batch.maximum),
      },
      additionalProperties: false,
    },
    pauseMilliseconds: count('Pause after each batch.', 0, defaultPacing.pauseMilliseconds),
    lockTimeout: duration('How long a batch waits for rows that another transaction has locked. Then it is tried again, smaller.', '1s'),
    statementTimeout: duration('How long a statement of a batch may take. Then it is tried again, smaller.', '30s'),
    check: text('A query that yields 0 when all is well; runs in the end, after the one that counts the rows still to do.'),
  },
  additionalProperties: false,
  required: ['table', 'set'],
};
