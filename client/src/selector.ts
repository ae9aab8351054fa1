import type { DocumentFilter } from 'vscode';

/**
 * By name, not by language: other extensions relabel `.sql`. Where migrations stand is up to `prisma.config.ts`, so the server
 * decides which of them belong to a project.
 */
const migrations = { scheme: 'file', pattern: '**/migration.sql' } satisfies DocumentFilter;

const settingsFile = { scheme: 'file', pattern: '**/lockstep.json' } satisfies DocumentFilter;

const schemas = { scheme: 'file', pattern: '**/*.prisma' } satisfies DocumentFilter;

/** Documents that are sent to the server, and beside which the status items show. */
export const analysedDocuments = [migrations, settingsFile, schemas] as const;
