import type { Command } from 'vscode-languageserver';
import type { Catalog } from '../../analysis/catalog/catalog';
import type { Server } from '../../analysis/effects/effect';
import type { Finding } from '../../analysis/finding';
import { askCommands, type FillParams } from '../../protocol';
import type { ValueRecorder } from './asked-values';

/** Offers the same steps with a value that a person types; nothing where the steps need none. Only our own client can ask. */
export function askForValue(
  uri: string,
  { rule, relation, column }: Finding,
  recorder: ValueRecorder | undefined,
  catalog: Catalog,
  server: Server,
): readonly Command[] {
  const asked = recorder?.asked(catalog, server) ?? [];
  const values = asked.filter((value) => value.table === relation && value.column === column);
  const params: FillParams = { uri, rule, relation, column, values };
  const [value] = values;
  if (value === undefined) return [];
  const other = value.sql === '' ? 'a value' : 'another value';
  return [{ title: `Fill "${value.column}" with ${other}, in safe steps…`, command: askCommands.fillWithValue, arguments: [params] }];
}
