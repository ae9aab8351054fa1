/**
 * What client and server say to each other beyond the language server protocol. Plain types and names only, so that the
 * client takes nothing of the server with it.
 */

export * from './protocol/backfill';
export * from './protocol/backups';
export * from './protocol/create';
export * from './protocol/deploy';
export * from './protocol/drift';
export * from './protocol/environments';
export * from './protocol/journal';
export * from './protocol/offered-edit';
export * from './protocol/operations';
export * from './protocol/recovery';
export * from './protocol/rehearsals';
export * from './protocol/reports';
export * from './protocol/revert';
export * from './protocol/rollouts';
export * from './protocol/session';
export * from './protocol/status';
