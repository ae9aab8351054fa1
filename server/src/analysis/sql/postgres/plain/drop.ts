import type { Operation } from '../../../operation/operation';
import { skip, spanFrom, takeName, type Walk } from './walk';

const objects = ['TABLE', 'VIEW', 'INDEX', 'TYPE'] as const;

/** Behind `DROP`: one table, view, index or type. */
export function takeDrop(walk: Walk, start: number): Operation | null {
  const object = objects.find((words) => skip(walk, words));
  if (object === undefined) return null;
  const concurrently = object === 'INDEX' && skip(walk, 'CONCURRENTLY');
  const ifExists = skip(walk, 'IF EXISTS');
  const name = takeName(walk);
  if (name === null) return null;
  const cascade = skip(walk, 'CASCADE');
  const shared = { span: spanFrom(walk, start), conditional: false };
  switch (object) {
    case 'TABLE':
      return { kind: 'drop-table', ...shared, table: name, ifExists, cascade, together: [name] };
    case 'VIEW':
      return { kind: 'drop-view', ...shared, view: name, materialized: false, ifExists, cascade, together: [name] };
    case 'INDEX':
      return { kind: 'drop-index', ...shared, index: name, concurrently, ifExists, cascade };
    case 'TYPE':
      return { kind: 'drop-type', ...shared, type: name, isDomain: false, ifExists, cascade };
  }
}
