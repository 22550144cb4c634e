/** The authorization filter's answers to what is not allowed. Source: k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go. */
import { newForbidden, StatusError } from '../apis/errors.js';
import { goQuote } from '../apis/field/errors.js';
import { type Attributes } from '../authorization/authorizer.js';

/** `User "u" cannot list resource "pods" in API group "" in the namespace "ns"`. */
export function forbiddenMessage(attributes: Attributes): string {
  const who = `User ${goQuote(attributes.user.username)} cannot ${attributes.verb}`;
  if (!attributes.resourceRequest) return `${who} path ${goQuote(attributes.path)}`;
  const { apiGroup, resource, subresource, namespace } = attributes;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  return `${who} resource ${goQuote(what)} in API group ${goQuote(apiGroup)} ${where}`;
}

/** 403 Forbidden for a request; `reason` is the authorizer's, '' for none. */
export function newRequestForbidden(attributes: Attributes, reason: string): StatusError {
  const message = sanitize(forbiddenMessage(attributes));
  const resource = attributes.resourceRequest
    ? { group: attributes.apiGroup, resource: attributes.resource }
    : { group: '', resource: '' };
  const name = attributes.resourceRequest ? attributes.name : '';
  return newForbidden(resource, name, reason === '' ? message : `${message}: ${reason}`);
}

/** 500 with a text in place of a Status, as filters answer before a request is understood. `uri`: as the client sent it. */
export function newPlainInternalError(uri: string, error: string): StatusError {
  const text = sanitize(`Internal Server Error: ${goQuote(uri)}: ${error}`);
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: error,
    code: 500,
  } as const;
  return new StatusError(status, `${text}\n`);
}

function sanitize(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
