import { allDependentViews, findType } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import type { AlterDomain } from '../../operation/type-operation';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { fails, locking, quoted, scanning } from '../parts';
import { type TypeUse, usesOfType } from './domains';
import { source } from './source';

/** Enums, domains and other types. */
export const typeFacts = {
  'create-enum': [
    {
      id: 'create-enum/new',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.alterType,
    },
  ],
  'add-enum-value': [
    {
      id: 'add-enum-value/instant',
      effect: () => ({}),
      why: 'No table is touched; the new value can be used after the commit.',
      source: source.alterType,
    },
  ],
  'rename-enum-value': [
    {
      id: 'rename-enum-value/instant',
      effect: () => ({}),
      why: 'Rows refer to the value by number: no table is touched, but they read with the new name at once.',
      source: source.alterType,
    },
  ],
  'create-domain': [
    {
      id: 'create-domain/new',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.alterDomain,
    },
  ],
  'alter-domain': [
    {
      id: 'alter-domain/validates',
      when: ({ change }) =>
        (change.action === 'add-check' && !change.constraint.notValid) ||
        change.action === 'validate-constraint' ||
        change.action === 'set-not-null',
      effect: validatesDomain,
      why: 'Every table with a column of the domain is read; writes to it wait.',
      source: source.alterDomain,
    },
    {
      id: 'alter-domain/instant',
      effect: () => ({}),
      why: 'No table is touched; a new CHECK that is NOT VALID holds for values to come.',
      source: source.alterDomain,
    },
  ],
  'create-type': [
    {
      id: 'create-type/new',
      effect: () => ({}),
      why: 'No table is touched.',
      source: source.alterType,
    },
  ],
  'alter-composite-type': [
    {
      id: 'alter-composite-type/instant',
      effect: () => ({}),
      why: 'The server refuses it while a column of a table that must be rewritten uses the type.',
      source: source.alterType,
    },
  ],
  'drop-type': [
    {
      id: 'drop-type/in-use',
      when: (operation, at) => !operation.cascade && usesOf(operation.type, at).length > 0,
      effect: (operation, at) =>
        fails(
          '2BP01',
          'certain',
          `${usesOf(operation.type, at)
            .map(({ table }) => quoted(table))
            .join(', ')} uses the type`,
        ),
      why: 'Columns of the type go with CASCADE; without it the server refuses.',
      source: source.dropType,
    },
    {
      id: 'drop-type/cascade',
      when: (operation, at) => usesOf(operation.type, at).length > 0,
      effect: (operation, at) => together(...usesOf(operation.type, at).map((use) => dropsColumns(use, at))),
      why: 'CASCADE drops every column of the type, with its values, and the views on it.',
      source: source.dropType,
    },
    {
      id: 'drop-type/unused',
      effect: () => ({}),
      why: 'No table uses the type.',
      source: source.dropType,
    },
  ],
  'rename-type': [
    {
      id: 'rename-type/instant',
      effect: () => ({}),
      why: 'Only the name in the catalog changes; no table is touched.',
      source: source.alterType,
    },
  ],
  'move-type': [
    {
      id: 'move-type/instant',
      effect: () => ({}),
      why: 'Only the catalog changes; no table is touched.',
      source: source.alterType,
    },
  ],
} satisfies Partial<FactTable>;

function usesOf(name: Name, at: EffectContext): readonly TypeUse[] {
  const found = findType(at.before, name);
  return found === null ? [] : usesOfType(found.id, at).filter(({ columns }) => columns.length > 0);
}

function validatesDomain(operation: AlterDomain, at: EffectContext): EffectParts {
  const tables = [...new Set(usesOf(operation.type, at).map(({ table }) => table))];
  if (tables.length === 0) return {};
  const code = operation.change.action === 'set-not-null' ? '23502' : '23514';
  return together(
    locking('SHARE', tables),
    scanning(at, tables),
    fails(code, 'rows', `a value of "${operation.type.name}" violates the constraint`),
  );
}

function dropsColumns({ table, columns }: TypeUse, at: EffectContext): EffectParts {
  const views = columns.flatMap((column) => allDependentViews(at.before, table, column));
  return together(locking('ACCESS EXCLUSIVE', [table, ...views]), { drops: views });
}
