import type { Expression, FunctionUse } from '../../../operation/expression';
import type { Identifier } from '../../../operation/name';
import type { TypeName } from '../../../operation/type';
import { spanFrom, type Walk } from './walk';

interface Parts {
  readonly constant?: string;
  readonly castOfColumn?: Identifier;
  readonly functions?: readonly FunctionUse[];
  readonly casts?: readonly TypeName[];
}

const none: readonly never[] = [];

/** What stands from `start` to here, with what was met in it. */
export function expressionFrom(walk: Walk, start: number, { constant, castOfColumn, functions = none, casts = none }: Parts): Expression {
  return {
    text: walk.text.slice(start, walk.at),
    span: spanFrom(walk, start),
    constant: constant === undefined ? null : { value: constant },
    columns: castOfColumn === undefined ? none : [castOfColumn],
    functions,
    casts,
    castOfColumn: castOfColumn?.text ?? null,
    hasSubquery: false,
    provesNotNull: none,
    comparisons: none,
  };
}
