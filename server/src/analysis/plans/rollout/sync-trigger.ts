import type { QualifiedName } from '../../catalog/resolve';
import { quotedName } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import { createTrigger, triggerNames } from './trigger-names';

/** Two columns of a table that hold the same, whichever of them somebody writes. */
export interface Synced {
  readonly table: QualifiedName;
  /** Written by the release that is running. */
  readonly old: string;
  /** Written by the one that comes. */
  readonly next: string;
  /** The value of `next` for one of `old`, as SQL, and the other way round. */
  readonly forward: (value: string) => string;
  readonly back: (value: string) => string;
  /** What the server gives both columns where a row is inserted without them, as SQL of the type of `next`; null: nothing. */
  readonly default: string | null;
  /** Of the rollout. */
  readonly rollout: string;
}

/**
 * The trigger that writes the one column where only the other one was written. It is only called for rows in which they differ. An
 * insert that gives the new column more than its default comes from the new release; an update from whichever has changed its own.
 */
export function syncTrigger({ table, old, next, forward, back, default: given, rollout }: Synced): Step {
  const written = writtenTable(table);
  const [from, to] = [`NEW.${quotedName(old)}`, `NEW.${quotedName(next)}`];
  const { trigger, callable } = triggerNames(table, rollout);
  const wasGiven = `${to} IS NOT NULL${given === null ? '' : ` AND ${to} <> ${given}`}`;
  const body = [
    `IF TG_OP = 'INSERT' THEN`,
    `  IF ${wasGiven} THEN`,
    `    ${from} := ${back(to)};`,
    '  ELSE',
    `    ${to} := ${forward(from)};`,
    '  END IF;',
    `ELSIF ${to} IS DISTINCT FROM OLD.${quotedName(next)} THEN`,
    `  ${from} := ${back(to)};`,
    'ELSE',
    `  ${to} := ${forward(from)};`,
    'END IF;',
  ];
  return {
    phase: 'constrain',
    alone: true,
    name: folderWords('sync', table.name, old, next),
    purpose: `Keeps ${written}.${quotedName(old)} and ${quotedName(next)} the same, whichever of them a release writes.`,
    statements: createTrigger(table, rollout, body, `${to} IS DISTINCT FROM ${forward(from)}`),
    undo: `DROP TRIGGER ${trigger} ON ${written}; DROP FUNCTION ${callable}();`,
    notes: ['The last stage of the rollout takes it away.'],
  };
}
