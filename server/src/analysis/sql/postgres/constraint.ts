import type { Constraint as ConstraintNode } from '@pgsql/types';
import type { Constraint, PrimaryKeyConstraint, ReferentialAction } from '../../operation/constraint';
import type { Identifier } from '../../operation/name';
import { cursorAt, skip, takeIdentifier } from './cursor';
import { readExpression } from './expression';
import {
  behindWord,
  closingParenthesis,
  endOfName,
  findParenthesis,
  identifiersIn,
  isSign,
  relationName,
  type Source,
  spanOfTokens,
  splitAtCommas,
  stringsOf,
  tokenAt,
} from './source';
import type { TokenRange } from './split';

/** How the grammar abbreviates `ON DELETE` and `ON UPDATE`. */
const referentialActions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no-action',
  r: 'restrict',
  c: 'cascade',
  n: 'set-null',
  d: 'set-default',
};

/**
 * Reads a primary key, unique, foreign key, check, exclusion or named NOT NULL; null for a column's attributes (`DEFAULT`,
 * `NULL`, `DEFERRABLE` …). `range` holds its tokens; `column` is the one that an inline constraint stands with.
 */
export function readConstraint(source: Source, node: ConstraintNode, range: TokenRange, column: Identifier | null): Constraint | null {
  if (column !== null && isColumnProperty(node)) return null;
  const shared = {
    name: constraintName(source, node, range),
    span: spanOfTokens(source, range.first, range.last),
    inline: column !== null,
  };
  // The tree leaves out what is false.
  const validity = { notValid: node.skip_validation === true, enforced: node.is_enforced === true };
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return { type: 'primary-key', ...shared, ...keyOf(source, node, range, column) };
    case 'CONSTR_UNIQUE':
      return { type: 'unique', ...shared, ...keyOf(source, node, range, column), nullsNotDistinct: node.nulls_not_distinct === true };
    case 'CONSTR_FOREIGN': {
      const references = relationName(source, node.pktable ?? {});
      const behindTable = endOfName(source, tokenAt(source, node.pktable?.location));
      return {
        type: 'foreign-key',
        ...shared,
        columns:
          column === null ? identifiersIn(source, findParenthesis(source, range.first, range.last), stringsOf(node.fk_attrs)) : [column],
        references,
        referencedColumns: identifiersIn(source, isSign(source, behindTable, '(') ? behindTable : -1, stringsOf(node.pk_attrs)),
        onDelete: referentialActions[node.fk_del_action ?? 'a'] ?? 'no-action',
        onUpdate: referentialActions[node.fk_upd_action ?? 'a'] ?? 'no-action',
        ...validity,
      };
    }
    case 'CONSTR_CHECK': {
      const open = findParenthesis(source, range.first, range.last);
      if (node.raw_expr === undefined) return null;
      const span = spanOfTokens(source, open + 1, closingParenthesis(source, open));
      return { type: 'check', ...shared, expression: readExpression(source, node.raw_expr, span), ...validity };
    }
    case 'CONSTR_EXCLUSION':
      return { type: 'exclusion', ...shared, columns: excludedColumns(source, node, range), method: node.access_method ?? 'btree' };
    case 'CONSTR_NOTNULL': {
      const text = stringsOf(node.keys)[0] ?? '';
      const behind = behindWord(source, 'null', range.first, range.last);
      return { type: 'not-null', ...shared, column: takeIdentifier(cursorAt(source, behind), text), notValid: validity.notValid };
    }
    default:
      return null;
  }
}

function constraintName(source: Source, node: ConstraintNode, range: TokenRange): Identifier | null {
  if (node.conname === undefined) return null;
  const cursor = cursorAt(source, range.first);
  skip(cursor, 'constraint');
  return takeIdentifier(cursor, node.conname);
}

/** What a primary key or unique constraint covers: the column beside it, a list of columns, or an index that exists. */
function keyOf(
  source: Source,
  node: ConstraintNode,
  range: TokenRange,
  column: Identifier | null,
): Pick<PrimaryKeyConstraint, 'columns' | 'include' | 'usingIndex'> {
  if (node.indexname !== undefined) {
    const behind = behindWord(source, 'index', range.first, range.last);
    return { columns: [], include: [], usingIndex: takeIdentifier(cursorAt(source, behind), node.indexname) };
  }
  const included = stringsOf(node.including);
  const include = included.length === 0 ? [] : identifiersIn(source, behindWord(source, 'include', range.first, range.last), included);
  if (column !== null) return { columns: [column], include, usingIndex: null };
  const columns = identifiersIn(source, findParenthesis(source, range.first, range.last), stringsOf(node.keys));
  return { columns, include, usingIndex: null };
}

/** The plain columns of `EXCLUDE USING gist (room WITH =, during WITH &&)`; expressions are left out. */
function excludedColumns(source: Source, node: ConstraintNode, range: TokenRange): readonly Identifier[] {
  const open = findParenthesis(source, range.first, range.last);
  const parts = open < 0 ? [] : splitAtCommas(source, open + 1, closingParenthesis(source, open));
  const columns: Identifier[] = [];
  (node.exclusions ?? []).forEach((pair, index) => {
    const element = 'List' in pair ? pair.List.items?.[0] : undefined;
    const first = parts[index]?.first ?? range.first;
    if (element !== undefined && 'IndexElem' in element && element.IndexElem.name !== undefined) {
      columns.push({ text: element.IndexElem.name, span: spanOfTokens(source, first, first + 1) });
    }
  });
  return columns;
}

/** `NOT NULL` and `DEFAULT` as most columns have them: what the column itself says, and no constraint of its own. */
function isColumnProperty({ contype }: ConstraintNode): boolean {
  return contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_DEFAULT';
}

/** Whether `DEFERRABLE` and the like begin here, which belong to the constraint before them. */
export function isConstraintAttribute(node: ConstraintNode): boolean {
  return node.contype?.startsWith('CONSTR_ATTR_') === true;
}
