import { findTable } from '../catalog/resolve';
import { quotedName } from '../render/postgres-names';
import { defaultOf } from './existing-value';
import { instantOnly, type PlanKind, refused } from './plan';
import { fillStep, requiredSteps } from './required-steps';
import { makeRequiredRollout } from './rollout/make-required-rollout';
import { readValue } from './value';

/** A column becomes required by way of a check, which is proven while everyone reads and writes and spares the scan. */
export const makeRequired: PlanKind = {
  id: 'make-required',
  summary: 'Proves by a check that a column holds no NULL, validates it in the next migration, and sets NOT NULL in the one after.',
  answers: ['column-made-required'],
  make: (operation, { statement, before, after, server, valueFor }) => {
    if (operation.kind !== 'set-not-null') return null;
    const found = findTable(before, operation.table);
    if (found === null) return refused('it is not known which table that is');
    if (operation.ifExists || operation.conditional) return refused('the statement may not run');
    const column = operation.column.text;
    const given = valueFor(found.id, column) ?? defaultOf(after.tables.get(found.id), column);
    const read = given === null ? null : readValue(given, { before, server });
    if (read?.ok === false) return refused(read.reason);
    const value = read?.sql ?? null;
    return {
      ok: true,
      plan: {
        id: makeRequired.id,
        title:
          value === null
            ? `Require ${quotedName(column)} without blocking: CHECK, VALIDATE, SET NOT NULL`
            : `Fill ${quotedName(column)} with ${value}, then require it without blocking`,
        way: 'one-release',
        preferred: value === null,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        replaces: [{ statement: statement.index, operation, replacement: null }],
        steps: [
          ...(value === null ? [] : [fillStep(operation.table, column, value)]),
          ...requiredSteps(operation.table, found.table, column),
        ],
      },
    };
  },
  rollout: makeRequiredRollout,
};
