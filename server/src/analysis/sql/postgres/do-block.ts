import type { DoStmt } from '@pgsql/types';
import type { Operation } from '../../operation/operation';
import { base, type Source } from './source';

export function readDo(source: Source, _node: DoStmt): readonly Operation[] {
  return [{ kind: 'unknown', ...base(source), reason: 'a DO block' }];
}
