// What the gateway does a moment later: queues are read after the answer.

/** Asks once a second until `done(answer)`, for at most 30 seconds. Undefined when that was not it, or the screen was left. */
export async function until(c, ask, done, tries = 30) {
  for (let i = 0; i < tries && !c.signal.aborted; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const answer = await ask().catch((problem) => { if (problem.status !== 404) throw problem; });
    if (answer !== undefined && done(answer)) return answer;
  }
  return undefined;
}

/**
 * Does something for each of `items`, one after the other. `report` is told how many are done, and `stopped()` asked
 * before each. Returns the items that were done, and the others with the reason: `{ done, failed: [{ item, problem }] }`.
 */
export async function forEach(items, work, report, stopped = () => false) {
  const result = { done: [], failed: [] };
  for (const item of items) {
    if (stopped()) break;
    try {
      await work(item);
      result.done.push(item);
    } catch (problem) {
      if (problem.name === 'AbortError') break;
      result.failed.push({ item, problem });
    }
    report(result.done.length + result.failed.length);
  }
  return result;
}
