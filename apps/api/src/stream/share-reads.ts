/**
 * Makes a read that is done once for all who ask the same within one turn of the event loop, as the streams
 * do that one word of a job wakes. Whoever asks later gets a read of its own, since the earlier one can lack
 * what came after.
 */
export function shareReads<Asked extends readonly (string | number | null)[], Found>(
  read: (...asked: Asked) => Promise<Found>,
): (...asked: Asked) => Promise<Found> {
  const ofThisTurn = new Map<string, Promise<Found>>();
  return (...asked) => {
    const name = JSON.stringify(asked);
    const shared = ofThisTurn.get(name);
    if (shared) return shared;
    const found = read(...asked);
    ofThisTurn.set(name, found);
    process.nextTick(() => ofThisTurn.delete(name));
    return found;
  };
}
