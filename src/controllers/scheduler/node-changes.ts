/** Which changes of nodes may let a pod in. Source: pkg/scheduler/framework/events.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Node } from '../../apis/core/node.js';

/** False for signs of life, and for whatever makes a node no roomier. */
export function isChangeForScheduling(node: Node, before: Node | undefined): boolean {
  if (before === undefined) return true;
  return !isDeepStrictEqual(partsOf(node), partsOf(before));
}

function partsOf({ metadata: { labels }, spec, status }: Node): object {
  const { unschedulable, taints } = spec ?? {};
  return { labels, unschedulable, taints, allocatable: status?.allocatable };
}
