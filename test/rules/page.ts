import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `docs/rules/<id>.md`, taken apart. The pages are documentation and tests at once. */
export interface RulePage {
  readonly id: string;
  readonly title: string;
  /** The line below the title. */
  readonly summary: string;
  /** What stands in `Severity: **x** · Provider: **y** · Since: **z**`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Headings of the second and third level, as written. */
  readonly headings: readonly string[];
  readonly examples: readonly Example[];
}

/**
 * One fenced block ```` ```sql bad ```` or ```` ```sql good ````, with the blocks ```` ```sql history ```` and
 * ```` ```sql pending ```` that came before it: those under `## Examples` hold for every example, those under `### Bad` and
 * `### Good` until the next heading.
 */
export interface Example {
  readonly expectation: 'bad' | 'good';
  /** Earlier migrations, oldest first. */
  readonly earlier: readonly EarlierMigration[];
  /** Without the marks. */
  readonly text: string;
  /** Rules that the block says are found, by line from 0. */
  readonly marks: readonly Mark[];
  /** `key=value` words behind `bad` or `good`. */
  readonly options: ReadonlyMap<string, string>;
  /** Line in the page, from 1. */
  readonly line: number;
}

export interface EarlierMigration {
  readonly state: 'history' | 'pending';
  readonly text: string;
}

export interface Mark {
  readonly rule: string;
  readonly line: number;
}

const directory = join(__dirname, '..', '..', 'docs', 'rules');
const mark = /[^\S\n]*-- finds: ([a-z-]+(?:, [a-z-]+)*)[^\S\n]*$/;

/** Every page, by file name. */
export function rulePages(): readonly RulePage[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.md'));
  return files.sort().map((file) => readPage(file.slice(0, -'.md'.length), readFileSync(join(directory, file), 'utf8')));
}

export function readPage(id: string, text: string): RulePage {
  const lines = text.split('\n');
  const paragraphs = text.split(/\n{2,}/);
  return {
    id,
    title: (lines[0] ?? '').replace(/^# /, ''),
    summary: paragraphs[1]?.replaceAll('\n', ' ') ?? '',
    metadata: new Map([...(paragraphs[2] ?? '').matchAll(/(\w+): \*\*([^*]+)\*\*/g)].map((match) => [match[1] ?? '', match[2] ?? ''])),
    headings: lines.filter((line) => /^###? /.test(line)),
    examples: readExamples(lines),
  };
}

function readExamples(lines: readonly string[]): readonly Example[] {
  const examples: Example[] = [];
  let shared: EarlierMigration[] = [];
  let local: EarlierMigration[] = [];
  let inSection = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('## ')) shared = [];
    if (/^###? /.test(line)) {
      inSection = line.startsWith('### ');
      local = [];
    }
    const fence = /^```sql (history|pending|bad|good)\b(.*)$/.exec(line);
    if (fence === null) continue;
    const end = lines.indexOf('```', at);
    const body = lines.slice(at + 1, end === -1 ? lines.length : end);
    const role = fence[1];
    if (role === 'history' || role === 'pending') (inSection ? local : shared).push({ state: role, text: body.join('\n') });
    if (role === 'bad' || role === 'good') {
      examples.push({
        expectation: role,
        earlier: [...shared, ...local],
        text: body.map((row) => row.replace(mark, '')).join('\n'),
        marks: body.flatMap((row, index) =>
          (mark.exec(row)?.[1] ?? '')
            .split(', ')
            .filter(Boolean)
            .map((rule) => ({ rule, line: index })),
        ),
        options: new Map([...(fence[2] ?? '').matchAll(/(\w+)=(\S+)/g)].map((match) => [match[1] ?? '', match[2] ?? ''])),
        line: at + 1,
      });
    }
    at += body.length + 1;
  }
  return examples;
}
