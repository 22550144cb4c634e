import { describe, expect, it } from 'vitest';
import { kindServer } from './kind-server.js';

const VALIDATING = 'validatingwebhookconfigurations.admissionregistration.k8s.io';
const rule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const webhook = {
  name: 'a.hooks.example.com',
  clientConfig: { service: { namespace: 'ns', name: 'hooks' } },
  rules: [rule],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};
const hooks = (change: object): object => ({ metadata: { name: 'hooks' }, webhooks: [{ ...webhook, ...change }] });

describe('webhook configurations', () => {
  it('get defaults', async () => {
    const { webhooks } = await kindServer('mutatingwebhookconfigurations.admissionregistration.k8s.io', 37).create(
      hooks({}),
    );
    expect(webhooks).toEqual([
      {
        ...webhook,
        clientConfig: { service: { namespace: 'ns', name: 'hooks', port: 443 } },
        rules: [{ ...rule, scope: '*' }],
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        timeoutSeconds: 10,
        reinvocationPolicy: 'Never',
      },
    ]);
  });

  it('get others in v1beta1', async () => {
    const beta = {
      metadata: { name: 'hooks' },
      webhooks: [{ name: webhook.name, clientConfig: webhook.clientConfig }],
    };
    const { webhooks } = await kindServer(VALIDATING, 20).create(beta, 'v1beta1');
    expect(webhooks).toMatchObject([
      {
        failurePolicy: 'Ignore',
        matchPolicy: 'Exact',
        sideEffects: 'Unknown',
        timeoutSeconds: 30,
        admissionReviewVersions: ['v1beta1'],
      },
    ]);
  });

  it.each([
    [
      { name: 'short' },
      'webhooks[0].name: Invalid value: "short": should be a domain with at least three segments separated by dots',
    ],
    [
      { sideEffects: 'Some' },
      'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
    ],
    [{ sideEffects: null }, 'webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun'],
    [
      { admissionReviewVersions: [] },
      'webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1',
    ],
    [
      { admissionReviewVersions: ['v3'] },
      'webhooks[0].admissionReviewVersions: Invalid value: ["v3"]: must include at least one of v1, v1beta1',
    ],
    [
      { timeoutSeconds: 31 },
      'webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds',
    ],
    [{ clientConfig: {} }, 'webhooks[0].clientConfig: Required value: exactly one of url or service is required'],
    [
      { clientConfig: { url: 'http://hooks.example.com' } },
      `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
    ],
    [
      { rules: [{ ...rule, resources: ['*', 'pods'] }] },
      `webhooks[0].rules[0].resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources without subresources`,
    ],
  ])('with %j are refused', async (change, message) => {
    expect(await kindServer(VALIDATING, 37).refusal(hooks(change))).toBe(message);
  });

  it('show how many webhooks they have', async () => {
    const server = kindServer(VALIDATING, 20);
    expect(server.cells(await server.create(hooks({})))).toEqual(['hooks', 1, '0s']);
  });
});

it('policies need something to match, and to check', async () => {
  const server = kindServer('validatingadmissionpolicies.admissionregistration.k8s.io', 37);
  const refusal = await server.refusal({ metadata: { name: 'p' }, spec: {} });
  expect(refusal).toBe(
    '[spec.matchConstraints: Required value, spec.validations: Required value: validations or auditAnnotations must contain at least one item, spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]',
  );
  const spec = {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConstraints: { resourceRules: [rule] },
    validations: [{ expression: 'true' }],
  };
  const object = await server.create({ metadata: { name: 'p' }, spec });
  expect(object.spec).toMatchObject({ failurePolicy: 'Fail', matchConstraints: { matchPolicy: 'Equivalent' } });
  expect(server.cells(object)).toEqual(['p', 1, 'v1/ConfigMap', '0s']);
});

it('bindings say what to do, and about which parameters', async () => {
  const server = kindServer('validatingadmissionpolicybindings.admissionregistration.k8s.io', 37);
  const paramRef = { name: 'settings', parameterNotFoundAction: 'Deny' };
  const spec = { policyName: 'p', paramRef, validationActions: ['Deny', 'Warn'] };
  expect(await server.refusal({ metadata: { name: 'b' }, spec })).toContain('must not contain both Deny and Warn');
  const object = await server.create({ metadata: { name: 'b' }, spec: { ...spec, validationActions: ['Deny'] } });
  expect(server.cells(object)).toEqual(['b', 'p', '*/settings', '0s']);
});
