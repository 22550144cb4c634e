import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, ManualClock, RealClock } from '../../../src/clock/clock.js';
import { SeededRandom, SystemRandom } from '../../../src/clock/random.js';
import { createAuthority } from '../../../src/server/certificates/authority.js';
import { loadAuthority, loadServingPair, makeSigningKey, servingSans } from '../../../src/server/certificates/index.js';
import { ipOctets } from '../../../src/server/certificates/ip.js';

const clock = new RealClock();
const random = new SystemRandom();
const DAY = 24 * 3600 * 1000;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubemint-certs-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the authority', () => {
  const authority = createAuthority({ clock, random });
  const ca = new X509Certificate(authority.cert);

  it('makes itself a CA certificate', () => {
    expect(ca.ca).toBe(true);
    expect(ca.subject).toBe('CN=kubernetes');
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(ca.checkPrivateKey(createPrivateKey(authority.key))).toBe(true);
  });

  it('issues serving certificates for names and addresses of both families', () => {
    const serving = new X509Certificate(authority.issueServing(['localhost', '127.0.0.1', '::1', 'fd00::a:1']).cert);
    expect(serving.checkIssued(ca)).toBe(true);
    expect(serving.verify(ca.publicKey)).toBe(true);
    expect(serving.ca).toBe(false);
    expect(serving.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:0:0:0:0:A:1',
    );
  });

  it('issues client certificates that name the user and its groups', () => {
    const { cert } = authority.issueClient({ commonName: 'jane', organizations: ['system:masters', 'dev'] });
    expect(new X509Certificate(cert).subject).toBe('O=system:masters\nO=dev\nCN=jane');
  });

  it('dates certificates so that they hold by its clock and by the machine', () => {
    const early = new ManualClock('2020-01-01T00:00:00Z');
    const old = createAuthority({ clock: early, random });
    expect(Date.parse(new X509Certificate(old.cert).validFrom)).toBe(early.now() - 3650 * DAY);
    expect(Date.parse(new X509Certificate(old.cert).validTo)).toBeGreaterThan(Date.now() + 3000 * DAY);
    const late = new ManualClock('2049-06-01T00:00:00Z');
    const young = createAuthority({ clock: late, random });
    expect(Date.parse(new X509Certificate(young.cert).validTo)).toBe(late.now() + 3650 * DAY);
  });

  it('takes serial numbers from its random source', () => {
    const serials = [1, 1, 2].map(
      (seed) => new X509Certificate(createAuthority({ clock, random: new SeededRandom(seed) }).cert).serialNumber,
    );
    expect(serials[0]).toBe(serials[1]);
    expect(serials[0]).not.toBe(serials[2]);
  });

  it.skipIf(!hasOpenssl())('satisfies openssl verify', () => {
    const files = { ca: join(directory, 'a.crt'), server: join(directory, 's.crt'), client: join(directory, 'c.crt') };
    writeFileSync(files.ca, authority.cert);
    writeFileSync(files.server, authority.issueServing(['localhost', '::1']).cert);
    writeFileSync(files.client, authority.issueClient({ commonName: 'jane' }).cert);
    const verify = (...args: string[]): string =>
      execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', files.ca, ...args], { encoding: 'utf8' });
    expect(verify('-purpose', 'sslserver', '-verify_hostname', 'localhost', files.server)).toBe(
      `${files.server}: OK\n`,
    );
    expect(verify('-purpose', 'sslclient', files.client)).toBe(`${files.client}: OK\n`);
  });

  it('serves a handshake in which both sides are authorized', async () => {
    const server = createServer({
      ...authority.issueServing(['localhost']),
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const accepted = new Promise<TLSSocket>((resolve) => server.once('secureConnection', resolve));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connect({
      ...authority.issueClient({ commonName: 'jane', organizations: ['dev'] }),
      ca: authority.cert,
      host: '127.0.0.1',
      servername: 'localhost',
      port: (server.address() as AddressInfo).port,
    });
    const socket = await accepted;
    expect(socket.authorized).toBe(true);
    expect(socket.getPeerCertificate().subject).toMatchObject({ CN: 'jane', O: 'dev' });
    client.destroy();
    socket.destroy();
    server.close();
  });
});

