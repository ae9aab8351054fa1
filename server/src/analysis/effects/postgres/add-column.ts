import { resolveType, serialTypeOf } from '../../catalog/column-type';
import { findTable } from '../../catalog/resolve';
import type { ForeignKeyConstraint } from '../../operation/constraint';
import type { AddColumn } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { altersFamily, building, fails, locking, onTarget, quoted, rewriting, scanning } from '../parts';
import { isVolatile, isVolatileStored } from '../volatility';
import { domainOf } from './domains';
import { inlineForeignKeyWithoutKey } from './referenced-key';
import { source } from './source';

/** `ALTER TABLE … ADD COLUMN`: the lock, what its default costs, and its inline constraints. */
export const addColumnFacts = {
  'add-column': [
    inlineForeignKeyWithoutKey('add-column'),
    {
      id: 'add-column/virtual-before-18',
      aspect: 'syntax',
      when: ({ column }, { server }) => column.generated?.stored === false && server.version < 18,
      effect: () => fails('42601', 'certain', 'virtual generated columns exist since PostgreSQL 18'),
      why: 'Virtual generated columns exist since PostgreSQL 18.',
      source: source.alterTable,
    },
    {
      id: 'add-column/serial',
      when: ({ column }) => column.type !== null && serialTypeOf(column.type) !== null,
      effect: rewritesFamily,
      why: 'Every existing row gets a number of its own from the new sequence, so the whole table is written anew.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/identity',
      when: ({ column }) => column.identity !== null,
      effect: rewritesFamily,
      why: 'Every existing row gets a number of its own from the new sequence, so the whole table is written anew.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/generated-stored',
      when: ({ column }) => column.generated?.stored === true,
      effect: rewritesFamily,
      why: 'The expression is computed and stored for every existing row.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/generated-virtual',
      when: ({ column }) => column.generated?.stored === false,
      effect: altersFamily,
      why: 'A virtual column is computed when it is read; no row is touched.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/checked-domain',
      when: isOfCheckedDomain,
      effect: rewritesFamily,
      why: 'The server checks the domain for every row, and writes the table anew for it, even with a constant default.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/volatile-default',
      when: hasVolatileDefault,
      effect: rewritesFamily,
      why: 'The default is VOLATILE: it is evaluated for every existing row, which writes the table anew.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/instant',
      effect: altersFamily,
      why: 'Existing rows are not touched: the server keeps one value for all of them, evaluated once, or NULL.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/required-without-default',
      aspect: 'not null',
      when: (operation, at) => isRequired(operation, at) && !fillsRows(operation, at),
      effect: (operation, at) =>
        onTarget(operation, at, ({ id, family }) =>
          together(
            scanning(at, family),
            fails('23502', 'any-row', `rows of ${quoted(id)} have no value for "${operation.column.name.text}"`),
          ),
        ),
      why: 'Existing rows would hold NULL: the statement fails as soon as the table has one row.',
      source: source.alterTable,
    },
    {
      id: 'add-column/required-by-virtual-expression',
      aspect: 'not null',
      when: ({ column }) => column.notNull && column.generated?.stored === false,
      effect: (operation, at) =>
        onTarget(operation, at, ({ family }) =>
          together(scanning(at, family), fails('23502', 'rows', `the expression of "${operation.column.name.text}" yields NULL`)),
        ),
      why: 'The expression is computed for every row to see that it is not NULL.',
      source: source.alterTable,
    },
    {
      id: 'add-column/inline-check',
      aspect: 'check',
      when: ({ column }) => column.constraints.some((constraint) => constraint.type === 'check' && constraint.enforced),
      effect: (operation, at) =>
        onTarget(operation, at, ({ family }) =>
          together(scanning(at, family), fails('23514', 'rows', `the value of "${operation.column.name.text}" violates its CHECK`)),
        ),
      why: 'The CHECK is verified for every existing row while the table is locked.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/inline-unique',
      aspect: 'unique',
      when: ({ column }) => column.constraints.some(({ type }) => type === 'unique' || type === 'exclusion'),
      effect: buildsIndex,
      why: 'The index behind the constraint is built over every row while the table is locked.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/inline-primary-key',
      aspect: 'primary key',
      when: ({ column }) => column.constraints.some(({ type }) => type === 'primary-key'),
      effect: buildsIndex,
      why: 'The index behind the primary key is built over every row while the table is locked.',
      source: source.alterTableNotes,
    },
    {
      id: 'add-column/inline-references-with-default',
      aspect: 'references',
      when: ({ column }) => foreignKeyOf(column) !== null && (column.default !== null || column.generated !== null),
      effect: (operation, at) =>
        onTarget(operation, at, ({ family }) =>
          together(
            locksReferenced(operation, at),
            scanning(at, family),
            fails('23503', 'rows', `the default of "${operation.column.name.text}" is no key of the referenced table`),
          ),
        ),
      why: 'With a default the new column is not NULL, so the foreign key is verified for every row.',
      source: source.measured,
    },
    {
      id: 'add-column/inline-references',
      aspect: 'references',
      when: ({ column }) => foreignKeyOf(column) !== null,
      effect: locksReferenced,
      why: 'The new column is NULL everywhere, so nothing has to be verified; the referenced table is locked to get its triggers.',
      source: source.measured,
    },
  ],
} satisfies Partial<FactTable>;

function rewritesFamily(operation: AddColumn, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ family }) => together(locking('ACCESS EXCLUSIVE', family), rewriting(at, family)));
}

function buildsIndex(operation: AddColumn, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ id, family }) =>
    together(
      building(at, id, family, null),
      operation.column.default === null ? {} : fails('23505', 'rows', `every row gets the same "${operation.column.name.text}"`),
    ),
  );
}

function isOfCheckedDomain({ column }: AddColumn, at: EffectContext): boolean {
  const domain = column.type === null ? null : domainOf(resolveType(at.before, column.type), at);
  return domain?.constrained === true;
}

function hasVolatileDefault({ column }: AddColumn, at: EffectContext): boolean {
  if (column.default !== null) return isVolatile(column.default, at);
  const domain = column.type === null ? null : domainOf(resolveType(at.before, column.type), at);
  return domain?.default != null && isVolatileStored(domain.default, at);
}

function isRequired({ column }: AddColumn, at: EffectContext): boolean {
  if (column.notNull || column.constraints.some(({ type }) => type === 'primary-key')) return true;
  return column.type !== null && domainOf(resolveType(at.before, column.type), at)?.notNull === true;
}

/** Whether existing rows get a value that is not NULL. */
function fillsRows({ column }: AddColumn, at: EffectContext): boolean {
  if (column.identity !== null || column.generated !== null) return true;
  if (column.default !== null) return column.default.constant === null || column.default.constant.value !== null;
  if (column.type === null) return true;
  if (serialTypeOf(column.type) !== null) return true;
  return (domainOf(resolveType(at.before, column.type), at)?.default ?? null) !== null;
}

function foreignKeyOf(column: AddColumn['column']): ForeignKeyConstraint | null {
  return column.constraints.find((constraint) => constraint.type === 'foreign-key') ?? null;
}

function locksReferenced(operation: AddColumn, at: EffectContext): EffectParts {
  const foreignKey = foreignKeyOf(operation.column);
  const referenced = foreignKey === null ? null : findTable(at.before, foreignKey.references);
  return referenced === null ? {} : locking('SHARE ROW EXCLUSIVE', [referenced.id]);
}
