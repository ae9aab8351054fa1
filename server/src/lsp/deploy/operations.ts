import type { Operation, OperationEnd, OperationResults } from '../../protocol';
import { backUpEnvironment, backupsOf } from './backups';
import { deployTo, preview } from './deploys';
import { drift, driftRemedy } from './drift';
import { type Given, type GivenEnvironment, refused } from './given';
import { journal } from './journal';
import { compareMigration, recovery } from './recovery';
import { leftovers, leftoversRemoved, rehearsal, restoredDropped } from './rehearsals';
import { resolve } from './resolve';
import { restoreBackup } from './restore';

/** Carries out what was asked for. A bundle of its own, so that the server stays small for those who never deploy. */
export async function carryOut(operation: Operation, given: Given): Promise<OperationResults[Operation['type']]> {
  const on = <End extends OperationEnd>(run: (given: GivenEnvironment) => Promise<End>): Promise<End | OperationEnd> => {
    const { environment } = given;
    return environment === null ? Promise.resolve(refused('Choose an environment first.')) : run({ ...given, environment });
  };
  switch (operation.type) {
    case 'preview':
      return on((about) => preview(about, operation));
    case 'deploy':
      return on((about) => deployTo(about, operation));
    case 'back-up':
      return on(backUpEnvironment);
    case 'list-backups':
      return on(backupsOf);
    case 'rehearse':
      return rehearsal(given, operation.rows);
    case 'list-leftovers':
      return leftovers(given);
    case 'remove-leftovers':
      return leftoversRemoved(given);
    case 'drop-restored':
      return restoredDropped(given, operation.name);
    case 'recovery':
      return on(recovery);
    case 'compare-migration':
      return on((about) => compareMigration(about, operation.migration));
    case 'resolve':
      return on((about) => resolve(about, operation));
    case 'journal':
      return journal(given);
    case 'restore':
      return on((about) => restoreBackup(about, operation));
    case 'drift':
      return on((about) => drift(about, operation.against));
    case 'drift-remedy':
      return on((about) => driftRemedy(about, operation.against, operation.remedy));
  }
}
