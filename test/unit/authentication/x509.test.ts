import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateIdentifier } from '../../../src/apis/certificates/certificate.js';
import { CertificateBundle } from '../../../src/apis/certificates/bundle.js';
import { type AuthenticatorResponse, type ClientCertificate } from '../../../src/authentication/authenticator.js';
import { authority, shown, subjectWithUids } from './authorities.js';
import { type Cluster, cluster, credentials, ISSUER, START } from './cluster.js';

const DAY = 24 * 3600 * 1000;
const ca = authority('the CA');
const JANE = { commonName: 'jane', organizations: ['ops', 'qa'] };

function ask(made: Cluster, clientCertificate: ClientCertificate, authorization?: string) {
  const request = credentials(authorization === undefined ? {} : { authorization });
  return made.authenticators.request.authenticateRequest({ ...request, clientCertificate }, [ISSUER]);
}

const of = (version: string, bundle = ca.bundle): Cluster => cluster(version, { clientCA: () => bundle });

describe('who a certificate names', () => {
  const { cert } = ca.issue({ subject: subjectWithUids(JANE, 'jane-uid') });
  const fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
  const extra = { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] };

  it.each([
    ['1.31', {}],
    ['1.32', { extra }],
    ['1.33', { uid: 'jane-uid', extra }],
  ])('%s', async (version, more) => {
    expect(await ask(of(version), shown(cert))).toEqual({
      user: { username: 'jane', groups: ['ops', 'qa', 'system:authenticated'], ...more },
    });
  });

  it('nobody without a common name', async () => {
    const { cert: nameless } = ca.issue({ subject: { commonName: '' } });
    expect((await ask(of('1.37'), shown(nameless)))?.user.username).toBe('system:anonymous');
  });

  it('has one UID, and not an empty one', async () => {
    const refused = (...uids: string[]) =>
      ask(of('1.37'), shown(ca.issue({ subject: subjectWithUids(JANE, ...uids) }).cert));
    await expect(async () => refused('')).rejects.toThrow('UID cannot be an empty string');
    await expect(async () => refused('a', 'b')).rejects.toThrow('expected 1 UID, but found multiple: [a b]');
  });
});

describe('a certificate leads to an authority', () => {
  const refusal = async (made: Cluster, ...certs: string[]): Promise<string> => {
    try {
      const response: AuthenticatorResponse | undefined = await ask(made, shown(...certs));
      return `ok: ${response?.user.username ?? 'nobody'}`;
    } catch (error) {
      return (error as Error).message.replace(
        /^verifying certificate SN=\d+, SKID=[\dA-F:]*, AKID=[\dA-F:]* failed: /,
        '',
      );
    }
  };

  it('through those that the client shows', async () => {
    const middle = authority('middle', ca);
    const { cert } = middle.issue({ subject: JANE });
    expect(await refusal(of('1.37'), cert, middle.cert)).toBe('ok: jane');
    expect(await refusal(of('1.37'), cert)).toBe('x509: certificate signed by unknown authority');
    expect(await refusal(of('1.37', middle.bundle), cert)).toBe('ok: jane');
  });

  it('that is known, and not one of its name', async () => {
    const other = authority('the CA');
    expect(await refusal(of('1.37'), other.issue({ subject: JANE }).cert)).toBe(
      'x509: certificate signed by unknown authority',
    );
  });

  it('and no client is one', async () => {
    const { cert, key } = ca.issue({ subject: { commonName: 'joe' } });
    const below = { ...ca, cert, key };
    const { cert: forged } = authority('forger', below).issue({ subject: JANE });
    expect(await refusal(of('1.37'), forged, cert)).toBe('x509: certificate signed by unknown authority');
  });

  it('while the clock of the server says so', async () => {
    const made = of('1.37');
    const { cert } = ca.issue({ subject: JANE });
    const certificate = shown(cert);
    expect((await ask(made, certificate))?.user.username).toBe('jane');
    made.clock.advance(DAY + 1000);
    expect(await refusal(made, cert)).toBe(
      'x509: certificate has expired or is not yet valid: current time 2026-11-24T22:00:01Z is after 2026-11-24T22:00:00Z',
    );
    await expect(async () => ask(made, certificate)).rejects.toThrow('is after');
    made.clock.set(START - 2 * DAY);
    await expect(async () => ask(made, certificate)).rejects.toThrow('is before 2026-11-22T22:00:00Z');
  });

  it('and is made for clients', async () => {
    expect(await refusal(of('1.37'), ca.issue({ subject: JANE, use: 'server' }).cert)).toBe(
      'x509: certificate specifies an incompatible key usage',
    );
  });

  it('that counts now', async () => {
    const next = authority('next');
    let bundle = ca.bundle;
    const made = cluster('1.37', { clientCA: () => bundle });
    const [old, young] = [shown(ca.issue({ subject: JANE }).cert), shown(next.issue({ subject: JANE }).cert)];
    expect((await ask(made, old))?.user.username).toBe('jane');
    bundle = new CertificateBundle(next.cert);
    expect((await ask(made, young))?.user.username).toBe('jane');
    await expect(async () => ask(made, old)).rejects.toThrow('unknown authority');
  });
});

it('a bad certificate is refused, unless a token is good', async () => {
  const bad = shown(authority('other').issue({ subject: JANE }).cert);
  await expect(async () => ask(of('1.37'), bad)).rejects.toThrow('unknown authority');
  expect((await ask(of('1.37'), bad, 'Bearer alice-token'))?.user.username).toBe('alice');
});

it('a certificate is named by its serial number and key identifiers', () => {
  const { cert } = ca.issue({ subject: JANE, serial: Uint8Array.of(1, 2, 3) });
  const named = certificateIdentifier(new X509Certificate(cert));
  expect(named).toMatch(/^SN=66051, SKID=([\dA-F]{2}:){19}[\dA-F]{2}, AKID=([\dA-F]{2}:){19}[\dA-F]{2}$/);
});
