import { commands, type Disposable, window } from 'vscode';
import { askCommands, type FillParams, fillRequest, type OfferedResult } from '../../../server/src/protocol';
import { askValues } from '../edits/ask-value';
import { makeOffered } from '../edits/offered-edit';
import type { Server } from '../server';

/** A quick fix with a value that a person types; its SQL is shown before it is written. */
export function registerFillWithValue(server: Server): Disposable {
  return commands.registerCommand(askCommands.fillWithValue, async (params: FillParams) => {
    const values = await askValues(server, { title: 'Lockstep: Value of Existing Rows', uri: params.uri }, params.values);
    if (values === undefined) return;
    const result = await server.request<OfferedResult>(fillRequest, { ...params, values });
    if (result?.problem != null) return void window.showWarningMessage(result.problem);
    if (result?.edit != null) await makeOffered(result.edit);
  });
}
