/** Stands for a key that the base has and the map has not. */
const gone: unique symbol = Symbol('gone');

/** So few changes are copied at each write, whatever the size of the base. */
const fewestChanges = 16;

/**
 * A map that never changes: a write yields another map and leaves this one as it is. Both share the base; only the changes
 * since are copied, and once they outgrow the square root of the base they become part of a new one. A catalog can so be kept
 * after every operation of a history without a copy of it each time. Iteration is in no particular order.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  readonly #base: ReadonlyMap<K, V>;
  readonly #changes: ReadonlyMap<K, V | typeof gone>;

  private constructor(base: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V | typeof gone>, size: number) {
    this.#base = base;
    this.#changes = changes;
    this.size = size;
  }

  static over<K, V>(map: ReadonlyMap<K, V>): LayeredMap<K, V> {
    return map instanceof LayeredMap ? map : new LayeredMap(map, new Map(), map.size);
  }

  get(key: K): V | undefined {
    const changed = this.#changes.get(key);
    if (changed === undefined) return this.#base.get(key);
    return changed === gone ? undefined : changed;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  with(key: K, value: V): LayeredMap<K, V> {
    return this.#changed(key, value, this.has(key) ? this.size : this.size + 1);
  }

  without(key: K): LayeredMap<K, V> {
    return this.has(key) ? this.#changed(key, gone, this.size - 1) : this;
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) callback(value, key, this);
  }

  *entries(): MapIterator<[K, V]> {
    for (const entry of this.#base) if (!this.#changes.has(entry[0])) yield entry;
    for (const [key, value] of this.#changes) if (value !== gone) yield [key, value];
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  #changed(key: K, value: V | typeof gone, size: number): LayeredMap<K, V> {
    const changes = new Map(this.#changes).set(key, value);
    const limit = Math.max(fewestChanges, Math.sqrt(this.#base.size));
    if (changes.size <= limit) return new LayeredMap(this.#base, changes, size);
    const base = new Map(this.#base);
    for (const [changedKey, changed] of changes) {
      if (changed === gone) base.delete(changedKey);
      else base.set(changedKey, changed);
    }
    return new LayeredMap(base, new Map(), size);
  }
}
