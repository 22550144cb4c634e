/** Kubelets say how large a claim's volume is. */
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { semanticallyEqual } from '../../registry/semantic-equality.js';
import { type NodeRequest, refusal, unexpectedOperation } from './restriction.js';

interface Claim extends KubeObject {
  status?: Record<string, unknown>;
}

const REPORTED: readonly string[] = ['capacity', 'conditions'];
const REPORTED_OF_GROWTH = ['allocatedResources', 'allocatedResourceStatuses', 'resizeStatus'];

export function restrictClaim(request: NodeRequest): void {
  const { node, features, attributes } = request;
  const { operation, subresource, object, oldObject } = attributes;
  if (subresource !== 'status') throw refusal(request, 'may only update PVC status');
  if (operation !== 'UPDATE') throw unexpectedOperation(request);
  if (!features.enabled('ExpandPersistentVolumes')) {
    throw refusal(request, `node ${goQuote(node)} is not allowed to update persistentvolumeclaim metadata`);
  }
  const recovers = features.enabled('RecoverVolumeExpansionFailure');
  if (semanticallyEqual(fixed(object as Claim, recovers), fixed(oldObject as Claim, recovers))) return;
  const only = `status.${features.behaviours.claimSizeInRefusals} and status.conditions`;
  throw refusal(request, `node ${goQuote(node)} is not allowed to update fields other than ${only}: `);
}

/** The claim without what a kubelet may change. */
function fixed({ metadata, status = {}, ...rest }: Claim, recovers: boolean): object {
  const kept = { ...metadata };
  delete kept.resourceVersion;
  delete kept.managedFields;
  const reported = recovers ? [...REPORTED, ...REPORTED_OF_GROWTH] : REPORTED;
  const told = Object.entries(status).filter(([field]) => !reported.includes(field));
  return { ...rest, metadata: kept, status: Object.fromEntries(told) };
}
