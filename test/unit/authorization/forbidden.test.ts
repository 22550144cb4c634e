import { expect, test } from 'vitest';
import { type Attributes } from '../../../src/authorization/authorizer.js';
import { newRequestForbidden } from '../../../src/endpoints/forbidden.js';

const resource = {
  resourceRequest: true,
  user: { username: 'bob' },
  verb: 'list',
  namespace: '',
  apiGroup: '',
  apiVersion: 'v1',
  resource: 'secrets',
  subresource: '',
  name: '',
} as const;

test.each<[Attributes, string, string, object]>([
  [
    { ...resource, namespace: 'ns' },
    '',
    'secrets is forbidden: User "bob" cannot list resource "secrets" in API group "" in the namespace "ns"',
    { kind: 'secrets' },
  ],
  [
    { ...resource, verb: 'create', apiGroup: 'authentication.k8s.io', resource: 'tokenreviews' },
    '',
    'tokenreviews.authentication.k8s.io is forbidden: User "bob" cannot create resource "tokenreviews" in API group "authentication.k8s.io" at the cluster scope',
    { group: 'authentication.k8s.io', kind: 'tokenreviews' },
  ],
  [
    { ...resource, verb: 'create', namespace: 'ns', resource: 'serviceaccounts', subresource: 'token', name: 'robot' },
    'RBAC: role.rbac.authorization.k8s.io "none" not found',
    'serviceaccounts "robot" is forbidden: User "bob" cannot create resource "serviceaccounts/token" in API group "" in the namespace "ns": RBAC: role.rbac.authorization.k8s.io "none" not found',
    { name: 'robot', kind: 'serviceaccounts' },
  ],
  [
    { resourceRequest: false, user: { username: '<bob>' }, verb: 'get', path: '/a&b' },
    '',
    'forbidden: User "&lt;bob&gt;" cannot get path "/a&amp;b"',
    {},
  ],
])('%#: the authorization filter answers 403', (attributes, reason, message, details) => {
  expect(newRequestForbidden(attributes, reason).status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'Forbidden',
    details,
    code: 403,
  });
});
