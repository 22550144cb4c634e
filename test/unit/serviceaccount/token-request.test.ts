import { describe, expect, it } from 'vitest';
import { type TokenRequest, type TokenRequestSpec } from '../../../src/apis/authentication/v1.js';
import { StatusError, newForbidden } from '../../../src/apis/errors.js';
import { type ObjectMeta, type Status } from '../../../src/apis/meta/v1.js';
import { token } from '../../../src/registry/core/serviceaccount-token.js';
import { type Cluster, ISSUER, cluster, verdict } from '../authentication/cluster.js';
import { NOW, object } from '../authentication/forge.js';
import { type TokenOptions, accountsOf, admitted, contextOf, dependenciesOf } from './registry.js';

const U = '00000000-0000-0000-0000-000000000000';
const POD = { kind: 'Pod', apiVersion: 'v1', name: 'web' };
const SECRET = { kind: 'Secret', apiVersion: 'v1', name: 'anchor' };
const NODE = { kind: 'Node', apiVersion: 'v1', name: 'n1' };
const WEBHOOK = { kind: 'ValidatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'hook' };

interface Asked extends TokenOptions {
  readonly name?: string;
  readonly metadata?: ObjectMeta;
  readonly warnings?: string[];
  readonly admission?: () => Promise<void>;
}

function withObjects(version: string, featureGates: Record<string, boolean> = {}): Cluster {
  const made = cluster(version, { featureGates });
  made.objects.put('serviceaccounts', object('demo', 'sa-uid'));
  made.objects.put('serviceaccounts', object('default', 'default-uid'));
  made.objects.put('pods', object('web', 'pod-uid', { spec: { serviceAccountName: 'demo' } }));
  made.objects.put('pods', object('placed', 'pod-uid', { spec: { serviceAccountName: 'demo', nodeName: 'n1' } }));
  made.objects.put('pods', object('lost', 'pod-uid', { spec: { serviceAccountName: 'demo', nodeName: 'gone' } }));
  made.objects.put('secrets', object('anchor', 'anchor-uid'));
  made.objects.put('nodes', object('n1', 'n1-uid', {}, ''));
  return made;
}

async function request(made: Cluster, spec: TokenRequestSpec | undefined, asked: Asked = {}): Promise<TokenRequest> {
  const storage = token.create(dependenciesOf(made, asked), accountsOf(made));
  const context = contextOf(made, { namespace: 'ns', name: asked.name ?? 'demo' }, asked.warnings);
  const question: TokenRequest = { metadata: asked.metadata ?? {}, ...(spec === undefined ? {} : { spec }) };
  return storage.create(question, context, asked.admission ?? admitted);
}

async function refusal(answer: Promise<unknown>): Promise<Pick<Status, 'code' | 'message' | 'details'>> {
  try {
    await answer;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const { code, message, details } = error.status;
    return { ...(code && { code }), ...(message && { message }), ...(details && { details }) };
  }
  throw new Error('it was not refused');
}

function claimsIn(answer: TokenRequest): Record<string, unknown> {
  const payload = answer.status?.token.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

describe('the answer', () => {
  it.each([
    ['1.23', {}],
    ['1.24', { creationTimestamp: '2026-11-23T22:00:00Z', name: 'demo', namespace: 'ns' }],
    ['1.33', { creationTimestamp: '2026-11-23T22:00:00Z', name: 'demo', namespace: 'ns' }],
    ['1.34', { creationTimestamp: '2026-11-23T22:00:00Z', name: 'demo', namespace: 'ns', uid: 'sa-uid' }],
  ])('%s', async (version, metadata) => {
    const answer = await request(withObjects(version), undefined);
    expect(answer).toEqual({
      metadata,
      spec: { audiences: [ISSUER], expirationSeconds: 3600 },
      status: { token: answer.status?.token, expirationTimestamp: '2026-11-23T23:00:00Z' },
    });
    expect(claimsIn(answer)).toMatchObject({ aud: [ISSUER], exp: NOW + 3600, sub: 'system:serviceaccount:ns:demo' });
  });

  it.each([
    ['1.23', { uid: 'x', labels: { a: 'b' } }, { uid: 'x', labels: { a: 'b' } }],
    [
      '1.37',
      { uid: '', selfLink: 'x', resourceVersion: '5', deletionTimestamp: '2020-01-01T00:00:00Z' },
      {
        uid: 'sa-uid',
        selfLink: 'x',
        resourceVersion: '5',
        deletionTimestamp: '2020-01-01T00:00:00Z',
        name: 'demo',
        namespace: 'ns',
      },
    ],
    ['1.33', { uid: 'x', labels: { a: 'b' } }, { labels: { a: 'b' }, name: 'demo', namespace: 'ns' }],
  ])('%s keeps the metadata it may keep', async (version, metadata, expected) => {
    const answer = await request(withObjects(version), {}, { metadata });
    delete answer.metadata.creationTimestamp;
    expect(answer.metadata).toEqual(expected);
  });

  it.each(['1.23', '1.37'])('%s takes audiences and a life, and its token is good', async (version) => {
    const made = withObjects(version);
    const answer = await request(made, { audiences: ['vault'], expirationSeconds: 600 });
    expect(answer.spec).toEqual({ audiences: ['vault'], expirationSeconds: 600 });
    const signed = answer.status?.token ?? '';
    expect(await verdict(made, signed, ['vault', 'other'])).toBe('ok: system:serviceaccount:ns:demo');
    made.clock.advance(600_000 + 60_001);
    expect(await verdict(made, signed, ['vault'])).toBe('[invalid bearer token, service account token has expired]');
  });
});

describe('the life', () => {
  it.each([
    [599, 'may not specify a duration less than 10 minutes'],
    [4294967297, 'may not specify a duration larger than 2^32 seconds'],
  ])('%d seconds', async (expirationSeconds, text) => {
    for (const version of ['1.23', '1.37']) {
      const message = `Invalid value: ${expirationSeconds}: ${text}`;
      expect(await refusal(request(withObjects(version), { expirationSeconds }))).toEqual({
        code: 422,
        message: `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: ${message}`,
        details: {
          group: 'authentication.k8s.io',
          kind: 'TokenRequest',
          causes: [{ reason: 'FieldValueInvalid', message, field: 'spec.expirationSeconds' }],
        },
      });
    }
    expect((await request(withObjects('1.37'), { expirationSeconds: 2 ** 32 })).spec?.expirationSeconds).toBe(2 ** 32);
  });

  it.each([
    ['1.23', []],
    ['1.24', ['requested expiration of 7200 seconds shortened to 3600 seconds']],
  ])('%s shortens it', async (version, expected) => {
    const warnings: string[] = [];
    const asked = { maxExpirationSeconds: 3600, warnings };
    const answer = await request(withObjects(version), { expirationSeconds: 7200 }, asked);
    expect(answer.spec?.expirationSeconds).toBe(3600);
    expect(answer.status?.expirationTimestamp).toBe('2026-11-23T23:00:00Z');
    expect(warnings).toEqual(expected);
  });

  it.each([
    ['1.23', POD, ['vault'], {}, true],
    ['1.24', POD, ['vault'], {}, false],
    ['1.24', POD, [ISSUER], {}, true],
    ['1.37', POD, [], {}, true],
    ['1.37', SECRET, [], {}, false],
    ['1.37', POD, [], { extendExpiration: false }, false],
  ])('%s, 3607 seconds, %j, %j, %j', async (version, boundObjectRef, audiences, asked, extended) => {
    const answer = await request(withObjects(version), { expirationSeconds: 3607, boundObjectRef, audiences }, asked);
    expect(answer.status?.expirationTimestamp).toBe('2026-11-23T23:00:07Z');
    const all = claimsIn(answer);
    expect(all.exp).toBe(NOW + (extended ? 31536000 : 3607));
    expect((all['kubernetes.io'] as { warnafter?: number }).warnafter).toBe(extended ? NOW + 3607 : undefined);
  });
});

describe('names', () => {
  const other = { code: 422, message: expect.stringContaining('metadata.name: Invalid value: "other"') as unknown };

  it('that differ', async () => {
    await request(withObjects('1.23'), {}, { metadata: { name: 'other' } });
    await request(withObjects('1.23'), {}, { metadata: { namespace: 'other' } });
    const made = withObjects('1.24');
    expect(await refusal(request(made, {}, { metadata: { name: 'other' } }))).toMatchObject({
      ...other,
      details: { name: 'demo', group: 'authentication.k8s.io', kind: 'TokenRequest' },
    });
    expect(await refusal(request(made, {}, { metadata: { namespace: 'other', name: 'other' } }))).toEqual({
      code: 400,
      message: 'the namespace of the provided object does not match the namespace sent on the request',
    });
  });

  it('of no account', async () => {
    const gone = { code: 404, message: 'serviceaccounts "nobody" not found' };
    expect(await refusal(request(withObjects('1.37'), { expirationSeconds: 1 }, { name: 'nobody' }))).toMatchObject(
      gone,
    );
    expect(await refusal(request(withObjects('1.23'), {}, { name: 'nobody' }))).toMatchObject(gone);
    const invalid = request(withObjects('1.23'), { expirationSeconds: 1 }, { name: 'nobody' });
    expect(await refusal(invalid)).toMatchObject({ code: 422 });
  });

  it('and another uid', async () => {
    const metadata = { uid: U };
    const text = `the UID in the token request (${U}) does not match the UID of the service account (sa-uid)`;
    expect(await refusal(request(withObjects('1.34'), {}, { metadata }))).toEqual({
      code: 409,
      message: `Operation cannot be fulfilled on TokenRequest.authentication.k8s.io "demo": ${text}`,
      details: { name: 'demo', group: 'authentication.k8s.io', kind: 'TokenRequest' },
    });
    const warnings: string[] = [];
    const made = withObjects('1.34', { TokenRequestServiceAccountUIDValidation: false });
    expect((await request(made, {}, { metadata, warnings })).metadata.uid).toBe(U);
    expect(warnings).toEqual([
      `${text} but TokenRequestServiceAccountUIDValidation is not enabled. In the future, this will return a conflict error`,
    ]);
  });

  it('admission may refuse', async () => {
    const no = () => Promise.reject(newForbidden({ group: '', resource: 'serviceaccounts' }, 'demo', 'no'));
    expect(await refusal(request(withObjects('1.37'), {}, { admission: no }))).toMatchObject({ code: 403 });
    expect(await refusal(request(withObjects('1.23'), {}, { admission: no }))).toMatchObject({ code: 403 });
  });
});

describe('binding', () => {
  const bound = async (version: string, ref: object, gates?: Record<string, boolean>): Promise<unknown> => {
    const answer = await request(withObjects(version, gates), { boundObjectRef: ref });
    const all = claimsIn(answer)['kubernetes.io'] as Record<string, unknown>;
    return Object.fromEntries(Object.entries(all).filter(([name]) => !['namespace', 'serviceaccount'].includes(name)));
  };

  it.each([
    ['1.37', POD, { pod: { name: 'web', uid: 'pod-uid' } }],
    ['1.37', { ...POD, uid: 'pod-uid' }, { pod: { name: 'web', uid: 'pod-uid' } }],
    ['1.37', SECRET, { secret: { name: 'anchor', uid: 'anchor-uid' } }],
    ['1.37', NODE, { node: { name: 'n1', uid: 'n1-uid' } }],
    ['1.29', { ...POD, name: 'placed' }, { pod: { name: 'placed', uid: 'pod-uid' } }],
    [
      '1.30',
      { ...POD, name: 'placed' },
      { pod: { name: 'placed', uid: 'pod-uid' }, node: { name: 'n1', uid: 'n1-uid' } },
    ],
    ['1.30', { ...POD, name: 'lost' }, { pod: { name: 'lost', uid: 'pod-uid' }, node: { name: 'gone' } }],
  ])('%s, %j', async (version, ref, expected) => {
    expect(await bound(version, ref)).toEqual(expected);
  });

  const badRequest = (message: string) => ({ code: 400, message });
  it.each([
    [
      '1.37',
      { kind: 'ConfigMap', apiVersion: 'v1', name: 'x' },
      badRequest('cannot bind token to object of type /v1, Kind=ConfigMap'),
    ],
    [
      '1.37',
      { kind: 'Pod', apiVersion: 'apps/v1', name: 'x' },
      badRequest('cannot bind token to object of type apps/v1, Kind=Pod'),
    ],
    ['1.37', { kind: 'Pod', apiVersion: 'v1' }, badRequest('Name parameter required.')],
    ['1.37', { ...SECRET, name: 'a/b' }, badRequest('Name parameter invalid: "a/b": may not contain \'/\'')],
    ['1.37', { name: 'x' }, badRequest('cannot bind token to object of type /, Kind=')],
    ['1.37', { kind: 'X', apiVersion: 'a/b/c' }, badRequest('cannot bind token to object of type /, Kind=X')],
    ['1.28', NODE, badRequest('cannot bind token to object of type /v1, Kind=Node')],
    [
      '1.30',
      NODE,
      badRequest('cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled'),
    ],
    [
      '1.36',
      WEBHOOK,
      badRequest(
        'cannot bind token to object of type admissionregistration.k8s.io/v1, Kind=ValidatingWebhookConfiguration',
      ),
    ],
    [
      '1.37',
      { ...POD, name: 'nopod' },
      { code: 404, message: 'pods "nopod" not found', details: { kind: 'pods', name: 'nopod' } },
    ],
    [
      '1.37',
      { ...POD, uid: U },
      {
        code: 409,
        message: `Operation cannot be fulfilled on Pod "web": the UID in the bound object reference (${U}) does not match the UID in record. The object might have been deleted and then recreated`,
        details: { kind: 'Pod', name: 'web' },
      },
    ],
  ])('%s refuses %j', async (version, boundObjectRef, expected) => {
    expect(await refusal(request(withObjects(version), { boundObjectRef }))).toEqual(expected);
  });

  it('a pod of another account', async () => {
    expect(await refusal(request(withObjects('1.37'), { boundObjectRef: POD }, { name: 'default' }))).toEqual(
      badRequest('cannot bind token for serviceaccount "default" to pod running with different serviceaccount name.'),
    );
  });
});

describe('attestations', () => {
  const attestations = { admissionReviewAPIGroups: ['apps'] };
  const spec = { boundObjectRef: WEBHOOK, audiences: ['https://hook.ns.svc:443/check'], attestations };
  const gate = { APIServerWebhookAuthenticationToken: true };
  const configuration = (more: object) => ({
    metadata: { name: 'hook', uid: 'hook-uid' },
    webhooks: [
      { clientConfig: { service: { name: 'hook', namespace: 'ns', path: 'check' } }, rules: [{ apiGroups: ['apps'] }] },
    ],
    ...more,
  });
  const withWebhook = (): Cluster => {
    const made = withObjects('1.37', gate);
    const get = made.objects.get.bind(made.objects);
    made.objects.get = (resource, namespace, name) =>
      resource.resource === 'validatingwebhookconfigurations'
        ? Promise.resolve(configuration({}) as never)
        : get(resource, namespace, name);
    return made;
  };

  it.each<[object, string]>([
    [{ attestations }, 'spec.attestations: Invalid value: '],
    [{ ...spec, audiences: ['a', 'b'] }, 'spec.audiences: Invalid value: '],
    [
      { ...spec, attestations: undefined },
      'spec.attestations: Invalid value: null: webhook bound requests require exactly one',
    ],
    [{ ...spec, attestations: {} }, 'webhook bound requests require exactly one admissionReviewAPIGroups attestation'],
    [{ ...spec, attestations: { other: ['x'] } }, 'spec.attestations[other]: Unsupported value: "other"'],
    [{ ...spec, attestations: { admissionReviewAPIGroups: ['a', 'b'] } }, 'must specify a single value'],
    [{ ...spec, attestations: { admissionReviewAPIGroups: [''] } }, 'may not be an empty string'],
    [
      { ...spec, attestations: { admissionReviewAPIGroups: ['A'] } },
      'must specify a valid API Group: a lowercase RFC 1123',
    ],
  ])('%j', async (wrong, text) => {
    const { code, message } = await refusal(request(withObjects('1.37'), wrong));
    expect(code).toBe(422);
    expect(message).toContain(text);
  });

  it('need their gate', async () => {
    expect(await refusal(request(withObjects('1.37'), spec))).toEqual({
      code: 400,
      message:
        'cannot bind token to object of type admissionregistration.k8s.io/v1, Kind=ValidatingWebhookConfiguration (feature gate APIServerWebhookAuthenticationToken is disabled)',
    });
  });

  it('need a webhook that is for them, and the right to attest', async () => {
    const denied = { code: 403, message: 'serviceaccounts/token "demo" is forbidden: token request denied' };
    expect(await refusal(request(withObjects('1.37', gate), spec))).toMatchObject(denied);
    expect(await refusal(request(withWebhook(), { ...spec, audiences: ['https://other'] }))).toMatchObject(denied);
    expect(await refusal(request(withWebhook(), { ...spec, audiences: [ISSUER] }))).toEqual({
      code: 400,
      message: 'api server audiences are invalid for webhook token requests',
    });
    const decision = { decision: 'noOpinion', reason: '' } as const;
    expect((await refusal(request(withWebhook(), spec, { decision }))).message).toBe(
      'admissionReviewAPIGroups.authentication.k8s.io "apps" is forbidden: User "system:serviceaccount:ns:demo" cannot attest resource "admissionReviewAPIGroups" in API group "authentication.k8s.io" at the cluster scope',
    );
  });

  it('are in the token, which lives ten minutes', async () => {
    const made = withWebhook();
    const answer = await request(made, spec);
    expect(answer.spec?.expirationSeconds).toBe(600);
    expect(claimsIn(answer)['kubernetes.io']).toMatchObject({
      attestations,
      validatingwebhookconfiguration: { name: 'hook', uid: 'hook-uid' },
    });
    const response = await made.authenticators.token.authenticateToken(answer.status?.token ?? '', spec.audiences);
    expect(response?.user.extra).toMatchObject({
      'authentication.kubernetes.io/validatingwebhookconfiguration-name': ['hook'],
      'attestation.authentication.kubernetes.io/admissionReviewAPIGroups': ['apps'],
    });
  });
});
