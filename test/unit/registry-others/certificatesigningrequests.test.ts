import { describe, expect, it } from 'vitest';
import { certificatesigningrequests as behaviour } from '../../../src/registry/certificates/certificatesigningrequests.js';
import { kindServer } from './kind-server.js';

const RESOURCE = 'certificatesigningrequests.certificates.k8s.io';
const { example } = behaviour as unknown as { example: { metadata: object; spec: { request: string } } };
const csr = (spec: object = {}): object => ({ metadata: { name: 'jane' }, spec: { ...example.spec, ...spec } });

describe('a CertificateSigningRequest', () => {
  it('is stamped with its creator, whatever it says itself', async () => {
    const { spec, status } = await kindServer(RESOURCE, 37).create({
      ...csr({ username: 'root', groups: ['system:masters'] }),
      status: { conditions: [{ type: 'Approved', status: 'True' }] },
    });
    expect(spec).toMatchObject({ username: 'jane', uid: 'u-1', groups: ['qa'], extra: { scopes: ['a'] } });
    expect(status).toEqual({});
  });

  it.each([
    [{ request: Buffer.from('no pem').toString('base64') }, 'PEM block type must be CERTIFICATE REQUEST'],
    [{ usages: [] }, 'spec.usages: Required value'],
    [{ usages: ['client auth', 'client auth'] }, 'spec.usages[1]: Duplicate value: "client auth"'],
    [{ usages: ['flying'] }, 'spec.usages[0]: Unsupported value: "flying": supported values: "any", "cert sign",'],
    [{ signerName: '' }, 'spec.signerName: Required value'],
    [
      { signerName: 'plain' },
      `spec.signerName: Invalid value: "plain": must be a fully qualified domain and path of the form 'example.com/signer-name'`,
    ],
    [
      { signerName: 'kubernetes.io/legacy-unknown' },
      'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
    ],
    [
      { expirationSeconds: 599 },
      'spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)',
    ],
  ])('%j is refused', async (spec, message) => {
    expect(await kindServer(RESOURCE, 37).refusal(csr(spec))).toContain(message);
  });

  it('was told more of what it lacked before 1.26', async () => {
    const refusal = await kindServer(RESOURCE, 24).refusal(csr({ usages: [], signerName: '' }));
    expect(refusal).toBe(
      '[spec.usages: Required value: usages must be provided, spec.signerName: Required value: signerName must be provided]',
    );
  });

  it('must be signed by its own key', async () => {
    const der = Buffer.from(example.spec.request, 'base64').toString().replace('ALVP1', 'ALVP2');
    const refusal = await kindServer(RESOURCE, 37).refusal(csr({ request: Buffer.from(der).toString('base64') }));
    expect(refusal).toContain('x509: Ed25519 verification failure');
  });

  it('gets defaults in v1beta1', async () => {
    const { request } = example.spec;
    const { spec } = await kindServer(RESOURCE, 20).create({ metadata: { name: 'a' }, spec: { request } }, 'v1beta1');
    expect(spec).toMatchObject({
      signerName: 'kubernetes.io/legacy-unknown',
      usages: ['digital signature', 'key encipherment'],
    });
  });
});

const approved = { type: 'Approved', status: 'True', reason: 'Fine' };

describe('its approval', () => {
  it('is stamped, lasts, and is written by /approval alone', async () => {
    const server = kindServer(RESOURCE, 37);
    await server.create(csr());
    const decide = (condition: object, subresource: string) =>
      server.update('jane', (object) => ({ ...object, status: { conditions: [condition] } }), subresource);
    await expect(decide(approved, 'status')).rejects.toThrow(
      'status.conditions: Forbidden: updates may not add a condition of type "Approved"',
    );
    const { status } = await decide(approved, 'approval');
    const now = '2026-01-01T00:00:00Z';
    expect(status).toEqual({ conditions: [{ ...approved, lastUpdateTime: now, lastTransitionTime: now }] });
    await expect(decide({ ...approved, type: 'Denied' }, 'approval')).rejects.toThrow(
      'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
    );
  });

  it('excludes a denial', async () => {
    const both = (object: object): object => ({
      ...object,
      status: { conditions: [approved, { ...approved, type: 'Denied' }] },
    });
    const text = 'Invalid value: "Denied": Approved and Denied conditions are mutually exclusive';
    for (const [minor, path] of [
      [24, 'status.conditions[1].type'],
      [37, 'status.conditions'],
    ] as const) {
      const server = kindServer(RESOURCE, minor);
      await server.create(csr());
      await expect(server.update('jane', both, 'approval')).rejects.toThrow(`${path}: ${text}`);
    }
  });
});

it('shows what it asks for, and how it stands', async () => {
  const [old, server] = [kindServer(RESOURCE, 20), kindServer(RESOURCE, 37)];
  expect(old.columns).toEqual(['Name', 'Age', 'SignerName', 'Requestor', 'Condition']);
  const request = await server.create(csr({ expirationSeconds: 3600 }));
  const signer = 'kubernetes.io/kube-apiserver-client';
  expect(server.cells(request)).toEqual(['jane', '0s', signer, 'jane', '60m', 'Pending']);
  const status = { conditions: [approved, { type: 'Failed', status: 'True' }], certificate: 'x' };
  expect(server.cells({ ...request, status } as never).at(-1)).toBe('Approved,Failed,Issued');
});
