/** The oldest updaters become one. Source: k8s.io/apimachinery/pkg/util/managedfields/internal/capmanagers.go. */
import { compareGoStrings } from '../apis/schema/plain-object.js';
import { type Managed, managerIdentifier, type Owned, secondsOf } from './managed-fields.js';

const MOST_UPDATERS = 10;

const BUCKET = 'ancient-changes';

/** Keeps ten entries of updates at most: of each version the oldest are put together. */
export function capManagers({ owners, times }: Managed): Managed {
  const updaters = [...owners.keys()].filter((manager) => owners.get(manager)?.applied === false);
  if (updaters.length <= MOST_UPDATERS) return { owners, times };
  updaters.sort((a, b) => secondsOf(times.get(a)) - secondsOf(times.get(b)) || compareGoStrings(a, b));
  const left = new Map<string, Owned>(owners);
  const leftTimes = new Map(times);
  const firstOf = new Map<string, string>();
  let count = updaters.length;
  for (const manager of updaters) {
    if (count <= MOST_UPDATERS) break;
    const owned = left.get(manager);
    if (owned === undefined) continue;
    const { apiVersion } = owned;
    const first = firstOf.get(apiVersion);
    if (first === undefined) {
      firstOf.set(apiVersion, manager);
      continue;
    }
    const bucket = managerIdentifier({ manager: BUCKET, operation: 'Update', apiVersion });
    const before = left.get(bucket) ?? left.get(first);
    if (!left.has(bucket)) left.delete(first);
    left.delete(manager);
    const set = before === undefined ? owned.set : owned.set.union(before.set);
    left.set(bucket, { set, apiVersion, applied: false });
    setTime(leftTimes, bucket, times.get(manager));
    count--;
  }
  return { owners: left, times: leftTimes };
}

function setTime(times: Map<string, string>, manager: string, time: string | undefined): void {
  if (time === undefined) times.delete(manager);
  else times.set(manager, time);
}
