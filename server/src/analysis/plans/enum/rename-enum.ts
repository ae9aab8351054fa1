import type { ObjectId } from '../../catalog/catalog';
import { resolveType } from '../../catalog/column-type';
import { columnOf, findIndex, findTable, idForNew } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import { quoted } from '../../wording/wording';
import { writtenTable } from '../names';
import { instantOnly, type PlanContext, type PlanKind, type Replacement, refused } from '../plan';

/** An enum gets another name and keeps its columns, which Prisma would drop and add. */
export const renameEnum: PlanKind = {
  id: 'rename-enum',
  summary: 'Renames an enum, in place of a new one for which its columns are dropped and added.',
  answers: ['possible-rename'],
  make: (operation, context) => {
    const { renamed } = context.finding;
    if (operation.kind !== 'drop-type' || renamed?.from.type !== 'enum' || renamed.to.type !== 'enum') return null;
    const [from, to] = [renamed.from.id, renamed.to.id];
    const [schema, name] = to.split('.');
    if (name === undefined || !from.startsWith(`${schema}.`)) return refused('the enum changes its schema');
    const replaces = replacements(from, to, context, `ALTER TYPE ${writtenTable(operation.type)} RENAME TO ${quotedName(name)}`);
    if (replaces === null) return refused('the migration does more to the columns of the enum');
    return {
      ok: true,
      plan: {
        id: renameEnum.id,
        title: `Rename the type ${quoted(operation.type.name)} to ${quoted(name)} (breaks running code for the length of the deploy)`,
        way: 'one-release',
        preferred: false,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        end: 'same-for-prisma',
        replaces: [{ statement: context.statement.index, operation, replacement: null }, ...replaces],
        steps: [],
      },
    };
  },
};

/** The new type, the columns that move to it, and the indexes over them that are made again; null where one of them does not fit. */
function replacements(from: ObjectId, to: ObjectId, context: PlanContext, rename: string): readonly Replacement[] | null {
  const { statements, start } = context;
  const all = statements.flatMap(({ index, operations, before, kind }) =>
    kind === 'do' ? [] : operations.map((operation) => ({ statement: index, operation, before })),
  );
  const creation = all.find(({ operation, before }) => operation.kind === 'create-enum' && idForNew(before, operation.type) === to);
  if (creation === undefined) return null;
  const columnsOfOld = [...start.tables].flatMap(([table, { columns }]) =>
    columns.filter(({ type }) => type.name === from).map(({ name }) => ({ table, name })),
  );
  const moved = columnsOfOld.flatMap(({ table, name }) =>
    all.filter(({ operation, before }) => {
      const on = operation.kind === 'drop-column' || operation.kind === 'add-column' ? findTable(before, operation.table)?.id : undefined;
      if (on !== table) return false;
      if (operation.kind === 'drop-column') return operation.column.text === name;
      return operation.kind === 'add-column' && operation.column.name.text === name && typeOf(operation, context) === to;
    }),
  );
  const pairs = columnsOfOld.filter(({ table, name }) => {
    const after = context.after.tables.get(table);
    return after !== undefined && columnOf(after, name)?.type.name === to;
  });
  if (moved.length !== pairs.length * 2) return null;
  const again = all.filter(({ operation }) => operation.kind === 'create-index' && isKept(operation, context));
  return [
    { ...only(creation), replacement: null, ahead: [rename] },
    ...[...moved, ...again].map((one) => ({ ...only(one), replacement: null })),
  ];
}

function typeOf(operation: Operation, { after }: PlanContext): ObjectId | null {
  const type = operation.kind === 'add-column' ? operation.column.type : null;
  return type === null ? null : resolveType(after, type).name;
}

/** It goes with its column, which does not go: nobody has dropped it otherwise. */
function isKept(operation: Extract<Operation, { kind: 'create-index' }>, { start, statements }: PlanContext): boolean {
  if (operation.name === null) return false;
  const name = { schema: operation.table.schema, name: operation.name.text };
  const known = findIndex(start, name);
  const isDropped = statements.some(({ operations }) =>
    operations.some((one) => one.kind === 'drop-index' && findIndex(start, one.index)?.id === known?.id),
  );
  return known !== null && !isDropped;
}

function only({
  statement,
  operation,
}: {
  readonly statement: number;
  readonly operation: Operation;
}): Pick<Replacement, 'statement' | 'operation'> {
  return { statement, operation };
}
