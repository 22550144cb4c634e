import { type KubeObject, type Status } from '../../../apis/meta/v1.js';

/** What a subresource answers that made something happen and has nothing to show: a Status with the code of a creation. */
export function success(): KubeObject {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  return status;
}
