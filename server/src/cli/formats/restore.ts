import { basename } from 'node:path';
import type { LeftState, RestoreOutcome } from '../../deploy/restore/outcome';
import { shownPath } from '../shown-path';
import { backupObject, json, problemPretty } from './backup';
import { printable } from './printable';

/** Of `lockstep restore --format json`. `environment` is null for a database that is none of the project's. */
export function restoreJson(environment: string | null, backup: string, outcome: RestoreOutcome): string {
  const isRestored = outcome.type === 'restored';
  const fresh = outcome.type === 'refused' ? null : outcome.freshBackup;
  return json({
    version: 1,
    environment,
    outcome: outcome.type,
    backup: { path: backup },
    target: isRestored ? outcome.target : null,
    scratch: isRestored ? outcome.scratch : null,
    checks: isRestored ? outcome.checks : [],
    left: isRestored ? null : outcome.type === 'refused' ? 'unchanged' : outcome.left,
    freshBackup: fresh === null ? null : backupObject(fresh),
    problem: outcome.type === 'refused' || outcome.type === 'failed' ? outcome.problem : null,
    warnings: outcome.warnings,
  });
}

export function restorePretty(outcome: RestoreOutcome, from: string): string {
  switch (outcome.type) {
    case 'restored': {
      const fresh = outcome.freshBackup === null ? [] : [`  what was there before is in ${shownPath(outcome.freshBackup.path, from)}`];
      const drop =
        outcome.scratch === null ? [] : [`  it stays until you drop it: lockstep rehearse --leftovers --drop ${nameIn(outcome.scratch)}`];
      const lines = [`Restored into ${outcome.target}.`, ...outcome.checks.map((check) => `  verified: ${check}`), ...fresh, ...drop];
      return `${lines.map(printable).join('\n')}\n`;
    }
    case 'refused':
      return problemPretty(outcome.problem);
    case 'failed':
      return `${problemPretty(outcome.problem)}${leftPretty(outcome, from)}`;
    case 'cancelled':
      return `Cancelled.\n${leftPretty(outcome, from)}`;
  }
}

/** The name of a scratch database, or of the file that is one. */
function nameIn(scratch: string): string {
  return basename(scratch, '.db');
}

function leftPretty({ left, freshBackup }: RestoreOutcome & { readonly type: 'failed' | 'cancelled' }, from: string): string {
  const fresh = freshBackup === null ? '' : `What was there before is in ${printable(shownPath(freshBackup.path, from))}.\n`;
  return `${leftWords[left]}\n${fresh}`;
}

const leftWords: Readonly<Record<LeftState, string>> = {
  unchanged: 'The database is as it was.',
  partial: 'A part of the backup is in the database, and what was there is gone: restore again with --clean.',
  unknown: 'The connection was lost: the database is either as it was or restored. "lockstep status" tells.',
  restored: 'The backup was restored.',
};
