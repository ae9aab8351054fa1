import type { Operation, OperationEnd } from '../../protocol';
import { type Given, type GivenEnvironment, refused } from './given';
import { preview } from './preview';

/** Carries out what was asked for. A bundle of its own, so that the server stays small for those who never deploy. */
export async function carryOut(operation: Operation, given: Given): Promise<OperationEnd> {
  switch (operation.type) {
    case 'preview':
      return withEnvironment(given, preview);
  }
}

async function withEnvironment<End extends OperationEnd>(
  given: Given,
  run: (given: GivenEnvironment) => Promise<End>,
): Promise<End | OperationEnd> {
  const { environment } = given;
  return environment === null ? refused('Choose an environment first.') : run({ ...given, environment });
}
