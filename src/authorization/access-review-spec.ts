/** What an authorizer is asked, as the spec of a SubjectAccessReview. Source: plugin/pkg/authorizer/webhook/webhook.go. */
import { type Attributes, type ResourceAttributes } from './authorizer.js';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** What is empty is left out, in the order in which Go writes it. */
export interface AccessReviewSpec {
  readonly resourceAttributes?: Readonly<Record<string, string | { readonly requirements: readonly Requirement[] }>>;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly uid?: string;
}

export function accessReviewSpec(attributes: Attributes): AccessReviewSpec {
  const { username, groups = [], extra = {}, uid = '' } = attributes.user;
  return {
    ...(attributes.resourceRequest
      ? { resourceAttributes: resourceAttributes(attributes) }
      : { nonResourceAttributes: filled({ path: attributes.path, verb: attributes.verb }) }),
    ...filled({ user: username }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
    ...filled({ uid }),
  };
}

function resourceAttributes(attributes: ResourceAttributes): NonNullable<AccessReviewSpec['resourceAttributes']> {
  const { namespace, verb, apiGroup: group, apiVersion: version, resource, subresource, name } = attributes;
  const fields = (attributes.fieldSelector ?? []).map(({ field, operator, value }) => ({
    ...{ key: field, operator: operator === '=' ? 'In' : 'NotIn', values: [value] },
  }));
  const labels = (attributes.labelSelector ?? []).map(({ key, operator, values }) => ({
    ...{ key, operator },
    ...(values.length === 0 ? {} : { values }),
  }));
  return {
    ...filled({ namespace, verb, group, version, resource, subresource, name }),
    ...(fields.length === 0 ? {} : { fieldSelector: { requirements: fields } }),
    ...(labels.length === 0 ? {} : { labelSelector: { requirements: labels } }),
  };
}

function filled(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