describe('the names of a serving certificate', () => {
  it('are the usual ones and those given, each once', () => {
    const sans = servingSans(['0.0.0.0', '192.0.2.7', undefined], ['kubemint', 'localhost', 'not a name']);
    expect(sans).toEqual(
      expect.arrayContaining(['localhost', '127.0.0.1', '::1', '192.0.2.7', 'kubemint', '10.0.0.1']),
    );
    expect(sans).toContain('kubernetes.default.svc.cluster.local');
    expect(sans).not.toContain('0.0.0.0');
    expect(sans).not.toContain('not a name');
    expect(new Set(sans).size).toBe(sans.length);
  });

  it('hold addresses as octets', () => {
    expect(ipOctets('192.0.2.1').toString('hex')).toBe('c0000201');
    expect(ipOctets('2001:db8::ff').toString('hex')).toBe('20010db80000000000000000000000ff');
    expect(ipOctets('::ffff:192.0.2.1').toString('hex')).toBe('00000000000000000000ffffc0000201');
    expect(ipOctets('::').toString('hex')).toBe('0'.repeat(32));
  });
});

describe('--cert-dir', () => {
  const load = (sans: readonly string[], at: Clock = clock): { ca: string; serving: string } => {
    const options = { clock: at, random, certDir: directory };
    const authority = loadAuthority(options);
    return { ca: authority.cert, serving: loadServingPair(authority, sans, options).cert };
  };

  it('keeps CA and certificate, the private keys for the owner alone', () => {
    const first = load(['localhost']);
    expect(load(['localhost'])).toEqual(first);
    expect(readdirSync(directory).sort()).toEqual(['apiserver.crt', 'apiserver.key', 'ca.crt', 'ca.key']);
    expect(statSync(join(directory, 'ca.key')).mode & 0o777).toBe(0o600);
  });

  it('issues anew what lacks a name, by the same CA', () => {
    const first = load(['localhost']);
    const second = load(['localhost', '192.0.2.9', 'kubemint']);
    expect(second.ca).toBe(first.ca);
    expect(new X509Certificate(second.serving).subjectAltName).toContain('192.0.2.9');
    expect(load(['kubemint'])).toEqual(second);
  });

  it('makes everything anew once it has expired', () => {
    const first = load(['localhost']);
    const second = load(['localhost'], new ManualClock(Date.now() + 3660 * DAY));
    expect(second.ca).not.toBe(first.ca);
    expect(second.serving).not.toBe(first.serving);
  });

  it('replaces files that are no pair, and certificates of another CA', () => {
    load(['localhost']);
    writeFileSync(join(directory, 'ca.key'), 'garbage');
    const second = load(['localhost']);
    expect(new X509Certificate(second.serving).verify(new X509Certificate(second.ca).publicKey)).toBe(true);
  });

  it.skipIf(!hasOpenssl())('goes on with a CA that was made elsewhere, with an RSA key and a longer name', () => {
    const request = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '30',
      '-subj',
      '/O=Example Org/CN=my ca',
    ];
    execFileSync('openssl', [...request, '-keyout', 'ca.key', '-out', 'ca.crt'], { cwd: directory, stdio: 'ignore' });
    const { ca, serving } = load(['localhost']);
    expect(new X509Certificate(ca).subject).toBe('O=Example Org\nCN=my ca');
    expect(new X509Certificate(serving).checkIssued(new X509Certificate(ca))).toBe(true);
    expect(new X509Certificate(serving).verify(new X509Certificate(ca).publicKey)).toBe(true);
  });

  it('keeps the key that signs tokens', async () => {
    const first = await makeSigningKey(directory);
    const second = await makeSigningKey(directory);
    expect(second.equals(first)).toBe(true);
    expect(first.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(statSync(join(directory, 'sa.key')).mode & 0o777).toBe(0o600);
  });
});
