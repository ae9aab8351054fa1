import { counted, listed } from '../../analysis/wording/wording';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';
import type { TreeChange, WorkingTree } from './working-tree';

/** What is deployed is what is committed: schema and migrations are as in the commit, which others can see. */
export const cleanTree: Gate = {
  id: 'clean-tree',
  title: 'Working tree',
  unanswered: 'skipped',
  check: async (question) => {
    const answer = await question.facts.workingTree();
    if (!answer.ok) {
      if (!answer.isRepository) return { state: 'skipped', evidence: 'The project is not in a git repository.' };
      return { state: blockedUnlessDevelopment(question.environment), evidence: `The working tree is not known: ${answer.reason}.` };
    }
    return answerOf(answer.tree, question);
  },
};

function answerOf(tree: WorkingTree, { environment }: GateQuestion): GateAnswer {
  const { changes } = tree;
  if (changes.length > 0) {
    const named = listed(
      changes.map(({ path }) => path),
      2,
    );
    const evidence = `${counted(changes.length, 'file')} of the schema or the migrations ${changes.length === 1 ? 'is' : 'are'} not committed: ${named}.`;
    return { state: blockedUnlessDevelopment(environment), evidence, details: detailsOf(changes) };
  }
  const apart = apartFrom(tree);
  if (apart !== null) return { state: 'warning', evidence: `${apart}, as fetched last.` };
  const where = tree.upstream === null ? '' : `, as on ${tree.upstream} when it was fetched last`;
  return { state: 'ok', evidence: `Schema and migrations are committed${where}.` };
}

function apartFrom({ upstream, ahead, behind }: WorkingTree): string | null {
  if (upstream === null || (ahead === 0 && behind === 0)) return null;
  if (behind === 0) return `${counted(ahead, 'commit is', 'commits are')} not on ${upstream}`;
  if (ahead === 0) return `${upstream} is ${counted(behind, 'commit')} ahead`;
  return `${counted(ahead, 'commit is', 'commits are')} not on ${upstream}, which is ${counted(behind, 'commit')} ahead`;
}

function detailsOf(changes: readonly TreeChange[]): string {
  return [
    '## Working tree',
    'A deploy takes the files as they lie on the disk. Commit these, or nobody else can see what was deployed:',
    changes.map(({ path, kind }) => `- \`${path}\` (${kind})`).join('\n'),
  ].join('\n\n');
}
