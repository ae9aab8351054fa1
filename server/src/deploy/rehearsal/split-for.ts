import { readPostgres } from '../../analysis/sql/postgres/read';
import { splitStatements } from '../../analysis/sql/split';
import type { Provider } from '../../project/project';
import type { Split } from './history';

/** How a provider's texts are split. That of PostgreSQL is its own grammar, which must have been loaded. */
export function splitFor(provider: Provider): Split {
  const spansIn = (text: string) => {
    if (provider === 'mysql' || provider === 'sqlite') return splitStatements(text, provider);
    return readPostgres(text).statements.map(({ span }) => span);
  };
  return (text) => spansIn(text).map(({ start, end }) => text.slice(start, end));
}
