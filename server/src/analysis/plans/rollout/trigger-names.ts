import { clip, maximumNameBytes } from '../../catalog/default-names';
import type { QualifiedName } from '../../catalog/resolve';
import { quotedName } from '../../render/postgres-names';
import { writtenTable } from '../names';

/** As a statement writes them. */
export interface TriggerNames {
  readonly trigger: string;
  readonly callable: string;
}

/** Both are named after the rollout; the function stands in the schema of the table. */
export function triggerNames({ schema }: QualifiedName, rollout: string): TriggerNames {
  const name = clip(`lockstep_${rollout}`, maximumNameBytes);
  return { trigger: quotedName(name), callable: writtenTable({ schema, name }) };
}

/**
 * The statements that create a trigger which changes the row that is written: `body` in PL/pgSQL, run where `when` is true. Another attempt
 * finds what the first one has left where each statement commits on its own.
 */
export function createTrigger(table: QualifiedName, rollout: string, body: readonly string[], when: string): readonly string[] {
  const written = writtenTable(table);
  const { trigger, callable } = triggerNames(table, rollout);
  const lines = body.map((line) => `  ${line}\n`).join('');
  return [
    `CREATE OR REPLACE FUNCTION ${callable}() RETURNS trigger LANGUAGE plpgsql AS $lockstep$\nBEGIN\n${lines}  RETURN NEW;\nEND\n$lockstep$`,
    `DROP TRIGGER IF EXISTS ${trigger} ON ${written}`,
    `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${written} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${callable}()`,
  ];
}

/** The statements that take them away. */
export function dropTrigger(table: QualifiedName, rollout: string): readonly string[] {
  const { trigger, callable } = triggerNames(table, rollout);
  return [`DROP TRIGGER IF EXISTS ${trigger} ON ${writtenTable(table)}`, `DROP FUNCTION IF EXISTS ${callable}()`];
}
