import { findTable } from '../../catalog/resolve';
import type { SetTableOption, TableOption } from '../../operation/table';
import type { EffectContext, EffectParts, FactTable } from '../effect';
import { together } from '../merge';
import { fails, locking, locksTable, onTarget, rewriting, targetOf } from '../parts';
import { source } from './source';

/** Renaming and moving a table, and its options as a whole. */
export const tableOptionFacts = {
  'rename-table': [
    {
      id: 'rename-table/instant',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'Only the name in the catalog changes.',
      source: source.alterTable,
    },
  ],
  'move-table': [
    {
      id: 'move-table/instant',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
  ],
  'set-table-option': [
    {
      id: 'set-table-option/access-method-before-15',
      when: ({ option }, { server }) => option === 'access-method' && server.version < 15,
      effect: () => fails('42601', 'certain', 'SET ACCESS METHOD exists since PostgreSQL 15'),
      why: 'SET ACCESS METHOD exists since PostgreSQL 15.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/persistence',
      when: changesPersistence,
      effect: rewritesTable,
      why: 'The whole table is copied into a file of the other kind.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/persistence-unchanged',
      when: ({ option }) => option === 'logged' || option === 'unlogged',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'The table is of that kind already.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/storage-parameters',
      when: ({ option, parameters }) => option === 'storage-parameters' && parameters.every((name) => !exclusiveParameters.has(name)),
      effect: locksTable('SHARE UPDATE EXCLUSIVE'),
      why: 'The parameter holds from now on: reads and writes go on.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/inherit',
      when: ({ option }) => option === 'inherit' || option === 'no-inherit',
      effect: (operation, at) => {
        const parent = operation.other === null ? null : findTable(at.before, operation.other);
        return together(
          locksTable('ACCESS EXCLUSIVE')(operation, at),
          parent === null ? {} : locking(operation.option === 'inherit' ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE', [parent.id]),
        );
      },
      why: 'Only the catalog changes.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/cluster-mark',
      when: ({ option }) => option === 'cluster-on' || option === 'without-cluster',
      effect: locksTable('SHARE UPDATE EXCLUSIVE'),
      why: 'Only the index for a later CLUSTER is noted.',
      source: source.alterTable,
    },
    {
      id: 'set-table-option/instant',
      effect: locksTable('ACCESS EXCLUSIVE'),
      why: 'Only the catalog changes. (A real change of tablespace or access method copies the table.)',
      source: source.alterTable,
    },
  ],
} satisfies Partial<FactTable>;

/** Storage parameters that the server changes only under ACCESS EXCLUSIVE. Source: reloptions.c. */
const exclusiveParameters: ReadonlySet<string> = new Set(['user_catalog_table']);

function changesPersistence(operation: SetTableOption, at: EffectContext): boolean {
  const table = targetOf(operation, at)?.table;
  const wanted: Partial<Record<TableOption, boolean>> = { logged: false, unlogged: true };
  const unlogged = wanted[operation.option];
  return table !== undefined && unlogged !== undefined && table.unlogged !== unlogged;
}

function rewritesTable(operation: SetTableOption, at: EffectContext): EffectParts {
  return onTarget(operation, at, ({ id }) => together(locking('ACCESS EXCLUSIVE', [id]), rewriting(at, [id])));
}
