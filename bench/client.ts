import { readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { absolute, median, type Row } from './row';

/**
 * Time to load the client's bundle and to run `activate()` until it returns control, with an editor whose every call answers at
 * once with nothing: what the extension's own code costs an editor at start. The bundle is compiled anew each time; the protocol
 * library and the server come after `activate()` has returned, and are left out here.
 */
export function benchClient(bundle: string, runs: number): readonly Row[] {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(timeActivation(bundle));
  return [
    absolute('client: load its bundle and activate', median(times), 20, 'ms'),
    absolute('client: size of its bundle', statSync(bundle).size / 1024, 200, 'KB'),
  ];
}

function timeActivation(bundle: string): number {
  const source = readFileSync(bundle, 'utf8');
  const start = performance.now();
  const module = new Module(bundle);
  const require = Module.createRequire(bundle);
  Reflect.set(module, 'require', (id: string) => (id === 'vscode' ? editor : id.startsWith('./') ? library : require(id)));
  Reflect.apply(Reflect.get(module, '_compile'), module, [source, bundle]);
  Reflect.apply(Reflect.get(module.exports, 'activate'), undefined, [{ ...context, extensionPath: path.dirname(path.dirname(bundle)) }]);
  return performance.now() - start;
}

/** Stands for the whole of VS Code's interface: each member is again such an object, can be called, and can be constructed. */
const editor: unknown = new Proxy(function vscode() {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : editor),
  set: () => true,
  apply: () => editor,
  construct: () => ({ event: () => editor, fire: () => {}, dispose: () => {} }),
});

/** In place of the protocol library, which no start of the server gets in this benchmark. */
const library = { createLanguageClient: () => editor };

const context = {
  subscriptions: [] as unknown[],
  asAbsolutePath: (file: string) => file,
  extension: { packageJSON: {} },
  extensionUri: editor,
};
