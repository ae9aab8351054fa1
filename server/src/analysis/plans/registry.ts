import type { Finding } from '../finding';
import { addCheck } from './add-check';
import { addForeignKey } from './add-foreign-key';
import { addRequiredColumn } from './add-required-column';
import { addUnique } from './add-unique';
import { attachPartition } from './attach-partition';
import { changePrimaryKey } from './change-primary-key';
import { changeType } from './change-type';
import { createIndex } from './create-index';
import { detachPartition } from './detach-partition';
import { dropColumn } from './drop/drop-column';
import { dropTable } from './drop/drop-table';
import { dropIndex } from './drop-index';
import { addEnumValue } from './enum/add-enum-value';
import { removeEnumValue } from './enum/remove-enum-value';
import { renameEnum } from './enum/rename-enum';
import { renameEnumValue } from './enum/rename-enum-value';
import { implicitToExplicit } from './implicit-to-explicit';
import { makeRequired } from './make-required';
import { moveDataChange } from './move-data-change';
import type { PlanAnswer, PlanContext, PlanKind } from './plan';
import { renameColumn } from './rename-column';
import { renameTable } from './rename-table';
import type { RolloutAnswer, RolloutContext } from './rollout/rollout';
import { setLockTimeout } from './set-lock-timeout';
import { splitFile } from './split-file';
import { validateLater } from './validate-later';
import { volatileDefault } from './volatile-default';

/** Every kind of plan. Each has a page, `docs/plans/<id>.md`. */
export const planKinds: readonly PlanKind[] = [
  implicitToExplicit,
  renameColumn,
  renameTable,
  changeType,
  createIndex,
  dropIndex,
  addUnique,
  addForeignKey,
  addCheck,
  makeRequired,
  addRequiredColumn,
  validateLater,
  volatileDefault,
  attachPartition,
  detachPartition,
  splitFile,
  setLockTimeout,
  moveDataChange,
  changePrimaryKey,
  dropColumn,
  dropTable,
  addEnumValue,
  renameEnumValue,
  renameEnum,
  removeEnumValue,
];

/** The plans for what a finding is about, the best first, and why one is refused; nothing where there is none for its rule. */
export function plansFor(finding: Finding, context: PlanContext): readonly NonNullable<PlanAnswer>[] {
  // A finding about a statement as a whole is about all of its operations.
  const operation = finding.operation ?? context.statement.operations[0];
  // What a DO block does may depend on what it finds.
  if (operation === undefined || context.statement.kind === 'do') return [];
  return planKinds.flatMap((kind) => {
    const answer = kind.answers.includes(finding.rule) ? kind.make(operation, context) : null;
    return answer ?? [];
  });
}

/** The rollout for what a finding is about; null where there is none for its rule. */
export function rolloutFor({ rule, operation }: Finding, context: RolloutContext): RolloutAnswer {
  if (operation === null || context.statement.kind === 'do') return null;
  for (const kind of planKinds) {
    const answer = (kind.rollsOut ?? kind.answers).includes(rule) ? (kind.rollout?.(operation, context) ?? null) : null;
    if (answer !== null) return answer;
  }
  return null;
}
