import { counted } from '../../analysis/wording/wording';
import type { Difference } from '../drift/difference';
import { type DriftFound, driftOf } from '../drift/drift';
import { questionTimeLimit } from './facts';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';

/** The database is what its history says: what was changed by hand is not what migrations were written and judged for. */
export const drift: Gate = {
  id: 'drift',
  title: 'Drift',
  unanswered: 'skipped',
  check: async (question) => {
    const { project, environment, facts } = question;
    const { state, error } = await facts.status();
    if (error !== null) return { state: 'skipped', evidence: 'There is no database to compare.' };
    // A gate changes nothing, and only a server tells what MySQL makes of a history.
    if (project.provider === 'mysql') {
      return { state: 'skipped', evidence: `It takes a scratch database: "lockstep diff --env ${environment.name}" compares with one.` };
    }
    if (state === 'unmanaged') return { state: 'skipped', evidence: 'The database has no history that it could be compared with.' };
    const found = await driftOf({ project, environment, against: 'history', timeLimit: questionTimeLimit });
    switch (found.type) {
      case 'impossible':
        return { state: 'skipped', evidence: found.reason };
      case 'unreachable':
        return { state: 'skipped', evidence: `What the database holds is not known: ${found.problem.message}` };
      case 'compared':
        return answerOf(found, question);
    }
  },
};

/** What Prisma leaves alone, such as a trigger, is worth a warning. */
function answerOf(found: DriftFound, { environment }: GateQuestion): GateAnswer {
  const { differences, ignored } = found;
  const [first] = [...differences.filter(concernsPrisma), ...differences];
  if (first === undefined) {
    const rest = ignored.length === 0 ? '' : `, apart from ${counted(ignored.length, 'difference')} that lockstep.json ignores`;
    return { state: 'ok', evidence: `The database is what its history says${rest}.` };
  }
  const others = differences.length === 1 ? '' : ` ${counted(differences.length - 1, 'difference')} more.`;
  const state = differences.some(concernsPrisma) ? blockedUnlessDevelopment(environment) : 'warning';
  return { state, evidence: `${first.sentence}${others}`, details: detailsOf(found), fix: `lockstep diff --env ${environment.name}` };
}

function concernsPrisma({ concerns }: Difference): boolean {
  return concerns === 'prisma';
}

/** So many that a person reads them. */
const shown = 100;

function detailsOf({ differences, notes }: DriftFound): string {
  const lines = differences.slice(0, shown).map(({ sentence }) => `- ${sentence}`);
  const rest = differences.length > shown ? [`- ${differences.length - shown} more`] : [];
  return ['## Drift', [...lines, ...rest].join('\n'), ...notes].join('\n\n');
}
