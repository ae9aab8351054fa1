import { mayHoldSecret, secretPatterns } from '../text/secret-patterns';
import { covers, type Span, spanOf } from '../text/span';
import type { MigrationRule } from './rule';

export const secretInMigration: MigrationRule = {
  id: 'secret-in-migration',
  severity: 'error',
  scope: 'migration',
  summary: 'A password, key or token stands in a migration, readable for everybody who can read the repository.',
  help: 'Take it out, set it outside of the migration, and replace the secret: it counts as known once it was committed.',
  speaks: 'sql',
  detect: ({ text, script }) =>
    secretsIn(text).map(({ what, span }) => {
      const statement = script.statements.find((candidate) => covers(candidate.span, span));
      return { message: `The migration holds ${what} in plain text.`, span, ...(statement && { statement: statement.index }) };
    }),
};

interface Secret {
  readonly what: string;
  readonly span: Span;
}

/** In order; a secret that fits two kinds is told once. */
function secretsIn(text: string): readonly Secret[] {
  if (!mayHoldSecret(text)) return [];
  const found = secretPatterns.flatMap(({ what, contains, expression, isExample }): readonly Secret[] => {
    if (!contains.test(text)) return [];
    return [...text.matchAll(expression)]
      .filter((match) => isExample?.(match) !== true)
      .map((match) => ({ what, span: spanOf(match.index, match.index + match[0].length) }));
  });
  return found.filter((secret, index) => !found.slice(0, index).some((earlier) => overlap(earlier.span, secret.span)));
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
