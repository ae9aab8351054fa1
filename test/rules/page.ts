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
 * One fenced block ```` ```sql bad ```` or ```` ```prisma good ````, with the blocks ```` ```sql history ```` and
 * ```` ```sql pending ```` that came before it: those under `## Examples` hold for every example, those under `### Bad` and
 * `### Good` until the next heading. The history of a schema may also begin with the schema before its edit, ```` ```prisma before ````:
 * then with the migration that Prisma writes for that one, and the `sql` below it.
 */
export interface Example {
  readonly language: 'sql' | 'prisma';
  readonly expectation: 'bad' | 'good';
  /** Earlier migrations, oldest first. */
  readonly earlier: readonly EarlierMigration[];
  /** The schema before the edit, whose migration came before `earlier`; null where there is none, and for a migration. */
  readonly schema: string | null;
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
  /** What the finding says, where the mark tells: `// finds: column-dropped: Dropping …`. */
  readonly message: string | null;
}

const directory = join(__dirname, '..', '..', 'docs', 'rules');
const fence = /^```(sql|prisma) (history|pending|before|bad|good)\b(.*)$/;
const mark = /[^\S\n]*(?:--|\/\/) finds: ([a-z-]+(?:, [a-z-]+)*)(?:: (.*\S))?[^\S\n]*$/;

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

/** What came before an example. */
type Earlier = EarlierMigration | { readonly state: 'before'; readonly text: string };

function readExamples(lines: readonly string[]): readonly Example[] {
  const examples: Example[] = [];
  let shared: readonly Earlier[] = [];
  let local: readonly Earlier[] = [];
  let inSection = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('## ')) shared = [];
    if (/^###? /.test(line)) {
      inSection = line.startsWith('### ');
      local = [];
    }
    const [opening, language, role, words = ''] = fence.exec(line) ?? [];
    if (opening === undefined) continue;
    const end = lines.indexOf('```', at);
    const body = lines.slice(at + 1, end === -1 ? lines.length : end);
    if (role === 'bad' || role === 'good') {
      examples.push({
        ...(language === 'prisma' ? schemaAnd([...shared, ...local]) : migrationsOf([...shared, ...local])),
        language: language === 'prisma' ? 'prisma' : 'sql',
        expectation: role,
        text: body.map((row) => row.replace(mark, '')).join('\n'),
        marks: body.flatMap(marksIn),
        options: new Map([...words.matchAll(/(\w+)=(\S+)/g)].map((match) => [match[1] ?? '', match[2] ?? ''])),
        line: at + 1,
      });
    } else {
      const block: Earlier = { state: role === 'before' || role === 'pending' ? role : 'history', text: body.join('\n') };
      if (inSection) local = [...local, block];
      else shared = [...shared, block];
    }
    at += body.length + 1;
  }
  return examples;
}

/** A schema before makes a start: what was written above it was for the migrations. */
function schemaAnd(blocks: readonly Earlier[]): Pick<Example, 'earlier' | 'schema'> {
  const start = blocks.findLastIndex(({ state }) => state === 'before');
  return { schema: blocks[start]?.text ?? null, earlier: migrationsOf(blocks.slice(start + 1)).earlier };
}

function migrationsOf(blocks: readonly Earlier[]): Pick<Example, 'earlier' | 'schema'> {
  return { schema: null, earlier: blocks.flatMap(({ state, text }) => (state === 'before' ? [] : [{ state, text }])) };
}

function marksIn(row: string, line: number): readonly Mark[] {
  const [, rules = '', message = null] = mark.exec(row) ?? [];
  return rules
    .split(', ')
    .filter(Boolean)
    .map((rule) => ({ rule, line, message }));
}
