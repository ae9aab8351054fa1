import { listed } from '../../analysis/wording/wording';
import type { UrlSources } from '../environments/environment';
import { blockedUnlessDevelopment, type Gate, type GateAnswer, type GateQuestion } from './gate';
import { branchesWith, shortHash, type WorkingTree } from './working-tree';

/** What is checked out is a branch that may be deployed here. */
export const branch: Gate = {
  id: 'branch',
  title: 'Branch',
  unanswered: 'blocked',
  check: async (question) => {
    const { environment, facts, sources } = question;
    const allowed = environment.settings.branches;
    if (allowed.length === 0) return { state: 'skipped', evidence: 'Every branch may be deployed here: lockstep.json names none.' };
    const answer = await facts.workingTree();
    if (!answer.ok) return refused(question, `The branch is not known: ${answer.reason}.`);
    const { tree } = answer;
    if (tree.branch !== null) {
      if (isAllowed(tree.branch, allowed)) return { state: 'ok', evidence: `The branch is ${tree.branch}.` };
      return refused(question, `The branch is ${tree.branch}; ${listed(allowed)} may be deployed here.`);
    }
    return detached(tree, allowed, question, sources.variables);
  },
};

/** Pipelines check out a commit alone, and tell the branch in a variable. */
async function detached(
  tree: WorkingTree,
  allowed: readonly string[],
  question: GateQuestion,
  variables: UrlSources['variables'],
): Promise<GateAnswer> {
  if (tree.commit === null) return refused(question, 'There is no commit yet.');
  const commit = shortHash(tree.commit);
  const told = branchOfPipeline(variables);
  if (told !== null) {
    if (told.commit !== null && told.commit !== tree.commit) {
      return refused(question, `${told.variable} is ${told.branch} at ${shortHash(told.commit)}, and ${commit} is checked out.`);
    }
    if (isAllowed(told.branch, allowed)) return { state: 'ok', evidence: `The branch is ${told.branch}, by ${told.variable}.` };
    return refused(question, `The branch is ${told.branch}, by ${told.variable}; ${listed(allowed)} may be deployed here.`);
  }
  const holding = await branchesWith(tree, allowed);
  const [first] = holding;
  if (first !== undefined) return { state: 'ok', evidence: `The commit ${commit} is on ${first}.` };
  return refused(question, `The commit ${commit} is checked out, and on none of ${listed(allowed)} as known here.`);
}

function refused({ environment }: GateQuestion, evidence: string): GateAnswer {
  return { state: blockedUnlessDevelopment(environment), evidence };
}

/** `release/*` stands for every branch that begins so. */
function isAllowed(name: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(name);
  });
}

interface ToldBranch {
  readonly branch: string;
  readonly variable: string;
  /** What the pipeline runs for; null where it does not say. */
  readonly commit: string | null;
}

/**
 * A tag and a pull request are no branch: their variables hold other names.
 * Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
 * https://docs.gitlab.com/ci/variables/predefined_variables/, https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/,
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables, https://circleci.com/docs/reference/variables/
 */
const pipelines: readonly { readonly variable: string; readonly commit: string; readonly only?: readonly [string, string] }[] = [
  { variable: 'GITHUB_REF_NAME', commit: 'GITHUB_SHA', only: ['GITHUB_REF_TYPE', 'branch'] },
  { variable: 'CI_COMMIT_BRANCH', commit: 'CI_COMMIT_SHA' },
  { variable: 'BITBUCKET_BRANCH', commit: 'BITBUCKET_COMMIT' },
  { variable: 'BUILD_SOURCEBRANCH', commit: 'BUILD_SOURCEVERSION' },
  { variable: 'CIRCLE_BRANCH', commit: 'CIRCLE_SHA1' },
  { variable: 'BUILDKITE_BRANCH', commit: 'BUILDKITE_COMMIT' },
];

function branchOfPipeline(variables: UrlSources['variables']): ToldBranch | null {
  for (const { variable, commit, only } of pipelines) {
    const value = variables[variable];
    if (value === undefined || value === '') continue;
    if (only !== undefined && variables[only[0]] !== only[1]) continue;
    const name = value.replace(/^refs\/heads\//, '');
    if (name.startsWith('refs/') || /^\d+\/merge$/.test(name)) continue;
    const told = variables[commit];
    return { branch: name, variable, commit: told !== undefined && /^[0-9a-f]{40,64}$/.test(told) ? told : null };
  }
  return null;
}
