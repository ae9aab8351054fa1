/** Stands for a key that the base has and the map has not. */
const gone: unique symbol = Symbol('gone');

/** A value that a key was given, and what it was given before. */
interface Change<V> {
  readonly version: number;
  readonly value: V | typeof gone;
  readonly earlier: Change<V> | undefined;
}

/** What was written since the base. Maps only ever add to it, and each looks no further than its own version. */
interface Changes<K, V> {
  version: number;
  readonly latest: Map<K, Change<V>>;
}

/** Is told what of a map, and of the maps that come of it, is asked for and changed. A null key stands for all of them. */
export interface Watcher<K> {
  readonly read: (key: K | null) => void;
  readonly wrote: (key: K) => void;
}

/** So many changes at least are kept beside the base, however small it is. */
const fewestChanges = 16;

/**
 * A map that never changes: a write yields another map and leaves this one as it is. All of them share a base and the changes
 * since, of which each knows the ones up to its own version; once there are too many for the size of the base, they become part
 * of a new one. A catalog can so be kept after every operation of a history without a copy of it each time. Iteration is in no
 * particular order.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #size: number;
  readonly #watcher: Watcher<K> | null;
  readonly #base: ReadonlyMap<K, V>;
  readonly #changes: Changes<K, V>;
  readonly #version: number;
  /** The base with the changes in it, once it has been asked for again; `once` where it has been asked for. */
  #all: ReadonlyMap<K, V> | 'once' | null = null;

  private constructor(base: ReadonlyMap<K, V>, changes: Changes<K, V>, version: number, size: number, watcher: Watcher<K> | null) {
    this.#base = base;
    this.#changes = changes;
    this.#version = version;
    this.#size = size;
    this.#watcher = watcher;
  }

  static over<K, V>(map: ReadonlyMap<K, V>): LayeredMap<K, V> {
    return map instanceof LayeredMap ? map : new LayeredMap(map, noChanges(), 0, map.size, null);
  }

  /** The same map, whose watcher is told of what happens to it and to those that come of it. */
  static watched<K, V>(map: ReadonlyMap<K, V>, watcher: Watcher<K>): LayeredMap<K, V> {
    const layered = LayeredMap.over(map);
    return new LayeredMap(layered.#base, layered.#changes, layered.#version, layered.#size, watcher);
  }

  /** The keys that two maps may differ in: what either has written, where both are made from one base; null where they are not. */
  static writtenIn<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): ReadonlySet<K> | null {
    const [own, other] = [LayeredMap.over(a), LayeredMap.over(b)];
    return own.#base === other.#base ? new Set([...own.#changes.latest.keys(), ...other.#changes.latest.keys()]) : null;
  }

  /**
   * The keys that lead to other values in the one map than in the other, or only there to any. Where both come of one map, no more is
   * looked at than what was written since.
   */
  static differing<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): readonly K[] {
    if (before === after) return [];
    const [a, b] = [LayeredMap.over(before), LayeredMap.over(after)];
    a.#watcher?.read(null);
    b.#watcher?.read(null);
    const written = LayeredMap.writtenIn(a, b);
    if (written !== null) return [...written].filter((key) => a.#valueOf(key) !== b.#valueOf(key));
    const keys: K[] = [];
    a.#whole().forEach((value, key) => {
      if (b.#valueOf(key) !== value) keys.push(key);
    });
    b.#whole().forEach((_, key) => {
      if (a.#valueOf(key) === undefined) keys.push(key);
    });
    return keys;
  }

  get size(): number {
    this.#watcher?.read(null);
    return this.#size;
  }

  get(key: K): V | undefined {
    this.#watcher?.read(key);
    return this.#valueOf(key);
  }

  #valueOf(key: K): V | undefined {
    const change = this.#changeOf(key);
    if (change === undefined) return this.#base.get(key);
    return change.value === gone ? undefined : change.value;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  with(key: K, value: V): LayeredMap<K, V> {
    return this.#changed(key, value, this.has(key) ? this.#size : this.#size + 1);
  }

  without(key: K): LayeredMap<K, V> {
    return this.has(key) ? this.#changed(key, gone, this.#size - 1) : this;
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    this.#merged().forEach((value, key) => {
      callback(value, key, this);
    });
  }

  entries(): MapIterator<[K, V]> {
    return this.#merged().entries();
  }

  keys(): MapIterator<K> {
    return this.#merged().keys();
  }

  values(): MapIterator<V> {
    return this.#merged().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  #changed(key: K, value: V | typeof gone, size: number): LayeredMap<K, V> {
    this.#watcher?.wrote(key);
    const isFull = this.#version >= Math.max(fewestChanges, this.#base.size / 8);
    const base = isFull ? this.#whole() : this.#base;
    const changes = isFull ? noChanges<K, V>() : this.#version === this.#changes.version ? this.#changes : this.#ownChanges();
    changes.version++;
    changes.latest.set(key, { version: changes.version, value, earlier: changes.latest.get(key) });
    return new LayeredMap(base, changes, changes.version, size, this.#watcher);
  }

  /** The changes up to this version: where another map was made from this one already, the next one begins its own. */
  #ownChanges(): Changes<K, V> {
    const own = noChanges<K, V>();
    for (const key of this.#changes.latest.keys()) {
      const change = this.#changeOf(key);
      if (change === undefined) continue;
      own.version++;
      own.latest.set(key, { version: own.version, value: change.value, earlier: undefined });
    }
    return own;
  }

  #changeOf(key: K): Change<V> | undefined {
    let change = this.#changes.latest.get(key);
    while (change !== undefined && change.version > this.#version) change = change.earlier;
    return change;
  }

  #merged(): ReadonlyMap<K, V> {
    this.#watcher?.read(null);
    return this.#whole();
  }

  /**
   * The base with the changes in it. Kept from the second time on: what migrations have built is gone through at each keystroke, most
   * other maps only once.
   */
  #whole(): ReadonlyMap<K, V> {
    if (this.#version === 0) return this.#base;
    if (this.#all !== null && this.#all !== 'once') return this.#all;
    const merged = this.#merge();
    this.#all = this.#all === null ? 'once' : merged;
    return merged;
  }

  #merge(): ReadonlyMap<K, V> {
    const merged = new Map(this.#base);
    for (const key of this.#changes.latest.keys()) {
      const value = this.#valueOf(key);
      if (value === undefined) merged.delete(key);
      else merged.set(key, value);
    }
    return merged;
  }
}

function noChanges<K, V>(): Changes<K, V> {
  return { version: 0, latest: new Map() };
}
