/**
 * Wraps a read so that equal calls within one turn of the event loop share it, as do all streams that one
 * message of a job wakes. Later calls read again, since the earlier result may be out of date.
 */
export function shareReads<Args extends readonly (string | number | null)[], Found>(
  read: (...args: Args) => Promise<Found>,
): (...args: Args) => Promise<Found> {
  const readsOfThisTurn = new Map<string, Promise<Found>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const shared = readsOfThisTurn.get(key);
    if (shared) return shared;
    const found = read(...args);
    readsOfThisTurn.set(key, found);
    process.nextTick(() => readsOfThisTurn.delete(key));
    return found;
  };
}
