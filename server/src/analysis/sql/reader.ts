import type { Script } from './statement';

/** Reads the text of one migration. One per provider; never throws. */
export type Reader = (text: string) => Script;
