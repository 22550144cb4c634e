/** Objects that each node has one of, or that say whose they are. */
import { isDeepStrictEqual } from 'node:util';
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type NodeRequest, refusal, unexpectedOperation } from './restriction.js';

const LEASES = 'kube-node-lease';

export function restrictLease(request: NodeRequest): void {
  if (request.attributes.namespace !== LEASES) {
    throw refusal(request, `can only access leases in the ${goQuote(LEASES)} system namespace`);
  }
  requireOwnName(request, 'node lease');
}

export function restrictCSINode(request: NodeRequest): void {
  const { attributes, features, node } = request;
  const { subresource, operation, object, oldObject } = attributes;
  requireOwnName(request, 'CSINode');
  if (subresource !== 'status') return;
  if (!features.enabled('CSIVolumeHealth')) throw refusal(request, 'CSIVolumeHealth feature gate is disabled');
  if (operation !== 'UPDATE') throw unexpectedOperation(request);
  if (isDeepStrictEqual(specOf(object), specOf(oldObject))) return;
  throw refusal(request, `node ${goQuote(node)} is not allowed to modify CSINode spec via status`);
}

function requireOwnName(request: NodeRequest, what: string): void {
  const { operation, object, name } = request.attributes;
  const own = operation === 'CREATE' ? object?.metadata.name : name;
  if (own === request.node) return;
  throw refusal(request, `can only access ${what} with the same name as the requesting node`);
}

export function restrictResourceSlice(request: NodeRequest): void {
  const { attributes, node, features } = request;
  const { operation, object, oldObject } = attributes;
  const refuse = (verb: string): Error =>
    refusal(request, `can only ${verb} ResourceSlice with the same NodeName as the requesting node`);
  if (operation === 'CREATE' && nodeNameOf(object) !== node) throw refuse('create');
  if (operation !== 'DELETE' || !features.behaviours.nodesKeepToThemselves) return;
  if (nodeNameOf(oldObject) !== node) throw refuse('delete');
}

/** Slices of 1.30 have it at the top. */
function nodeNameOf(slice: KubeObject | undefined): unknown {
  return (specOf(slice) as { nodeName?: unknown } | undefined)?.nodeName ?? (slice as { nodeName?: unknown }).nodeName;
}

function specOf(object: KubeObject | undefined): unknown {
  return (object as { spec?: unknown } | undefined)?.spec;
}
