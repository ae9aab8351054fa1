import type { EnvironmentParams } from '../../../server/src/protocol';
import { paramsOf } from './environments';
import type { MigrationsNode } from './migrations-tree';

/** The environment that a command was called with: from a menu of the tree, or by its names. Undefined from the palette. */
export function namedBy(given: EnvironmentParams | MigrationsNode | undefined): EnvironmentParams | undefined {
  if (given === undefined) return undefined;
  if (!('type' in given)) return given;
  return given.type === 'project' ? undefined : paramsOf(given.of);
}
