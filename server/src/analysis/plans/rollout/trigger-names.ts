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

/** The statements that take them away. */
export function dropTrigger(table: QualifiedName, rollout: string): readonly string[] {
  const { trigger, callable } = triggerNames(table, rollout);
  return [`DROP TRIGGER IF EXISTS ${trigger} ON ${writtenTable(table)}`, `DROP FUNCTION IF EXISTS ${callable}()`];
}
