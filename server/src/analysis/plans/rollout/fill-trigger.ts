import type { Name } from '../../operation/name';
import { quotedName } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import { dropTrigger, triggerNames } from './trigger-names';

interface Filled {
  readonly table: Name;
  readonly column: string;
  /** SQL over the columns of the row. */
  readonly value: string;
  /** Of the rollout. */
  readonly rollout: string;
}

/**
 * The trigger that gives a row its value where the application that is running gives none: on insert, and on update for rows that
 * wait for the backfill. It is only called for such rows.
 */
export function fillTrigger({ table, column, value, rollout }: Filled): Step {
  const [written, quoted] = [writtenTable(table), quotedName(column)];
  const { trigger, callable } = triggerNames(table, rollout);
  return {
    phase: 'constrain',
    alone: true,
    name: folderWords('write', table.name, column),
    purpose: `Gives a row of ${written} its ${quoted} where the application that is running gives none.`,
    statements: [
      `CREATE OR REPLACE FUNCTION ${callable}() RETURNS trigger LANGUAGE plpgsql AS $lockstep$\n` +
        '#variable_conflict use_column\n' +
        'BEGIN\n' +
        `  NEW.${quoted} := (SELECT (${value}) FROM (SELECT NEW.*) AS ${quotedName(table.name)});\n` +
        '  RETURN NEW;\n' +
        'END\n' +
        '$lockstep$',
      // Another attempt finds what the first one has left where each statement commits on its own.
      `DROP TRIGGER IF EXISTS ${trigger} ON ${written}`,
      `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${written} FOR EACH ROW WHEN (NEW.${quoted} IS NULL) EXECUTE FUNCTION ${callable}()`,
    ],
    undo: `DROP TRIGGER ${trigger} ON ${written}; DROP FUNCTION ${callable}();`,
    notes: ['The last stage of the rollout takes it away.'],
  };
}

/** Takes it away, when the application writes the column itself. */
export function dropFillTrigger({ table, column, rollout }: Omit<Filled, 'value'>): Step {
  const written = writtenTable(table);
  return {
    phase: 'finish',
    alone: true,
    name: folderWords('no_trigger', table.name, column),
    purpose: `Takes away the trigger that gave rows of ${written} a ${quotedName(column)}: the application writes it now.`,
    // It waits for every query on the table, and everybody waits behind it: rather give up and try again.
    statements: ["SET lock_timeout = '5s'", ...dropTrigger(table, rollout), 'RESET lock_timeout'],
    undo: 'the migration that created it, once more.',
    notes: [],
  };
}
