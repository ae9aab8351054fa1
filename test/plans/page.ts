import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `docs/plans/<id>.md`, taken apart. The pages are documentation and tests at once. */
export interface PlanPage {
  readonly id: string;
  readonly title: string;
  /** The line below the title. */
  readonly summary: string;
  readonly headings: readonly string[];
  readonly examples: readonly PlanExample[];
}

/**
 * One example: ```` ```sql history ```` and then ```` ```sql migration ````, or ```` ```prisma before ```` and ```` ```prisma after ````, with
 * every file that is written for it below, ```` ```sql written <words> ````; `migration` is the file that keeps its name.
 */
export interface PlanExample {
  readonly history: string;
  readonly migration: string | null;
  readonly before: string;
  readonly after: string;
  readonly written: readonly { readonly words: string; readonly text: string }[];
  /** Line in the page of its last block before what is written, from 1. */
  readonly line: number;
  /** `column=value` words behind `after` or `migration`; spaces in a value are written `·`. `rule=id` asks for a rule that is off. */
  readonly values: Readonly<Record<string, string>>;
}

const directory = join(__dirname, '..', '..', 'docs', 'plans');

export function planPages(): readonly PlanPage[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => readPage(file.slice(0, -'.md'.length), readFileSync(join(directory, file), 'utf8')));
}

function readPage(id: string, text: string): PlanPage {
  const lines = text.split('\n');
  return {
    id,
    title: (lines[0] ?? '').replace(/^# /, ''),
    summary: text.split(/\n{2,}/)[1]?.replaceAll('\n', ' ') ?? '',
    headings: lines.filter((line) => line.startsWith('## ')),
    examples: readExamples(text),
  };
}

function readExamples(text: string): readonly PlanExample[] {
  const examples: PlanExample[] = [];
  let history = '';
  let before = '';
  for (const block of text.matchAll(/^```(?:sql|prisma) (history|before|migration|after|written)\b(.*)\n([\s\S]*?)^```$/gm)) {
    const [, role, words = '', body = ''] = block;
    const last = examples.at(-1);
    if (role === 'history') history = body;
    else if (role === 'before') before = body;
    else if (role === 'written' && last !== undefined) {
      examples[examples.length - 1] = { ...last, written: [...last.written, { words: words.trim(), text: body }] };
    } else {
      const values = Object.fromEntries(
        [...words.matchAll(/(\S+?)=(\S+)/g)].map(([, key = '', value = '']) => [key, value.replaceAll('·', ' ')]),
      );
      const line = text.slice(0, block.index).split('\n').length;
      const isMigration = role === 'migration';
      examples.push({ history, before, migration: isMigration ? body : null, after: isMigration ? '' : body, written: [], line, values });
    }
  }
  return examples;
}
