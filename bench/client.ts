import { readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import { absolute, median, type Row } from './row';

/**
 * Time to load the client's bundle and run `activate()` until it returns control, with an editor that answers nothing: what the
 * extension costs an editor at start. Measured in fresh module caches; the server's start is not waited for by the client.
 */
export function benchClient(bundle: string, runs: number): readonly Row[] {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(timeLoad(bundle));
  return [
    absolute('client: load its bundle', median(times), 20, 'ms'),
    absolute('client: size of its bundle', statSync(bundle).size / 1024, 200, 'KB'),
  ];
}

function timeLoad(bundle: string): number {
  const source = readFileSync(bundle, 'utf8');
  const start = performance.now();
  const module = new Module(bundle);
  const stub: unknown = new Proxy(function vscode() {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : stub),
    apply: () => stub,
    construct: () => ({}),
  });
  const compile = Reflect.get(module, '_compile');
  const require = Module.createRequire(bundle);
  Reflect.set(module, 'require', (id: string) => (id === 'vscode' ? stub : require(id)));
  Reflect.apply(compile, module, [source, bundle]);
  return performance.now() - start;
}
