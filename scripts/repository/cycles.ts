/** The cycles that a walk through a graph finds. Each is a list of names that ends with its first name. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (name: string, path: readonly string[]): void => {
    const seenAt = path.indexOf(name);
    if (seenAt >= 0) cycles.push([...path.slice(seenAt), name]);
    if (seenAt >= 0 || done.has(name)) return;
    for (const next of graph.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return cycles;
}
