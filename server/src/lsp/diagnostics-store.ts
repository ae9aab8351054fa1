import type { Diagnostic } from 'vscode-languageserver';

/** The diagnostics of one file. `id` changes with every change of `items`. */
export interface FileDiagnostics {
  readonly id: string;
  readonly items: readonly Diagnostic[];
}

/**
 * What is to be shown, by file, from several owners (projects): a `lockstep.json` may belong to more than one. An update that
 * changes nothing tells nobody.
 */
export interface DiagnosticsStore {
  readonly get: (path: string) => FileDiagnostics;
  /** Files that have had diagnostics: those whose list has become empty stay, so that clients can be told. */
  readonly paths: () => Iterable<string>;
  /** Replaces everything of an owner, which is any object. */
  readonly update: (owner: object, byPath: ReadonlyMap<string, readonly Diagnostic[]>) => void;
  /** Returns what ends it. */
  readonly onChange: (listener: (paths: readonly string[]) => void) => () => void;
}

const none: FileDiagnostics = { id: '0', items: [] };

export function createDiagnosticsStore(): DiagnosticsStore {
  const owners = new Map<object, ReadonlyMap<string, readonly Diagnostic[]>>();
  const files = new Map<string, FileDiagnostics & { readonly text: string }>();
  const listeners = new Set<(paths: readonly string[]) => void>();
  let changes = 0;

  /** Whether the file's list is another one now. */
  function refresh(path: string): boolean {
    const items = united([...owners.values()].flatMap((owner) => (owner.has(path) ? [owner.get(path) ?? []] : [])));
    const text = JSON.stringify(items);
    const before = files.get(path);
    if ((before?.text ?? '[]') === text) return false;
    files.set(path, { id: String(++changes), items, text });
    return true;
  }

  return {
    get: (path) => files.get(path) ?? none,
    paths: () => files.keys(),
    update: (owner, byPath) => {
      const before = owners.get(owner);
      // Lists are never changed, so the same list says the same.
      const touched = [...new Set([...(before?.keys() ?? []), ...byPath.keys()])].filter((path) => before?.get(path) !== byPath.get(path));
      if (byPath.size === 0) owners.delete(owner);
      else owners.set(owner, byPath);
      const changed = touched.filter(refresh);
      if (changed.length > 0) for (const listener of [...listeners]) listener(changed);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What several owners say alike is said once. */
function united([only = [], ...others]: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  if (others.length === 0) return only;
  return [...new Map([only, ...others].flat().map((item) => [JSON.stringify(item), item])).values()];
}
