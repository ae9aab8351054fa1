import type { Index, ObjectId, Table } from '../catalog/catalog';
import { clip, maximumNameBytes } from '../catalog/default-names';
import { columnOf, findTable, indexesOf, partitionsOf } from '../catalog/resolve';
import type { AttachPartition } from '../operation/table';
import { quotedName, quotedNames } from '../render/postgres-names';
import { clauseText, statementText } from './clause';
import { indexStep } from './create-index';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanContext, type PlanKind, refused, type Step } from './plan';
import { validateStep } from './validate';

/** A partition is attached once a check has proven that its rows fit, so that the server does not look at them under a lock. */
export const attachPartition: PlanKind = {
  id: 'attach-partition',
  summary: 'Proves by a check that the rows of a partition fit its bound, builds the indexes that it lacks, and attaches it then.',
  answers: ['partition-attach-scans'],
  make: (operation, context) => {
    if (operation.kind !== 'attach-partition') return null;
    const { before, statement, text } = context;
    const parent = findTable(before, operation.table);
    const child = findTable(before, operation.partition);
    if (parent === null || child === null) return refused('it is not known which tables these are');
    if (operation.ifExists || operation.conditional || statement.operations.length > 1) return refused('the statement may not run');
    const other = partitionsOf(before, parent.id).find((id) => before.tables.get(id)?.partitionOf?.bound.type === 'default');
    if (other !== undefined) return refused('the DEFAULT partition would be read to the end while nobody can use it');
    if (parent.table.constraints.some(({ type }) => type === 'foreign-key'))
      return refused('the foreign keys of the partitioned table would be checked for every row while nobody can use it');
    const condition = conditionOf(operation, parent.table, child.table, clauseText(text, operation));
    if (condition === null) return refused('a check can prove a bound of one column that is a range, or a list without NULL');
    const indexes = missingIndexes(parent.id, child.id, context);
    if (indexes === null)
      return refused('an index of the partitioned table that holds a constraint, or one over an expression, would be built meanwhile');
    const written = writtenTable(operation.partition);
    const name = `${clip(child.table.name, maximumNameBytes - '_bound'.length)}_bound`;
    if (child.table.constraints.some((one) => one.name === name)) return refused(`there is a constraint ${quotedName(name)} already`);
    return {
      ok: true,
      plan: {
        id: attachPartition.id,
        title: 'Attach the partition without a scan: CHECK, VALIDATE, then ATTACH',
        way: 'one-release',
        preferred: true,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        replaces: [{ statement: statement.index, operation, replacement: null }],
        steps: [
          {
            phase: 'constrain',
            alone: false,
            name: folderWords('check', child.table.name, 'bound'),
            purpose: `Lets only rows of its bound into ${written}.`,
            // One statement that may run again, where an earlier attempt has committed it and failed on the next one of its file.
            statements: [
              `ALTER TABLE ${written} DROP CONSTRAINT IF EXISTS ${quotedName(name)},\nADD CONSTRAINT ${quotedName(name)} CHECK (${condition}) NOT VALID`,
            ],
            undo: `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(name)};`,
            notes: [],
          },
          ...indexes.map((index) => missingIndexStep(index, operation)),
          validateStep({
            table: written,
            constraint: name,
            name: folderWords('validate', child.table.name, 'bound'),
            purpose: `Checks that the rows of ${written} fit the bound.`,
            note: `It fails on rows that do not. Look for them first: SELECT * FROM ${written} WHERE (${condition}) IS NOT TRUE;`,
          }),
          {
            phase: 'finish',
            alone: false,
            name: folderWords('attach', child.table.name),
            purpose: `Attaches ${written} to ${writtenTable(operation.table)}. The valid check spares the scan.`,
            statements: [statementText(text, statement)],
            undo: `ALTER TABLE ${writtenTable(operation.table)} DETACH PARTITION ${written};`,
            notes: [],
          },
          {
            phase: 'clean',
            alone: false,
            name: folderWords('drop', child.table.name, 'bound'),
            purpose: `Drops the check that the bound of ${written} has made superfluous.`,
            statements: [`ALTER TABLE ${written} DROP CONSTRAINT IF EXISTS ${quotedName(name)}`],
            undo: 'nothing to undo.',
            notes: [],
          },
        ],
      },
    };
  },
};

/** What the bound says, as a check; null where the server, or Lockstep, would not see that it does. */
function conditionOf({ bound }: AttachPartition, { partitionBy }: Table, child: Table, clause: string): string | null {
  const [column, ...others] = partitionBy?.columns ?? [];
  if (column === undefined || others.length > 0) return null;
  const quoted = quotedName(column);
  const required = columnOf(child, column)?.notNull === true ? [] : [`${quoted} IS NOT NULL`];
  const edges = /\bFOR\s+VALUES\s+(?:FROM\s*\(([\s\S]*)\)\s*TO\s*\(([\s\S]*)\)|IN\s*\(([\s\S]*)\))$/i.exec(clause.trim());
  const [, from, to, list] = edges ?? [];
  if (bound.type === 'list' && list !== undefined && !bound.values.includes('NULL'))
    return [...required, `${quoted} IN (${list.trim()})`].join(' AND ');
  if (bound.type !== 'range' || from === undefined || to === undefined) return null;
  const isOpen = (edge: string): boolean => /^(MINVALUE|MAXVALUE)$/i.test(edge.trim());
  const parts = [
    ...required,
    ...(isOpen(from) ? [] : [`${quoted} >= ${from.trim()}`]),
    ...(isOpen(to) ? [] : [`${quoted} < ${to.trim()}`]),
  ];
  return parts.length === 0 ? null : parts.join(' AND ');
}

/** Those of the partitioned table that the partition would get while it is locked; null where one of them cannot be built before. */
function missingIndexes(parent: ObjectId, child: ObjectId, { before, after }: PlanContext): readonly Index[] | null {
  const had = new Set(indexesOf(before, child).map(({ name }) => name));
  const missing = indexesOf(after, child).filter(({ name, partOf }) => partOf !== null && !had.has(name));
  const isPlain = ({ constraint, keys, where }: Index): boolean =>
    constraint === null && where === null && keys.every((key) => key.type === 'column');
  return missing.every((index) => isPlain(index) && before.indexes.has(index.partOf ?? '') && parent !== child) ? missing : null;
}

/** Under the name that the server would give it. */
function missingIndexStep({ name, unique, method, keys, include, nullsNotDistinct }: Index, { partition }: AttachPartition): Step {
  const parts = keys.flatMap((key) =>
    key.type === 'column'
      ? [`${quotedName(key.column)}${key.operatorClass === null ? '' : ` ${key.operatorClass}`}${key.descending ? ' DESC' : ''}`]
      : [],
  );
  const included = include.length === 0 ? '' : ` INCLUDE (${quotedNames(include)})`;
  const sql =
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quotedName(name)} ON ${writtenTable(partition)} ` +
    `USING ${method} (${parts.join(', ')})${included}${nullsNotDistinct ? ' NULLS NOT DISTINCT' : ''}`;
  return indexStep(name, partition, sql, []);
}
