import type { MysqlChange, MysqlStatement } from './change';
import { clausesIn, insideParentheses, isName, name, namesIn, withoutComments } from './sql-pieces';

const unknown: MysqlStatement = { kind: 'unknown' };

/**
 * Reads the closed set of statements that Prisma writes for MySQL, and says of every other that it is not known.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/mysql/renderer.rs
 */
export function readMysqlStatement(text: string): MysqlStatement {
  const sql = withoutComments(text).trim();
  if (/^(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|CALL|LOAD)\b/i.test(sql)) return { kind: 'rows' };
  if (/^(SET|SELECT|USE|LOCK|UNLOCK|ANALYZE|OPTIMIZE|START|BEGIN|COMMIT|ROLLBACK)\b/i.test(sql)) return { kind: 'nothing' };
  const changes = createTable(sql) ?? alterTable(sql) ?? createIndex(sql) ?? dropTable(sql) ?? dropIndex(sql) ?? renameTable(sql);
  return changes === null ? unknown : { kind: 'changes', changes };
}

type Changes = readonly MysqlChange[] | null;

function createTable(sql: string): Changes {
  const match = new RegExp(`^CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(${isName})\\s*(?=\\()`, 'i').exec(sql);
  const body = match === null ? null : insideParentheses(sql, match[0].length);
  if (match === null || body === null) return null;
  const table = name(match[1] ?? '');
  return allOf(
    clausesIn(body).map((clause) => tableItem(table, clause)),
    [{ kind: 'create-table', table }],
  );
}

/** A column, a key or a constraint of a new table. */
function tableItem(table: string, clause: string): Changes {
  return keyItem(table, clause) ?? columnItem('add-column', table, clause);
}

function columnItem(kind: 'add-column' | 'modify-column', table: string, clause: string): Changes {
  const [, column, definition] = new RegExp(`^(${isName})\\s+([\\s\\S]+)$`).exec(clause) ?? [];
  return column === undefined || definition === undefined ? null : [{ kind, table, column: name(column), definition }];
}

function keyItem(table: string, clause: string): Changes {
  const primary = /^(?:CONSTRAINT\s+\S+\s+)?PRIMARY\s+KEY\s*\(([^)]*)\)/i.exec(clause);
  if (primary !== null) return [{ kind: 'add-index', table, name: 'PRIMARY', unique: true, columns: namesIn(primary[1] ?? '') }];
  const foreign = new RegExp(
    `^(?:CONSTRAINT\\s+(${isName})\\s+)FOREIGN\\s+KEY\\s*\\(([^)]*)\\)\\s*REFERENCES\\s+(${isName})\\s*\\(([^)]*)\\)`,
    'i',
  ).exec(clause);
  if (foreign !== null) {
    const [, own = '', columns = '', references = '', referenced = ''] = foreign;
    const ends = { columns: namesIn(columns), references: name(references), referencedColumns: namesIn(referenced) };
    return [{ kind: 'add-foreign-key', table, name: name(own), ...ends }];
  }
  const index = new RegExp(
    `^(?:CONSTRAINT\\s+(${isName})\\s+)?(UNIQUE|FULLTEXT|SPATIAL)?\\s*(?:INDEX|KEY)?\\s*(${isName})?\\s*\\((.*)\\)\\s*(?:USING\\s+\\w+)?$`,
    'is',
  ).exec(clause);
  const isKey = /^(CONSTRAINT|UNIQUE|FULLTEXT|SPATIAL|INDEX|KEY)\b/i.test(clause);
  const [, constraint, word = '', own, columns = ''] = index ?? [];
  const called = own ?? constraint;
  if (!isKey || index === null || called === undefined) return null;
  return [{ kind: 'add-index', table, name: name(called), unique: /^unique$/i.test(word), columns: namesIn(columns) }];
}

function alterTable(sql: string): Changes {
  const match = new RegExp(`^ALTER\\s+TABLE\\s+(${isName})\\s+`, 'i').exec(sql);
  if (match === null) return null;
  const table = name(match[1] ?? '');
  return allOf(clausesIn(sql.slice(match[0].length)).map((clause) => alteration(table, clause)));
}

