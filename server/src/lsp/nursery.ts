import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * Reading a long history makes much short-lived garbage, to which V8 answers with a nursery of up to 48 MB that it keeps. One
 * that does not grow takes no measurable time there and leaves the server 20 to 30 MB smaller.
 */
export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Editing a long migration is another matter: what one analysis holds must fit, or it is copied over and over. To be called with
 * every edit: it lets the nursery grow up to a size behind which no edit becomes faster and the server 20 to 30 MB larger.
 */
export function letNurseryGrow(): void {
  const nursery = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (nursery === undefined || nursery.space_size >= LARGE_ENOUGH) keepNurserySmall();
  else setFlagsFromString('--semi-space-growth-factor=2');
}

/** In bytes, both halves of it together. */
const LARGE_ENOUGH = 8 * 1024 * 1024;
