import type { FailedMigration, Recovery, Step, Trouble } from '../../deploy/recovery/recovery';
import { environmentWord, outcomeWords, ranWords } from '../../deploy/recovery/words';
import type { Style } from '../color';
import { printable } from './printable';

/** The page of a recovery for a terminal: commands and SQL stand on lines of their own, to be copied. */
export function recoveryPretty(recovery: Recovery, style: Style): string {
  const { environment, target, troubles } = recovery;
  const head = `${style.bold(environment)}  ${environmentWord(recovery)}${target === null ? '' : `  ${style.dim(printable(target))}`}`;
  if (troubles.length === 0) return `${head}\nNothing is wrong with its migrations.\n`;
  return `${[head, ...troubles.flatMap((trouble) => ['', ...troubleLines(trouble, style)])].join('\n')}\n`;
}

function troubleLines(trouble: Trouble, style: Style): readonly string[] {
  const { code, title, facts, detail, ways } = trouble;
  return [
    style.error(printable(`${code === null ? '' : `${code}: `}${title}`)),
    ...facts.map((fact) => `  ${printable(fact)}`),
    ...(trouble.kind === 'failed-migration' ? statementLines(trouble, style) : []),
    ...(detail === null ? [] : [`  ${style.dim(detail.title)}`, ...block(detail.text)]),
    ...ways.flatMap(({ title: way, steps }, index) => [
      '',
      `  ${style.bold(`${index === 0 ? 'Way out' : 'Or'}: ${printable(way)}`)}`,
      ...steps.flatMap((step, place) => stepLines(step, place, style)),
    ]),
  ];
}

function statementLines({ statements, statement, ranAs }: FailedMigration, style: Style): readonly string[] {
  return [
    ...(ranAs === null ? [] : [`  ${ranWords[ranAs]}`]),
    ...statements.map(({ index, line, sql, state }) => {
      const text = `    ${String(index + 1).padStart(3)}  line ${String(line).padEnd(4)} ${outcomeWords[state].padEnd(17)}  ${printable(sql)}`;
      return index === statement ? style.error(`${text}  refused`) : style.dim(text);
    }),
  ];
}

function stepLines({ title, preview, command, sql }: Step, place: number, style: Style): readonly string[] {
  return [
    `  ${place + 1}. ${printable(title)}. ${style.dim(printable(preview))}`,
    ...(command === null ? [] : [`     ${style.information(printable(command))}`]),
    ...(sql === null ? [] : block(sql)),
  ];
}

function block(text: string): readonly string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `     ${printable(line)}`);
}
