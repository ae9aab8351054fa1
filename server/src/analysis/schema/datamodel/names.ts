/**
 * Names for what a datamodel declares. Prisma's names begin with a letter and hold letters, digits and underscores; the database's
 * own name stands in `@map`, so these only have to be valid and unlike each other.
 */
export interface Names {
  /** A name that has not been given out yet, as like the wanted one as possible. */
  readonly take: (wanted: string) => string;
}

export function createNames(): Names {
  const taken = new Set<string>();
  return {
    take: (wanted) => {
      const letters = wanted.replace(/\W/g, '_');
      const valid = /^[A-Za-z]/.test(letters) ? letters : `n${letters}`;
      let name = valid;
      for (let pass = 2; taken.has(name); pass++) name = `${valid}_${pass}`;
      taken.add(name);
      return name;
    },
  };
}

/** A string as a Prisma schema has it. Its escapes are those of JSON. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
