import { explainFact } from '../analysis/effects/effect-of';
import type { AnalysedStatement } from '../analysis/migration/migration';
import type { MigrationView } from './migration-view';

/** A statement with many clauses would otherwise fill the screen. */
const longestList = 6;
const longestClause = 60;

/**
 * Why a statement costs what it costs: one sentence for each fact that was used. Where a statement has several clauses, a list
 * that says which clause is meant.
 */
export function whyOf(view: Pick<MigrationView, 'text'>, { operations, effect, effects }: AnalysedStatement): readonly string[] {
  if (operations.length < 2) return sentencesOf(effect.facts);
  const items = operations.flatMap(({ span }, index) => {
    const sentences = sentencesOf(effects[index]?.facts ?? []);
    return sentences.length === 0 ? [] : [`- ${clause(view.text.slice(span.start, span.end))}: ${sentences.join(' ')}`];
  });
  const shown =
    items.length > longestList ? [...items.slice(0, longestList - 1), `- and ${items.length - longestList + 1} more clauses`] : items;
  return shown.length === 0 ? [] : [shown.join('\n')];
}

function sentencesOf(facts: readonly string[]): readonly string[] {
  return [...new Set(facts.flatMap((fact) => explainFact(fact)?.why ?? []))];
}

/** A clause on one line, in a code span. */
function clause(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line.length > longestClause ? `${line.slice(0, longestClause - 1)}…` : line}\``;
}
