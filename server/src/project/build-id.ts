declare const LOCKSTEP_BUILD: string | undefined;

/**
 * Hash of the sources that the bundle was made from: what another build has cached is not trusted. Sources that run unbundled
 * change without notice, so each process counts as a build of its own.
 */
export const buildId: string = typeof LOCKSTEP_BUILD === 'string' ? LOCKSTEP_BUILD : `unbundled ${process.pid} ${Date.now()}`;

/** Whether this runs from a bundle, beside which the others lie. */
export const isBundled = typeof LOCKSTEP_BUILD === 'string';
