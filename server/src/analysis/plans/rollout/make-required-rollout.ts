import { findTable } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import { defaultOf } from '../existing-value';
import { folderWords } from '../names';
import { instantOnly } from '../plan';
import { readValue } from '../value';
import { requiredStages } from './required-stages';
import type { RolloutAnswer, RolloutContext } from './rollout';
import { placedField } from './schema-member';
import { stageWords } from './stage-words';

/** A column becomes required once the application has stopped leaving it empty. */
export function makeRequiredRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'set-not-null') return null;
  const found = findTable(context.before, operation.table);
  if (found === null) return { ok: false, reason: 'it is not known which table that is' };
  const column = operation.column.text;
  const given = context.valueFor(found.id, column) ?? defaultOf(context.after.tables.get(found.id), column);
  const value = given === null ? null : readValue(given, context);
  if (value?.ok === false) return value;
  const place = placedField(context.schema, found.id, column);
  if (place?.field.type?.arity !== 'required') return { ok: false, reason: `${quotedName(column)} is not a required field of the schema` };
  const name = folderWords('require', found.table.name, column);
  const stages = requiredStages({
    schema: context.schema,
    place,
    table: operation.table,
    shape: found.table,
    column,
    value: value?.sql ?? null,
    first: [],
    rollout: name,
  });
  return {
    ok: true,
    rollout: {
      plan: 'make-required',
      title: `Roll out the required ${place.member} over two releases: ${stageWords(stages, context.rowsOf(found.id))}`,
      name,
      subject: `${place.block}.${place.member}`,
      replaces: [{ statement: context.statement.index, operation, replacement: null }],
      promise: instantOnly('ACCESS EXCLUSIVE'),
      stages,
    },
  };
}
