import type { Catalog, ObjectId } from '../catalog/catalog';
import { sameData } from '../catalog/same-data';
import { type Place, type Recorded, valueAt, withPlaces } from '../catalog/watched-catalog';
import { type State, stateOf } from './step';

/** Where what an edited file leaves differs from what it left before the edit, at the same statement of both. */
export interface Differences {
  /** Whether a state that only has these differences is the same. */
  readonly areNone: () => boolean;
  /** Whether what reads these places finds the same there. */
  readonly spare: (record: Recorded) => boolean;
  /**
   * To be called for what either of the two has written: compares the state with the catalog before the edit. What is equal there becomes
   * the same object in the state that is returned, so that nothing behind has to look at it again.
   */
  readonly settle: (record: Recorded | null, state: State, before: Catalog) => State;
  /** To be called where the state has got what stood there before the edit. */
  readonly forget: (record: Recorded) => void;
  readonly places: () => readonly Place[];
}

export function createDifferences(): Differences {
  const places = new Map<Place['map'], Set<ObjectId>>();
  let count = 0;
  /** Something has written where nobody saw it. */
  let isLost = false;

  function add({ map }: Place, key: ObjectId): void {
    const keys = places.get(map) ?? new Set();
    places.set(map, keys);
    if (keys.size < keys.add(key).size) count++;
  }

  function remove({ map }: Place, key: ObjectId): void {
    if (places.get(map)?.delete(key) === true) count--;
  }

  return {
    areNone: () => !isLost && count === 0,
    spare: ({ reads }) =>
      !isLost &&
      (count === 0 ||
        !reads.some(({ map, key }) => (key === null ? (places.get(map)?.size ?? 0) > 0 : places.get(map)?.has(key) === true))),
    settle: (record, state, before) => {
      if (record === null) isLost = true;
      const equal: Place[] = [];
      for (const place of record?.writes.flat() ?? []) {
        const { key } = place;
        if (key === null) continue;
        const [now, old] = [valueAt(state.catalog, place), valueAt(before, place)];
        const isEqual = sameData(now, old);
        if (isEqual && now !== old) equal.push(place);
        if (isEqual) remove(place, key);
        else add(place, key);
      }
      return equal.length === 0 ? state : stateOf(withPlaces(state.catalog, equal, before), state.session);
    },
    forget: ({ writes }) => {
      if (count === 0) return;
      for (const part of writes) for (const place of part) if (place.key !== null) remove(place, place.key);
    },
    places: () => [...places].flatMap(([map, keys]) => [...keys].map((key) => ({ map, key }))),
  };
}
