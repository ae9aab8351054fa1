import type { Diagnostic } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { placed, type TestClient } from './test-client';

/** Types in an open document as people do, one character an edit, each sent as the range that it changes. */
export interface Typist {
  readonly text: () => string;
  /** Inserts behind the first occurrence of `place`; calls `each` after every character. */
  readonly type: (place: string, text: string, each?: () => Promise<void>) => Promise<void>;
  /** Takes the last characters back that were typed, one by one. */
  readonly undo: (each?: () => Promise<void>) => Promise<void>;
  /** Replaces the first occurrence in one edit. */
  readonly replace: (from: string, to: string) => Promise<void>;
  readonly findings: () => Promise<readonly string[]>;
  readonly diagnostics: () => Promise<readonly Diagnostic[]>;
}

/** Opens the document with the text. */
export async function typist(client: TestClient, path: string, initial: string): Promise<Typist> {
  let version = 1;
  let text = initial;
  const typed: number[] = [];
  await client.open(path, initial, version);

  async function edit(start: number, end: number, replacement: string): Promise<void> {
    const document = TextDocument.create('', '', 0, text);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    text = text.slice(0, start) + replacement + text.slice(end);
    await client.change(path, ++version, { range, text: replacement });
  }

  return {
    text: () => text,
    type: async (place, added, each) => {
      let at = offsetOf(text, place) + place.length;
      for (const character of added) {
        await edit(at, at, character);
        typed.push(at);
        at += character.length;
        await each?.();
      }
    },
    undo: async (each) => {
      for (let at = typed.pop(); at !== undefined; at = typed.pop()) {
        await edit(at, at + 1, '');
        await each?.();
      }
    },
    replace: async (from, to) => {
      const at = offsetOf(text, from);
      await edit(at, at + from.length, to);
    },
    findings: async () => placed(await client.diagnostics(path)),
    diagnostics: () => client.diagnostics(path),
  };
}

function offsetOf(text: string, part: string): number {
  const at = text.indexOf(part);
  if (at === -1) throw new Error(`"${part}" is not in the text`);
  return at;
}
