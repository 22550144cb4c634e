/** Which requests a plug-in looks at. */
import { type GroupResource, type KubeObject } from '../apis/meta/v1.js';
import { type AdmissionAttributes, type Operation } from './plugin.js';

export const PODS: GroupResource = { group: '', resource: 'pods' };

/** True for requests about whole objects of a resource, by any of some operations. */
export function isAbout(
  attributes: AdmissionAttributes,
  { group, resource }: GroupResource,
  ...operations: readonly Operation[]
): boolean {
  const { resource: asked, subresource, operation } = attributes;
  return asked.resource === resource && asked.group === group && subresource === '' && operations.includes(operation);
}

/** The object of such a request. */
export function objectOf(
  attributes: AdmissionAttributes,
  resource: GroupResource,
  ...operations: readonly Operation[]
): KubeObject | undefined {
  return isAbout(attributes, resource, ...operations) ? attributes.object : undefined;
}
