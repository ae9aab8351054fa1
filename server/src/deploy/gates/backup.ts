import { byteWords } from '../../analysis/statistics/size-words';
import type { Project } from '../../project/project';
import { ageOf } from '../backup/list';
import { backupName, backupsOfDatabase, shownPath } from '../backup/newest';
import type { Backup } from '../backup/stamp';
import { ageWords } from '../sessions/age';
import { markdownTable } from '../status/markdown';
import type { EnvironmentStatus } from '../status/status';
import { timeOf } from '../status/words';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';

/** Where lockstep.json does not say how old a backup may be. */
const usualHours = 24;

/** Milliseconds by which clocks of two machines may differ. */
const clockDifference = 5 * 60_000;

/** There is a way back: a backup of this very database that is fresh and was verified. */
export const backup: Gate = {
  id: 'backup',
  title: 'Backup',
  unanswered: 'blocked',
  check: async (question) => {
    const { environment, facts, withBackup } = question;
    if (withBackup) return { state: 'ok', evidence: 'A backup is made before the first statement.' };
    const pending = await facts.pending();
    if (pending === null) return { state: 'skipped', evidence: 'The database cannot be asked which migrations are pending.' };
    if (pending.length === 0) return { state: 'skipped', evidence: 'Nothing is pending that one would have to come back from.' };
    return { ...answerOf(question, await facts.status()), fix: `lockstep backup --env ${environment.name}` };
  },
};

function answerOf({ project, environment, now }: GateQuestion, status: EnvironmentStatus): GateAnswer {
  const { settings, kind } = environment;
  const backups = backupsOfDatabase(project, settings, status.target);
  const details = backups.length === 0 ? {} : { details: detailsOf(backups, project, now) };
  const isWanted = settings.backup !== null;
  const lacking = isWanted ? blockedUnlessDevelopment(environment) : kind === 'production' ? 'warning' : 'skipped';
  const newest = backups.find(({ isVerified }) => isVerified);
  if (newest === undefined) {
    const wish = isWanted ? '' : ', and lockstep.json asks for none';
    const evidence = backups.length === 0 ? `There is no backup of this database${wish}.` : 'No backup of this database could be verified.';
    return { state: lacking, evidence, ...details };
  }
  const [age, hours] = [ageOf(newest, now), settings.backup?.maxAgeHours ?? usualHours];
  const name = backupName(newest, project);
  if (age < -clockDifference) {
    return {
      state: lacking,
      evidence: `By this clock the newest backup is of the future, ${timeOf(newest.stamp.beganAt)} UTC: ${name}.`,
      ...details,
    };
  }
  if (age > hours * 3_600_000) {
    return { state: lacking, evidence: `The newest verified backup is ${ageWords(age)} old, and may be ${hours} h: ${name}.`, ...details };
  }
  const since = appliedSince(newest, status);
  if (since !== null)
    return { state: 'warning', evidence: `The newest backup lacks ${since}, which was applied later: ${name}.`, ...details };
  return { state: 'ok', evidence: `The backup is ${ageWords(age)} old and verified: ${name}.`, ...details };
}

/** A migration that the database has and the backup has not; null where there is none, or where the backup does not say. */
function appliedSince({ stamp }: Backup, { migrations }: EnvironmentStatus): string | null {
  if (stamp.migrations === null) return null;
  const held = new Set(stamp.migrations.applied.map(({ name }) => name));
  return (
    migrations.find(({ name, state }) => (state === 'applied' || state === 'edited' || state === 'missing') && !held.has(name))?.name ??
    null
  );
}

/** So many that a person reads them. */
const shown = 10;

function detailsOf(backups: readonly Backup[], project: Project, now: Date): string {
  const rows = backups
    .slice(0, shown)
    .map((one) => [
      `\`${shownPath(one, project)}\``,
      `${timeOf(one.stamp.beganAt)} UTC`,
      ageWords(ageOf(one, now)),
      one.bytes === 0 ? '' : byteWords(one.bytes),
      one.isVerified ? one.stamp.verified.join(', ') : 'not verified, or changed since',
    ]);
  return `## Backups\n\n${markdownTable(['backup', 'began', 'age', 'size', 'verified'], rows)}`;
}
