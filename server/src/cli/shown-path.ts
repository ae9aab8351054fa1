import { isAbsolute, relative, sep } from 'node:path';

/** As people and pipelines name a file: relative to the current directory (`.`) with `/`, absolute where it lies outside. */
export function shownPath(path: string, from: string): string {
  const short = relative(from, path) || '.';
  const outside = short.startsWith(`..${sep}`) || short === '..' || isAbsolute(short);
  return (outside ? path : short).split(sep).join('/');
}