function alteration(table: string, clause: string): Changes {
  if (/^(ALGORITHM|LOCK)\s*=/i.test(clause)) return [];
  const of = (pattern: string): readonly string[] | null => {
    const found = new RegExp(`^${pattern}`, 'is').exec(clause);
    return found === null ? null : found.slice(1).map((one) => one ?? '');
  };
  const dropPrimary = of('DROP\\s+PRIMARY\\s+KEY');
  if (dropPrimary !== null) return [{ kind: 'drop-index', table, name: 'PRIMARY' }];
  const dropKey = of(`DROP\\s+(?:FOREIGN\\s+KEY|CONSTRAINT)\\s+(${isName})`);
  if (dropKey !== null) return [{ kind: 'drop-constraint', table, name: name(dropKey[0]) }];
  const dropIndexed = of(`DROP\\s+(?:INDEX|KEY)\\s+(${isName})`);
  if (dropIndexed !== null) return [{ kind: 'drop-index', table, name: name(dropIndexed[0]) }];
  const dropColumn = of(`DROP\\s+(?:COLUMN\\s+)?(${isName})\\s*$`);
  if (dropColumn !== null) return [{ kind: 'drop-column', table, column: name(dropColumn[0]) }];
  const renameIndex = of(`RENAME\\s+(?:INDEX|KEY)\\s+(${isName})\\s+TO\\s+(${isName})`);
  if (renameIndex !== null) return [{ kind: 'rename-index', table, name: name(renameIndex[0]), to: name(renameIndex[1]) }];
  const renameColumn = of(`RENAME\\s+COLUMN\\s+(${isName})\\s+TO\\s+(${isName})`);
  if (renameColumn !== null) return [{ kind: 'rename-column', table, column: name(renameColumn[0]), to: name(renameColumn[1]) }];
  const renamed = of(`RENAME\\s+(?:TO\\s+|AS\\s+)?(${isName})\\s*$`);
  if (renamed !== null) return [{ kind: 'rename-table', table, to: name(renamed[0]) }];
  const modified = of('MODIFY\\s+(?:COLUMN\\s+)?(.*)$');
  if (modified !== null) return columnItem('modify-column', table, modified[0] ?? '');
  const changed = of(`CHANGE\\s+(?:COLUMN\\s+)?(${isName})\\s+(${isName})\\s+(.*)$`);
  if (changed !== null) {
    const [from, to, definition = ''] = changed;
    return [
      { kind: 'rename-column', table, column: name(from), to: name(to) },
      { kind: 'modify-column', table, column: name(to), definition },
    ];
  }
  const byDefault = of(`ALTER\\s+(?:COLUMN\\s+)?(${isName})\\s+(SET|DROP)\\s+DEFAULT`);
  if (byDefault !== null) {
    return [{ kind: /set/i.test(byDefault[1] ?? '') ? 'set-default' : 'drop-default', table, column: name(byDefault[0]) }];
  }
  const added = of('ADD\\s+(?:COLUMN\\s+)?(.*)$');
  return added === null ? null : tableItem(table, added[0] ?? '');
}

function createIndex(sql: string): Changes {
  const match = new RegExp(
    `^CREATE\\s+(UNIQUE\\s+|FULLTEXT\\s+|SPATIAL\\s+)?INDEX\\s+(${isName})\\s+ON\\s+(${isName})\\s*\\((.*)\\)`,
    'is',
  ).exec(sql);
  const [, word = '', own = '', table = '', columns = ''] = match ?? [];
  if (match === null) return null;
  return [{ kind: 'add-index', table: name(table), name: name(own), unique: /unique/i.test(word), columns: namesIn(columns) }];
}

function dropTable(sql: string): Changes {
  const [, tables] = /^DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?([\s\S]+)$/i.exec(sql) ?? [];
  return tables === undefined ? null : namesIn(tables).map((table) => ({ kind: 'drop-table', table }));
}

function dropIndex(sql: string): Changes {
  const [, own, table] = new RegExp(`^DROP\\s+INDEX\\s+(${isName})\\s+ON\\s+(${isName})`, 'i').exec(sql) ?? [];
  return own === undefined || table === undefined ? null : [{ kind: 'drop-index', table: name(table), name: name(own) }];
}

function renameTable(sql: string): Changes {
  const [, from, to] = new RegExp(`^RENAME\\s+TABLE\\s+(${isName})\\s+TO\\s+(${isName})\\s*$`, 'i').exec(sql) ?? [];
  return from === undefined || to === undefined ? null : [{ kind: 'rename-table', table: name(from), to: name(to) }];
}

/** One part that is not known makes the whole unknown. */
function allOf(parts: readonly Changes[], first: readonly MysqlChange[] = []): Changes {
  const known = parts.flatMap((part) => part ?? []);
  return parts.includes(null) ? null : [...first, ...known];
}
