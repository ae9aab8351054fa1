import type { MigrationAnalysis } from '../../server/src/analysis/analyze';
import type { Operation } from '../../server/src/analysis/operation/operation';

/** One line of the `Warnings:` block that Prisma writes on top of a migration. */
export interface PrismaWarning {
  readonly kind: string;
  readonly text: string;
  /** The rules of which one has to speak. */
  readonly rules: readonly string[];
  /** Whether the statement that it warns of is still in the file: people edit migrations and leave the block as it is. */
  readonly isOf: (operation: Operation) => boolean;
}

interface Kind {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly rules: readonly string[];
  readonly isOf: (operation: Operation, named: readonly string[]) => boolean;
}

const dropsColumn = (operation: Operation, column: string | undefined, table: string | undefined): boolean =>
  operation.kind === 'drop-column' && operation.column.text === column && operation.table.name === table;

const addsRequired = (operation: Operation, [column, table]: readonly string[]): boolean =>
  operation.kind === 'add-column' &&
  operation.table.name === table &&
  operation.column.name.text === column &&
  operation.column.notNull &&
  operation.column.default === null;

const kinds: readonly Kind[] = [
  {
    kind: 'drop the column',
    pattern: /drop the column `(.+?)` on the `(.+?)` table/,
    rules: ['column-dropped', 'possible-rename', 'type-change-loses-data'],
    isOf: (operation, [column, table]) => dropsColumn(operation, column, table),
  },
  {
    kind: 'drop the table',
    pattern: /drop the `(.+?)` table/,
    rules: ['table-dropped', 'possible-rename', 'implicit-relation-table-dropped'],
    isOf: (operation, [table]) => operation.kind === 'drop-table' && operation.table.name === table,
  },
  {
    kind: 'unique constraint',
    pattern: /unique constraint covering the columns `\[(.+?)\]` on the table `(.+?)` will be added/,
    rules: ['unique-over-existing-rows'],
    isOf: (operation, [columns, table]) =>
      operation.kind === 'create-index' &&
      operation.unique &&
      operation.table.name === table &&
      operation.keys.map((key) => (key.type === 'column' ? key.column.text : '')).join() === columns,
  },
  {
    kind: 'required column',
    pattern: /(?:Added the required column|required column) `(.+?)` (?:was added )?to the `(.+?)` table with/,
    rules: ['required-column-without-default'],
    isOf: addsRequired,
  },
  {
    kind: 'made required',
    pattern: /Made the column `(.+?)` on table `(.+?)` required/,
    rules: ['column-made-required'],
    isOf: (operation, [column, table]) =>
      operation.kind === 'set-not-null' && operation.table.name === table && operation.column.text === column,
  },
  {
    kind: 'primary key',
    pattern: /primary key for the `(.+?)` table will be changed/,
    rules: ['primary-key-changed'],
    isOf: (operation, [table]) =>
      operation.kind === 'drop-constraint' && operation.table.name === table && operation.constraint.text.endsWith('_pkey'),
  },
  {
    kind: 'enum values removed',
    pattern: /values \[(.+?)\] on the enum `(.+?)` will be removed/,
    rules: ['enum-value-removed'],
    isOf: (operation, [, type]) => operation.kind === 'change-type' && operation.type.name === `${type}_new`,
  },
  {
    kind: 'dropped and recreated',
    pattern: /The `(.+?)` column on the `(.+?)` table would be dropped and recreated/,
    rules: ['type-change-loses-data', 'column-dropped'],
    isOf: (operation, [column, table]) => dropsColumn(operation, column, table),
  },
  {
    kind: 'no cast exists',
    pattern: /Changed the type of `(.+?)` on the `(.+?)` table. No cast exists/,
    rules: ['type-change-loses-data', 'column-dropped'],
    isOf: (operation, [column, table]) => dropsColumn(operation, column, table),
  },
  {
    kind: 'scalar to list',
    pattern: /Changed the column `(.+?)` on the `(.+?)` table from a scalar field to a list field/,
    rules: ['type-change-loses-data', 'column-dropped'],
    isOf: (operation, [column, table]) => dropsColumn(operation, column, table),
  },
  {
    kind: 'risky cast',
    pattern: /alter the column `(.+?)` on the `(.+?)` table/,
    rules: ['type-change-loses-data'],
    isOf: (operation, [column, table]) =>
      operation.kind === 'change-type' && operation.table.name === table && operation.column.text === column,
  },
];

/** The warnings of a migration, in order; a line of a kind that is not known has no rules. */
export function prismaWarnings({ script }: MigrationAnalysis): readonly PrismaWarning[] {
  return script.comments.flatMap(({ text }) => {
    if (!/^\*?\s*Warnings:/.test(text)) return [];
    return [...text.matchAll(/^\s*(?:\*\s*)?- (.+)$/gm)].map(([, line = '']) => warningOf(line));
  });
}

function warningOf(text: string): PrismaWarning {
  for (const { kind, pattern, rules, isOf } of kinds) {
    const match = pattern.exec(text);
    if (match !== null) return { kind, text, rules, isOf: (operation) => isOf(operation, match.slice(1)) };
  }
  return { kind: 'unknown', text, rules: [], isOf: () => false };
}
