import { InputBoxValidationSeverity, window } from 'vscode';
import {
  type AskedValue,
  type CheckValueParams,
  type CheckValueResult,
  checkValueRequest,
  type GivenValue,
} from '../../../server/src/protocol';
import type { Server } from '../server';

/** Asks for each value in turn, judged while it is typed; undefined where somebody has turned back. */
export async function askValues(
  server: Server,
  { title, uri }: { readonly title: string; readonly uri: string | null },
  asks: readonly AskedValue[],
): Promise<readonly GivenValue[] | undefined> {
  const given: GivenValue[] = [];
  for (const { table, column, sql, prompt } of asks) {
    const typed = await window.showInputBox({
      title,
      prompt,
      value: sql,
      ignoreFocusOut: true,
      validateInput: async (text) => {
        const params: CheckValueParams = { uri, table, column, sql: text };
        const checked = await server.request<CheckValueResult>(checkValueRequest, params);
        if (checked?.problem != null) return checked.problem;
        return checked?.note == null ? null : { message: checked.note, severity: InputBoxValidationSeverity.Info };
      },
    });
    if (typed === undefined) return undefined;
    given.push({ table, column, sql: typed });
  }
  return given;
}
