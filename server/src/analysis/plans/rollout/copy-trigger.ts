import type { QualifiedName } from '../../catalog/resolve';
import { quotedName } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import { createTrigger, triggerNames } from './trigger-names';

/** A column that nobody writes but a trigger. */
export interface Copied {
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
  /** The value of `to` for one of `from`, as SQL. */
  readonly value: (from: string) => string;
  /** Of the rollout. */
  readonly rollout: string;
}

/** The trigger that fills the one column from the other one, whenever that is written. It is only called where it changes something. */
export function copyTrigger({ table, from, to, value, rollout }: Copied): Step {
  const written = writtenTable(table);
  const [old, next] = [`NEW.${quotedName(from)}`, `NEW.${quotedName(to)}`];
  const { trigger, callable } = triggerNames(table, rollout);
  return {
    phase: 'constrain',
    alone: true,
    name: folderWords('copy', table.name, from),
    purpose: `Fills ${written}.${quotedName(to)} whenever ${quotedName(from)} is written.`,
    statements: createTrigger(table, rollout, [`${next} := ${value(old)};`], `${next} IS DISTINCT FROM ${value(old)}`),
    undo: `DROP TRIGGER ${trigger} ON ${written}; DROP FUNCTION ${callable}();`,
    notes: ['A later stage of the rollout takes it away.'],
  };
}
