import { X509Certificate } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { ManualClock, type ServerOptions } from '../../src/index.js';
import { certificateRequest, COMMON_NAME, ORGANIZATION, type RequestChoice } from '../certificate-request.js';
import { type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const CSRS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const CLIENT = 'kubernetes.io/kube-apiserver-client';
const KUBELET = 'kubernetes.io/kube-apiserver-client-kubelet';
const SERVING = 'kubernetes.io/kubelet-serving';
const HOUR = 3_600_000;
const START = Date.parse('2030-01-01T00:00:00Z');

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function start(options: ServerOptions = {}): Promise<{ server: Server; clock: ManualClock }> {
  const clock = new ManualClock(START);
  const server = await startServer({ clock, ...options });
  servers.push(server);
  return { server, clock };
}

interface Request {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: { conditions?: { type: string; reason: string; message: string }[]; certificate?: string };
}

interface Asked {
  readonly signerName?: string;
  readonly usages?: readonly string[];
  readonly expirationSeconds?: number;
  readonly as?: string;
}

const JANE: RequestChoice = {
  subject: [
    [COMMON_NAME, 'jane'],
    [ORGANIZATION, 'qa'],
    [ORGANIZATION, 'dev'],
  ],
};
const NODE: RequestChoice = {
  subject: [
    [ORGANIZATION, 'system:nodes'],
    [COMMON_NAME, 'system:node:n1'],
  ],
};

/** Creates a request; returns its private key. */
async function ask(server: Server, name: string, choice: RequestChoice, asked: Asked = {}): Promise<string> {
  const { key, request } = certificateRequest(choice);
  const { signerName = CLIENT, usages = ['client auth'], expirationSeconds, as = 'admin-token' } = asked;
  const spec = { request, signerName, usages, expirationSeconds };
  await agentOf(server, as).post(CSRS).send({ metadata: { name }, spec }).expect(201);
  return key;
}

async function read(server: Server, name: string): Promise<Request> {
  // What controllers do, they have done when the clock has moved.
  await server.clock.advance(0);
  return (await agentOf(server).get(`${CSRS}/${name}`).expect(200)).body as Request;
}

async function approve(server: Server, name: string): Promise<Request> {
  const before = await read(server, name);
  const condition = { type: 'Approved', status: 'True', reason: 'Test', message: 'fine' };
  const body = { ...before, status: { ...before.status, conditions: [condition] } };
  await agentOf(server).put(`${CSRS}/${name}/approval`).send(body).expect(200);
  return read(server, name);
}

function certificateOf({ status }: Request): X509Certificate {
  return new X509Certificate(Buffer.from(status.certificate ?? '', 'base64'));
}

it('what is approved is signed, for a year or for less', async () => {
  const { server } = await start();
  await ask(server, 'jane', JANE);
  expect((await read(server, 'jane')).status).toEqual({});
  const certificate = certificateOf(await approve(server, 'jane'));
  expect(certificate.subject).toBe('O=qa + O=dev\nCN=jane');
  expect(certificate.verify(new X509Certificate(server.ca).publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(new Date(certificate.validFrom).toISOString()).toBe('2029-12-31T23:55:00.000Z');
  expect(new Date(certificate.validTo).toISOString()).toBe('2030-12-31T23:55:00.000Z');

  await ask(server, 'short', JANE, { expirationSeconds: 600 });
  expect(new Date(certificateOf(await approve(server, 'short')).validTo).toISOString()).toBe(
    '2030-01-01T00:10:00.000Z',
  );
  await ask(server, 'day', JANE, { expirationSeconds: 86_400 });
  expect(new Date(certificateOf(await approve(server, 'day')).validTo).toISOString()).toBe('2030-01-01T23:55:00.000Z');
});

it('1.21 knows no shorter life', async () => {
  const { server } = await start({ kubernetesVersion: '1.21' });
  await ask(server, 'jane', JANE, { expirationSeconds: 600 });
  expect(new Date(certificateOf(await approve(server, 'jane')).validTo).toISOString()).toBe('2030-12-31T23:55:00.000Z');
});

it.each([
  ['a client usage', JANE, CLIENT, ['server auth'], 'invalid usage for client certificate: server auth'],
  [
    'a usage too few',
    JANE,
    CLIENT,
    ['digital signature'],
    'missing required usage for client certificate: client auth',
  ],
  ['nodes', JANE, KUBELET, ['client auth'], 'subject organization is not system:nodes'],
  [
    'the usages of a kubelet',
    NODE,
    KUBELET,
    ['client auth'],
    'usages did not match [client auth digital signature key encipherment]',
  ],
  ['names of a kubelet', { ...NODE, names: ['n1'] }, KUBELET, ['client auth'], 'DNS subjectAltNames are not allowed'],
  ['a name to serve under', NODE, SERVING, ['server auth'], 'DNS or IP subjectAltName is required'],
  [
    'no URI to serve under',
    { ...NODE, names: ['n1', 'http://n1'] },
    SERVING,
    ['server auth'],
    'URI subjectAltNames are not allowed',
  ],
])('a signer insists on %s', async (_what, choice, signerName, usages, message) => {
  const { server } = await start();
  await ask(server, 'odd', choice, { signerName, usages });
  const { status } = await approve(server, 'odd');
  expect(status.certificate).toBeUndefined();
  expect(status.conditions?.map(({ type }) => type)).toEqual(['Approved', 'Failed']);
  expect(status.conditions?.[1]).toMatchObject({ reason: 'SignerValidationFailure', message });
});

it('a kubelet gets a certificate to serve with', async () => {
  const { server } = await start();
  const usages = ['digital signature', 'server auth'];
  await ask(server, 'n1', { ...NODE, names: ['n1', '192.0.2.1'] }, { signerName: SERVING, usages });
  const certificate = certificateOf(await approve(server, 'n1'));
  expect(certificate.subjectAltName).toBe('DNS:n1, IP Address:192.0.2.1');
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

it("signers that are not Kubernetes' own are left to others", async () => {
  const { server } = await start();
  await ask(server, 'other', JANE, { signerName: 'example.com/issuer' });
  const { status } = await approve(server, 'other');
  expect(status.certificate).toBeUndefined();
  expect(status.conditions).toHaveLength(1);
});

it('kubelets are approved where they may ask, and everything where the server was told so', async () => {
  const { server } = await start();
  const usages = ['digital signature', 'client auth'];
  await ask(server, 'refused', NODE, { signerName: KUBELET, usages, as: 'alice-token' }).catch(() => undefined);
  await ask(server, 'n1', NODE, { signerName: KUBELET, usages });
  const { status } = await read(server, 'n1');
  expect(status.conditions?.[0]).toMatchObject({
    type: 'Approved',
    reason: 'AutoApproved',
    message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
  });
  expect(certificateOf(await read(server, 'n1')).subject).toBe('O=system:nodes\nCN=system:node:n1');
  await ask(server, 'jane', JANE);
  expect((await read(server, 'jane')).status).toEqual({});

  const { server: generous } = await start({ approveCertificateSigningRequests: true });
  await ask(generous, 'jane', JANE);
  expect(certificateOf(await read(generous, 'jane')).subject).toContain('CN=jane');
});

it('requests go when they are done with', async () => {
  const { server } = await start();
  await ask(server, 'issued', JANE);
  await approve(server, 'issued');
  await ask(server, 'pending', JANE);
  await ask(server, 'other', JANE, { signerName: 'example.com/issuer' });
  await approve(server, 'other');
  const names = async (): Promise<unknown[]> => {
    const response = await agentOf(server).get(CSRS).expect(200);
    return (response.body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  };
  await server.clock.advance(HOUR);
  expect(await names()).toEqual(['issued', 'other', 'pending']);
  await server.clock.advance(HOUR);
  expect(await names()).toEqual(['other', 'pending']);
  await server.clock.advance(24 * HOUR);
  expect(await names()).toEqual([]);
});
