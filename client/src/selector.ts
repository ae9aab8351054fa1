import type { DocumentFilter } from 'vscode';

/**
 * By name, not by language: other extensions relabel `.sql`. Where migrations stand is up to `prisma.config.ts`, so the server
 * decides which of them belong to a project.
 */
const migrations = { scheme: 'file', pattern: '**/migration.sql' } satisfies DocumentFilter;

const settingsFile = { scheme: 'file', pattern: '**/lockstep.json' } satisfies DocumentFilter;

const schemas = { scheme: 'file', language: 'prisma' } satisfies DocumentFilter;

/** Documents that are sent to the server. */
export const analysedDocuments = [migrations, settingsFile] as const;

/** Documents beside which the status items show. */
export const projectDocuments: readonly DocumentFilter[] = [migrations, settingsFile, schemas];
