/**
 * Runs `body` for at most `milliseconds`. Then it is told to stop, and `late` decides, whether it obeys or not: what hangs must not hold up
 * anybody.
 */
export async function withTimeLimit<T>(milliseconds: number, body: (abort: AbortSignal) => Promise<T>, late: () => T): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(late());
      controller.abort();
    }, milliseconds);
  });
  const work = body(controller.signal);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
