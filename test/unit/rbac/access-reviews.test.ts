import { describe, expect, test } from 'vitest';
import { StatusError } from '../../../src/apis/errors.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { localsubjectaccessreviews } from '../../../src/registry/authorization/localsubjectaccessreviews.js';
import { selfsubjectaccessreviews } from '../../../src/registry/authorization/selfsubjectaccessreviews.js';
import { selfsubjectrulesreviews } from '../../../src/registry/authorization/selfsubjectrulesreviews.js';
import { subjectaccessreviews } from '../../../src/registry/authorization/subjectaccessreviews.js';
import { type AnyKind } from '../../../src/registry/rest.js';
import { group, rule, user } from '../authorization/role-source.js';
import { Cluster, userInfo } from './cluster.js';

interface Asked {
  readonly version?: string;
  readonly metadata?: object;
  readonly namespace?: string;
}

/** The answer's status, or the message of the error. */
async function ask(
  kind: AnyKind,
  spec: object | undefined,
  { version = '1.37', metadata = {}, namespace = '' }: Asked = {},
): Promise<unknown> {
  const cluster = new Cluster(version);
  cluster.role('ns', 'one', rule('get,list', 'configmaps'));
  cluster.bind('ns', 'one', 'Role/one', user('ann'), group('team'));
  const storage = kind.virtual?.(cluster.dependencies);
  if (storage === undefined) throw new Error('not a virtual kind');
  const object = { metadata, ...(spec === undefined ? {} : { spec }) } as KubeObject;
  try {
    const answer = await storage.create(object, cluster.context(userInfo('ann'), namespace), () => Promise.resolve());
    return (answer as KubeObject & { status: unknown }).status;
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

const get = { namespace: 'ns', verb: 'get', resource: 'configmaps' };
const invalid = '.authorization.k8s.io "" is invalid:';

describe('SubjectAccessReview', () => {
  test.each([
    [
      { user: 'ann', resourceAttributes: get },
      { allowed: true, reason: 'RBAC: allowed by RoleBinding "one/ns" of Role "one" to User "ann"' },
    ],
    [
      { groups: ['team'], resourceAttributes: get },
      { allowed: true, reason: 'RBAC: allowed by RoleBinding "one/ns" of Role "one" to Group "team"' },
    ],
    [{ user: 'joe', resourceAttributes: get }, { allowed: false }],
    [
      { user: 'root', groups: ['system:masters'], nonResourceAttributes: { path: '/x', verb: 'get' } },
      { allowed: true },
    ],
  ])('%j', async (spec, status) => {
    expect(await ask(subjectaccessreviews, spec)).toEqual(status);
  });

  const path = { path: '/', verb: 'get' };
  test.each([
    [
      '1.24',
      { user: 'u', resourceAttributes: get, nonResourceAttributes: path },
      'spec.nonResourceAttributes: Invalid value: authorization.NonResourceAttributes{Path:"/", Verb:"get"}: cannot be specified in combination with resourceAttributes',
    ],
    [
      '1.37',
      { user: 'u', resourceAttributes: get, nonResourceAttributes: path },
      'spec: Invalid value: {"Path":"/","Verb":"get"}: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      '1.24',
      { user: 'u' },
      'spec.resourceAttributes: Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      '1.37',
      { user: 'u' },
      'spec: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      '1.37',
      { resourceAttributes: get },
      'spec.user: Invalid value: "": at least one of user or group must be specified',
    ],
    [
      '1.37',
      {
        user: 'u',
        resourceAttributes: {
          ...get,
          labelSelector: { rawSelector: 'b', requirements: [{ key: 'a', operator: 'Like' }] },
        },
      },
      'spec.resourceAttributes.labelSelector.rawSelector: Invalid value: "b": may not specified at the same time as requirements',
    ],
    [
      '1.37',
      { user: 'u', resourceAttributes: { ...get, fieldSelector: {} } },
      'spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required',
    ],
  ])('in %s refuses %j', async (version, spec, message) => {
    expect(await ask(subjectaccessreviews, spec, { version })).toBe(`${invalid} ${message}`);
  });

  test('without a spec', async () => {
    expect(await ask(subjectaccessreviews, undefined)).toMatch(
      /^\.authorization\.k8s\.io "" is invalid: \[spec\.user: .*, spec: /,
    );
  });

  test.each([
    [
      '1.24',
      'v1.ObjectMeta{Name:"x", GenerateName:"", Namespace:"", SelfLink:"", UID:"", ResourceVersion:"", Generation:0, CreationTimestamp:time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC), DeletionTimestamp:<nil>, DeletionGracePeriodSeconds:(*int64)(nil), Labels:map[string]string(nil)',
    ],
    ['1.37', '{"name":"x"}: must be empty'],
  ])('with a name, in %s', async (version, shown) => {
    const answer = await ask(
      subjectaccessreviews,
      { user: 'u', resourceAttributes: get },
      { version, metadata: { name: 'x' } },
    );
    expect(answer).toContain(`${invalid} metadata: Invalid value: ${shown}`);
  });

  test.each([
    [
      {
        fieldSelector: { rawSelector: 'foo' },
        labelSelector: {
          requirements: [
            { key: 'a', operator: 'Bar', values: ['x'] },
            { key: 'a', operator: 'In', values: ['x'] },
          ],
        },
      },
      'spec.resourceAttributes.fieldSelector ignored due to parse error; spec.resourceAttributes.labelSelector partially ignored due to parse error',
    ],
    [{ labelSelector: { rawSelector: 'a in (b' } }, 'spec.resourceAttributes.labelSelector ignored due to parse error'],
    [{ fieldSelector: { rawSelector: 'metadata.name=x' } }, undefined],
  ])('selectors %j', async (selectors, evaluationError) => {
    const spec = { user: 'joe', resourceAttributes: { ...get, ...selectors } };
    expect(await ask(subjectaccessreviews, spec)).toEqual({
      allowed: false,
      ...(evaluationError === undefined ? {} : { evaluationError }),
    });
  });

  test('v1beta1 says group', () => {
    const beta = subjectaccessreviews.versions.find(({ version }) => version === 'v1beta1');
    const wire = { metadata: {}, spec: { group: ['team'], user: 'x' } } as KubeObject;
    const read = { metadata: {}, spec: { groups: ['team'], user: 'x' } };
    expect(beta?.decode?.(wire)).toEqual(read);
    expect(beta?.encode?.(read)).toEqual(wire);
  });
});

describe('LocalSubjectAccessReview', () => {
  const spec = { user: 'ann', resourceAttributes: get };
  const allowed = { allowed: true, reason: 'RBAC: allowed by RoleBinding "one/ns" of Role "one" to User "ann"' };
  const mustMatch = (value: string) =>
    `${invalid} spec.resourceAttributes.namespace: Invalid value: "${value}": must match metadata.namespace`;

  test.each<[string, object, object, unknown]>([
    ['1.23', spec, { namespace: 'ns' }, allowed],
    ['1.23', spec, {}, mustMatch('ns')],
    ['1.24', spec, {}, allowed],
    [
      '1.23',
      { ...spec, resourceAttributes: { verb: 'get', resource: 'configmaps' } },
      {},
      'spec.resourceAttributes.namespace must match namespace: ns',
    ],
    ['1.24', { ...spec, resourceAttributes: { verb: 'get', resource: 'configmaps' } }, {}, mustMatch('')],
    ['1.23', spec, { namespace: 'default' }, mustMatch('ns')],
    [
      '1.24',
      spec,
      { namespace: 'default' },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      '1.37',
      { user: 'u', nonResourceAttributes: { path: '/', verb: 'get' } },
      {},
      `${invalid} spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: disallowed on this kind of request`,
    ],
  ])('in %s: %j with metadata %j', async (version, asked, metadata, expected) => {
    expect(await ask(localsubjectaccessreviews, asked, { version, metadata, namespace: 'ns' })).toEqual(expected);
  });
});

test('SelfSubjectAccessReview asks about the one who asks', async () => {
  expect(await ask(selfsubjectaccessreviews, { resourceAttributes: get })).toMatchObject({ allowed: true });
  expect(await ask(selfsubjectaccessreviews, {})).toBe(
    `${invalid} spec: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified`,
  );
});

test('SelfSubjectRulesReview lists rules', async () => {
  expect(await ask(selfsubjectrulesreviews, { namespace: 'ns' })).toEqual({
    resourceRules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps'], resourceNames: [] }],
    nonResourceRules: [],
    incomplete: false,
  });
  expect(await ask(selfsubjectrulesreviews, {})).toBe('no namespace on request');
});
