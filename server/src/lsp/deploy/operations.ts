import type { Operation, OperationEnd, OperationResults } from '../../protocol';
import { backUpEnvironment, backupsOf } from './backups';
import { type Given, type GivenEnvironment, refused } from './given';
import { journal } from './journal';
import { preview } from './preview';
import { compareMigration, recovery } from './recovery';

/** Carries out what was asked for. A bundle of its own, so that the server stays small for those who never deploy. */
export async function carryOut(operation: Operation, given: Given): Promise<OperationResults[Operation['type']]> {
  const on = <End extends OperationEnd>(run: (given: GivenEnvironment) => Promise<End>): Promise<End | OperationEnd> => {
    const { environment } = given;
    return environment === null ? Promise.resolve(refused('Choose an environment first.')) : run({ ...given, environment });
  };
  switch (operation.type) {
    case 'preview':
      return on((about) => preview(about, operation));
    case 'back-up':
      return on(backUpEnvironment);
    case 'list-backups':
      return on(backupsOf);
    case 'recovery':
      return on(recovery);
    case 'compare-migration':
      return on((about) => compareMigration(about, operation.migration));
    case 'journal':
      return journal(given);
    default:
      return refused('This is not there yet.');
  }
}
