import type { EnvironmentParams } from '../../../server/src/protocol';
import { pickEnvironment } from '../environments/choose-environment';
import type { Environments } from '../environments/environments';
import type { MigrationsNode } from '../environments/migrations-tree';
import { namedBy } from '../environments/named-environment';
import { isTrusted } from './trusted';

/** What a menu of the tree gives, or a test; nothing from the palette. */
export type Given = EnvironmentParams | MigrationsNode | undefined;

/** The environment that a command is about, asked for where nothing names it. Undefined where it cannot be, which was said. */
export async function chosenEnvironment(environments: Environments, given: Given, title: string): Promise<EnvironmentParams | undefined> {
  return isTrusted() ? (namedBy(given) ?? pickEnvironment(environments, title)) : undefined;
}

/** The migration that a command was called with, from a menu of the tree. */
export function migrationOf(given: Given): string | undefined {
  return given !== undefined && 'type' in given && given.type === 'migration' ? given.migration.name : undefined;
}
