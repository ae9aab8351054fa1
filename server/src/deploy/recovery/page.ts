import type { FailedMigration, Recovery, Step, Trouble, Way } from './recovery';
import { environmentWord, outcomeWords, ranWords } from './words';

/** The page of a recovery, in Markdown: what happened, what is there, and the ways out with their steps. */
export function recoveryPage(recovery: Recovery): string {
  const { environment, target, troubles } = recovery;
  const head = [`# Recovery of ${environment}`, '', environmentWord(recovery) + (target === null ? '' : ` · \`${target}\``)];
  if (troubles.length === 0) return `${[...head, '', 'Nothing is wrong with its migrations.'].join('\n')}\n`;
  return `${[...head, ...troubles.flatMap((trouble) => ['', ...troubleLines(trouble)])].join('\n')}\n`;
}

function troubleLines(trouble: Trouble): readonly string[] {
  const { code, title, facts, detail, ways } = trouble;
  return [
    `## ${code === null ? '' : `${code}: `}${inline(title)}`,
    '',
    ...facts.map((fact) => `- ${inline(fact)}`),
    ...(trouble.kind === 'failed-migration' ? statementLines(trouble) : []),
    ...(detail === null ? [] : ['', `### ${detail.title}`, '', ...fenced(detail.language, detail.text)]),
    ...ways.flatMap((way, index) => ['', ...wayLines(way, index)]),
  ];
}

function statementLines({ statements, statement, ranAs }: FailedMigration): readonly string[] {
  if (statements.length === 0) return [];
  return [
    ...(ranAs === null ? [] : [`- ${ranWords[ranAs]}`]),
    '',
    '| statement | line | | taken effect |',
    '| --- | --- | --- | --- |',
    ...statements.map(({ index, line, sql, state }) => {
      const refused = index === statement ? '**refused**, ' : '';
      return `| ${index + 1} | ${line} | \`${cell(sql)}\` | ${refused}${outcomeWords[state]} |`;
    }),
  ];
}

function wayLines({ title, steps }: Way, index: number): readonly string[] {
  return [
    `### ${index === 0 ? 'Way out' : 'Or'}: ${inline(title)}`,
    '',
    ...steps.flatMap((step, place) => [...stepLines(step, place), '']),
  ].slice(0, -1);
}

function stepLines({ title, why, preview, command, sql }: Step, place: number): readonly string[] {
  const indent = (line: string): string => (line === '' ? '' : `   ${line}`);
  return [
    `${place + 1}. **${inline(title)}**. ${inline(why)}`,
    indent(inline(preview)),
    ...(command === null ? [] : ['', ...fenced('sh', `${command}\n`).map(indent)]),
    ...(sql === null ? [] : ['', ...fenced('sql', sql).map(indent)]),
  ];
}

/** A fence that the text itself does not have. */
function fenced(language: string, text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text.replace(/\n$/, '').split('\n'), fence];
}

function inline(text: string): string {
  return text.replace(/\s*\r?\n\s*/g, ' ').replaceAll('<', '&lt;');
}

function cell(text: string): string {
  return inline(text).replaceAll('|', '\\|').replaceAll('`', "'");
}
