/** Source: pkg/controller/replicaset/replica_set.go (slowStartBatch). */

export interface Batches {
  readonly successes: number;
  /** The first failure; those of one batch come together. */
  readonly error: unknown;
}

/**
 * Does `count` things in batches that double in size, and none after a batch in which one failed: what cannot succeed is
 * tried once, not `count` times.
 */
export async function slowStart(
  count: number,
  first: number,
  fn: (index: number) => Promise<unknown>,
): Promise<Batches> {
  let done = 0;
  for (let size = Math.min(count, first); size > 0; size = Math.min(2 * size, count - done)) {
    const start = done;
    const results = await Promise.allSettled(Array.from({ length: size }, (_, i) => fn(start + i)));
    const failures = results.filter((result) => result.status === 'rejected');
    done += size;
    if (failures.length > 0) return { successes: done - failures.length, error: failures[0]?.reason as unknown };
  }
  return { successes: done, error: undefined };
}
