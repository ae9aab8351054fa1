import type { Command } from 'vscode-languageserver';
import type { Catalog } from '../../analysis/catalog/catalog';
import type { Server } from '../../analysis/effects/effect';
import type { Finding } from '../../analysis/finding';
import { askCommands, type FillParams } from '../../protocol';
import type { ValueRecorder } from './asked-values';

/** Offers the same with a value that a person types; nothing where none is needed. Only our own client can ask. */
export function askForValue(
  uri: string,
  way: FillParams['way'],
  { rule, relation, column }: Finding,
  recorder: ValueRecorder | undefined,
  catalog: Catalog,
  server: Server,
): readonly Command[] {
  const asked = recorder?.asked(catalog, server) ?? [];
  const values = asked.filter((value) => value.table === relation && value.column === column);
  const params: FillParams = { uri, way, rule, relation, column, values };
  const [value] = values;
  if (value === undefined) return [];
  const other = value.sql === '' ? 'a value' : 'another value';
  const title = way === 'steps' ? `Fill "${value.column}" with ${other}, in safe steps…` : `Roll out "${value.column}" with ${other}…`;
  return [{ title, command: askCommands.fillWithValue, arguments: [params] }];
}
