/** Groups of Kubernetes' own need an approval. Source: k8s.io/apiextensions-apiserver/pkg/apihelpers/helpers.go. */
import { isAbsoluteUrl } from '../../apis/validation/go-url.js';

export const APPROVAL = 'api-approved.kubernetes.io';

export interface Approval {
  readonly state: 'missing' | 'bypassed' | 'approved' | 'invalid';
  readonly reason: string;
}

export function isProtectedGroup(group: string): boolean {
  return ['k8s.io', 'kubernetes.io'].some((domain) => group === domain || group.endsWith(`.${domain}`));
}

const NEEDED = `protected groups must have approval annotation "${APPROVAL}"`;
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

export function approvalOf(annotations: Readonly<Record<string, string>> | undefined): Approval {
  const text = annotations?.[APPROVAL] ?? '';
  if (text === '') return { state: 'missing', reason: `${NEEDED}, ${SEE}` };
  if (text.startsWith('unapproved')) return { state: 'bypassed', reason: `not approved: ${JSON.stringify(text)}` };
  if (isAbsoluteUrl(text)) return { state: 'approved', reason: `approved in ${text}` };
  return { state: 'invalid', reason: `${NEEDED} with either a URL or a reason starting with "unapproved", ${SEE}` };
}
