import { checkResolve } from '../../deploy/resolve/check-resolve';
import type { ResolveOutcome } from '../../deploy/resolve/outcome';
import { resolveMigration } from '../../deploy/resolve/resolve';
import type { ResolveEnd, ResolveOperation } from '../../protocol';
import { type GivenEnvironment, refused, step } from './given';

/** Looks whether a migration can be marked, or marks it. */
export function resolve(given: GivenEnvironment, operation: ResolveOperation): Promise<ResolveEnd> {
  return operation.isPreview ? looked(given, operation) : marked(given, operation);
}

async function looked({ project, environment }: GivenEnvironment, { migration, as }: ResolveOperation): Promise<ResolveEnd> {
  const check = await checkResolve(environment, project, as, migration);
  if (!check.ok) return { state: 'failed', words: `${check.problem.message} ${check.problem.help}`, document: null };
  const certain = check.objections.filter(({ weight }) => weight === 'certain').map(({ text }) => text);
  if (certain.length > 0) return refused(`${certain.join(' ')} "Lockstep: Recover" shows the ways out.`);
  const doubts = check.objections.map(({ text }) => text);
  const title = `${migration} as ${wordsOf(as)} on ${environment.name}`;
  const against = doubts.length === 0 ? '' : `\n## What speaks against it\n\n${listed(doubts)}\n`;
  return {
    ...{ state: 'done', words: title, doubts, isProtected: environment.kind === 'production' },
    document: { title: `Mark ${title}`, text: `# Mark ${title}\n\n${listed(check.preview)}\n${against}` },
  };
}

async function marked({ project, environment, onEvent, abort }: GivenEnvironment, operation: ResolveOperation): Promise<ResolveEnd> {
  const { migration, as, confirmed, reason } = operation;
  const outcome = await resolveMigration({
    ...{ project, environment, migration, confirmed, abort },
    action: as,
    forceReason: reason,
    onEvent: (event) => {
      for (const text of event.type === 'line' ? [event.text] : event.preview) onEvent(step(text));
    },
    now: new Date(),
  });
  return endOf(outcome, `${migration} is marked as ${wordsOf(as)} on ${environment.name}.`);
}

function endOf(outcome: ResolveOutcome, done: string): ResolveEnd {
  switch (outcome.state) {
    case 'resolved':
      return { state: 'done', words: [done, ...outcome.warnings].join(' '), document: null };
    case 'refused':
      return refused([...outcome.reasons, outcome.help].join(' '));
    case 'unreachable':
      return { state: 'failed', words: `${outcome.problem.message} ${outcome.problem.help}`, document: null };
    case 'failed': {
      const document = {
        title: 'Output of Prisma',
        text: `# Output of Prisma\n\n${outcome.message}\n\n\`\`\`\n${outcome.output}\n\`\`\`\n`,
      };
      return { state: 'failed', words: outcome.message, document };
    }
    case 'cancelled':
      return { state: 'cancelled', words: 'It was cancelled before it was marked.', document: null };
  }
}

function listed(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}

function wordsOf(as: ResolveOperation['as']): string {
  switch (as) {
    case 'rolled-back':
      return 'rolled back';
    case 'applied':
      return 'applied';
  }
}
