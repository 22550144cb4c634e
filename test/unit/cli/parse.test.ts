import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/cli/parse.js';
import { UPSTREAM_FLAGS } from '../../../src/cli/upstream-flags.js';
import { FLAGS } from '../../../src/cli/flags.js';

const given = (...args: string[]): Record<string, unknown> => Object.fromEntries(parseCommandLine(args).given);

describe('parseCommandLine', () => {
  it('takes a value behind an equals sign or as the next word', () => {
    expect(given('--secure-port=0', '--bind-address', '::1')).toEqual({ 'secure-port': 0, 'bind-address': '::1' });
    expect(given('--kubeconfig=', '--cert-dir=a=b')).toEqual({ kubeconfig: '', 'cert-dir': 'a=b' });
  });

  it('reads a dash for an underscore in a name, as kube-apiserver does', () => {
    expect(given('--secure_port=1')).toEqual({ 'secure-port': 1 });
  });

  it('lets a switch take no word but the one behind its equals sign', () => {
    expect(given('--anonymous-auth', '--v', '2')).toEqual({ 'anonymous-auth': true, v: 2 });
    expect(given('--anonymous-auth=false', '--service-account-lookup=F')).toEqual({
      'anonymous-auth': false,
      'service-account-lookup': false,
    });
    expect(() => given('--anonymous-auth', 'false')).toThrow('the value of a switch goes behind an equals sign');
    expect(() => given('--anonymous-auth=yes')).toThrow(
      'invalid value "yes" for --anonymous-auth: write true or false',
    );
  });

  it.each([[['-v', '2']], [['-v=2']], [['-v2']], [['--v=2']], [['--v', '2']]])(
    'reads the verbosity from %j',
    (args) => {
      expect(given(...args)).toEqual({ v: 2 });
    },
  );

  it('collects lists that are comma-separated, quoted or repeated', () => {
    expect(given('--api-audiences', 'a,b', '--api-audiences=c')).toEqual({ 'api-audiences': ['a', 'b', 'c'] });
    expect(given('--api-audiences="a,b",c,"d ""e"""')).toEqual({ 'api-audiences': ['a,b', 'c', 'd "e"'] });
    expect(given('--authorization-mode=RBAC')).toEqual({ 'authorization-mode': ['RBAC'] });
    expect(() => given('--api-audiences="a')).toThrow('its quotes do not match');
  });

  it('leaves the comma in an issuer and in the path of a key file', () => {
    expect(given('--service-account-issuer=https://a,b', '--service-account-issuer', 'c')).toEqual({
      'service-account-issuer': ['https://a,b', 'c'],
    });
    expect(given('--service-account-key-file=a,b.pem')).toEqual({ 'service-account-key-file': ['a,b.pem'] });
  });

  it('collects feature gates', () => {
    expect(given('--feature-gates=A=true,B=false', '--feature-gates', 'kube:A=false,C=1')).toEqual({
      'feature-gates': { A: false, B: false, C: true },
    });
    expect(() => given('--feature-gates=A')).toThrow('write A=true or A=false');
    expect(() => given('--feature-gates=A=maybe')).toThrow('write true or false');
  });

  it.each([
    ['24h', 86400],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['90m0s', 5400],
    ['1500ms', 1.5],
    ['0', 0],
  ])('reads the duration %s', (text, seconds) => {
    expect(given(`--service-account-max-token-expiration=${text}`)).toEqual({
      'service-account-max-token-expiration': seconds,
    });
  });

  it.each(['24', '1d', 'h', '', '1h x'])('refuses the duration %j', (text) => {
    expect(() => given(`--service-account-max-token-expiration=${text}`)).toThrow('write a duration such as 24h');
  });

  it.each([
    [['--secure-port=65536'], 'invalid value "65536" for --secure-port: a port lies between 0 and 65535'],
    [['--secure-port=x'], 'invalid value "x" for --secure-port: a port lies between 0 and 65535'],
    [['--bind-address=localhost'], 'invalid value "localhost" for --bind-address: it is no IP address'],
    [['-v=x'], 'invalid value "x" for --v: it is no whole number'],
    [['--secure-port'], '--secure-port needs a value'],
    [['serve'], 'unexpected argument "serve": only flags are understood'],
    [['--secure-prot=1'], 'unknown flag --secure-prot; did you mean --secure-port?'],
    [['--etcd-server=x'], 'unknown flag --etcd-server; did you mean --etcd-servers?'],
    [['--completely-unlike-anything'], 'unknown flag --completely-unlike-anything; --help lists them all'],
    [['-x'], 'unknown flag -x; --help lists them all'],
  ])('refuses %j', (args, message) => {
    expect(() => given(...args)).toThrow(message);
  });

  it('accepts the flags of a real manifest, and says which do nothing', () => {
    const { given: values, ignored } = parseCommandLine([
      '--advertise-address=192.0.2.2',
      '--allow-privileged=true',
      '--authorization-mode=Node,RBAC',
      '--client-ca-file=/etc/kubernetes/pki/ca.crt',
      '--enable-admission-plugins=NodeRestriction',
      '--enable-bootstrap-token-auth',
      '--etcd-servers',
      'https://127.0.0.1:2379',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      '--secure-port=6443',
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      '--service-cluster-ip-range=10.96.0.0/12',
      '--etcd-servers=https://127.0.0.2:2379',
    ]);
    expect(ignored).toEqual(['allow-privileged', 'etcd-servers', 'service-cluster-ip-range']);
    expect([...values.keys()]).toEqual([
      'advertise-address',
      'authorization-mode',
      'client-ca-file',
      'enable-admission-plugins',
      'enable-bootstrap-token-auth',
      'requestheader-extra-headers-prefix',
      'secure-port',
      'service-account-issuer',
    ]);
  });
});

describe('the flags that do nothing', () => {
  it('are those of every version, none of ours among them', () => {
    // From 1.20, 1.25, 1.29 and 1.37.
    const known = [
      'insecure-port',
      'kubelet-https',
      'log-dir',
      'cloud-provider',
      'authorization-policy-file',
      'peer-ca-file',
    ];
    expect(known.filter((name) => !UPSTREAM_FLAGS.has(name))).toEqual([]);
    expect(UPSTREAM_FLAGS.get('kubelet-https')).toBe('switch');
    expect(UPSTREAM_FLAGS.get('watch-cache-sizes')).toBe('valued');
    expect(FLAGS.filter((flag) => UPSTREAM_FLAGS.has(flag.name))).toEqual([]);
  });
});
