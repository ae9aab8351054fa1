import type { Catalog, Table } from '../../catalog/catalog';
import { columnOf, findTable } from '../../catalog/resolve';
import type { Server } from '../../effects/effect';
import { createFollower } from '../../migration/follow';
import { quotedName } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { writtenTable } from '../names';
import type { BackfillFile } from './rollout';

/** Why `lockstep backfill` could not carry this out after the stages before it; null where it can. Completes "No rollout is offered: …". */
export function backfillProblem({ table, set, where, check }: BackfillFile, catalog: Catalog, server: Server): string | null {
  const found = findTable(catalog, table);
  if (found === null) return `there would be no table ${writtenTable(table)} to fill`;
  if (!hasKey(found.table, catalog)) return `${writtenTable(table)} has no primary key, so that its rows cannot be filled in batches`;
  const missing = Object.keys(set).find((column) => columnOf(found.table, column) === null);
  if (missing !== undefined) return `there would be no column ${quotedName(missing)} to fill`;
  const assignments = Object.entries(set).map(([column, value]) => `${quotedName(column)} = (${value}\n)`);
  const statements = [
    `UPDATE ${writtenTable(table)} SET ${assignments.join(', ')} WHERE (${where}\n)`,
    ...(check === undefined ? [] : [check]),
  ];
  const text = statements.map((sql) => `${sql};\n`).join('');
  const script = readPostgres(text);
  if (script.errors[0] !== undefined) return `the backfill would not be SQL: ${script.errors[0].message}`;
  if (script.statements.length !== statements.length) return 'the backfill would be more than one expression';
  const followed = createFollower()(script, text, catalog, server);
  const failure = followed.statements.flatMap(({ effect }) => effect.failures).find(({ when }) => when !== 'rows');
  return failure === undefined ? null : `the backfill would fail: ${failure.reason}`;
}

function hasKey(table: Table, { indexes }: Catalog): boolean {
  if (table.constraints.some(({ type }) => type === 'primary-key')) return true;
  return [...indexes.values()].some(
    ({ table: of, unique, where: condition, keys }) =>
      of === `${table.schema}.${table.name}` &&
      unique &&
      condition === null &&
      keys.every((key) => key.type === 'column' && columnOf(table, key.column)?.notNull === true),
  );
}
