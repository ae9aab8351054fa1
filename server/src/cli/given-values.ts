import type { Catalog } from '../analysis/catalog/catalog';
import { Problem } from './problem';

/**
 * `User.status='active'` or `auth.User.status='active'`, by `schema.table.column`. Names are those of the database.
 * @throws Problem for what names no column of the schema.
 */
export function givenValues(words: readonly string[], { tables }: Catalog): ReadonlyMap<string, string> {
  return new Map(words.map((word) => givenValue(word, tables)));
}

function givenValue(word: string, tables: Catalog['tables']): readonly [string, string] {
  const equals = word.indexOf('=');
  const column = word.slice(0, Math.max(equals, 0)).trim();
  const value = word.slice(equals + 1).trim();
  if (column === '' || value === '') {
    throw new Problem(`"--value" takes a column and its value as SQL; found "${word}".`, `For example --value "User.status='active'".`);
  }
  const found = [...tables].flatMap(([id, table]) =>
    table.columns.flatMap(({ name }) => {
      const names = [`${id}.${name}`, `${table.name}.${name}`];
      return names.includes(column) ? [`${id}.${name}`] : [];
    }),
  );
  const [key, other] = found;
  if (key === undefined) throw new Problem(`"--value" names no column of the schema: "${column}".`, 'Names are those of the database.');
  if (other !== undefined) throw new Problem(`"--value" names several columns: "${column}".`, `Write "${key}" or "${other}".`);
  return [key, value];
}
