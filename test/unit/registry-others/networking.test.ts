import { describe, expect, it } from 'vitest';
import { parseCidr, strictlyContains, validateCidrField } from '../../../src/apis/validation/cidr.js';
import { Path } from '../../../src/apis/field/path.js';
import { ingresses } from '../../../src/registry/networking/ingresses.js';
import { kindServer } from './kind-server.js';

const INGRESSES = 'ingresses.networking.k8s.io';
const { example } = ingresses;

const withPath = (path: object): object => ({
  metadata: { name: 'web' },
  spec: { rules: [{ host: 'a.example.com', http: { paths: [path] } }] },
});
const service = { service: { name: 'web', port: { number: 80 } } };

describe('ingresses', () => {
  it.each([
    [
      { metadata: { name: 'web' }, spec: {} },
      'spec: Invalid value: null: either `defaultBackend` or `rules` must be specified',
    ],
    [
      withPath({ path: '/', backend: service }),
      'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
    ],
    [
      withPath({ path: 'x', pathType: 'Prefix', backend: service }),
      'spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path',
    ],
    [
      withPath({ path: '/', pathType: 'Prefix', backend: {} }),
      'spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required',
    ],
    [
      { metadata: { name: 'web' }, spec: { rules: [{ host: '10.0.0.1' }] } },
      'spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address',
    ],
  ])('%j are refused', async (ingress, message) => {
    expect(await kindServer(INGRESSES, 37, 'ns').refusal(ingress)).toBe(message);
  });

  it('of v1beta1 are converted both ways', async () => {
    const beta = {
      backend: { serviceName: 'web', servicePort: 'http' },
      rules: [{ http: { paths: [{ backend: { serviceName: 'a', servicePort: 80 } }] } }],
    };
    const { spec } = await kindServer(INGRESSES, 20, 'ns').create({ metadata: { name: 'web' }, spec: beta }, 'v1beta1');
    expect(spec).toEqual({
      defaultBackend: { service: { name: 'web', port: { name: 'http' } } },
      rules: [
        {
          http: {
            paths: [{ pathType: 'ImplementationSpecific', backend: { service: { name: 'a', port: { number: 80 } } } }],
          },
        },
      ],
    });
  });

  it('of v1beta1 are refused in its own words', async () => {
    const refusal = await kindServer(INGRESSES, 20, 'ns').refusal(
      { metadata: { name: 'web' }, spec: { backend: { serviceName: 'Web', servicePort: 99999 } } },
      'v1beta1',
    );
    expect(refusal).toContain('spec.backend.serviceName: Invalid value: "Web"');
    expect(refusal).toContain('spec.backend.servicePort: Invalid value: 99999');
  });

  it('show hosts, addresses and ports', () => {
    const server = kindServer(INGRESSES, 37, 'ns');
    const rules = ['a', 'b', 'c', 'd'].map((host) => ({ host: `${host}.io` }));
    const status = { loadBalancer: { ingress: [{ ip: '10.0.0.2' }, { hostname: 'lb' }] } };
    const metadata = { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' };
    const object = { ...example, metadata, spec: { rules, tls: [{}], ingressClassName: 'edge' }, status };
    expect(server.cells(object)).toEqual(['web', 'edge', 'a.io,b.io,c.io + 1 more...', '10.0.0.2,lb', '80, 443', '0s']);
  });
});

describe('network policies', () => {
  const resource = 'networkpolicies.networking.k8s.io';
  const policy = (spec: object): object => ({ metadata: { name: 'p' }, spec: { podSelector: {}, ...spec } });

  it('get types and protocols', async () => {
    const { spec } = await kindServer(resource, 37, 'ns').create(policy({ egress: [{ ports: [{ port: 53 }] }] }));
    expect(spec).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
    });
  });

  it.each([
    [24, 'not a valid CIDR'],
    [37, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
  ])('of 1.%i need blocks of addresses', async (minor, text) => {
    const spec = { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0' } }, {}] }] };
    const refusal = await kindServer(resource, minor, 'ns').refusal(policy(spec));
    expect(refusal).toBe(
      `[spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0": ${text}, spec.ingress[0].from[1]: Required value: must specify a peer]`,
    );
  });

  it('show whom they are about', async () => {
    const server = kindServer(resource, 37, 'ns');
    const podSelector = {
      matchLabels: { b: '1' },
      matchExpressions: [{ key: 'a', operator: 'In', values: ['y', 'x'] }],
    };
    expect(server.cells(await server.create(policy({ podSelector })))).toEqual(['p', 'a in (x,y),b=1', '0s']);
  });
});

it('ingress classes keep their controller', async () => {
  const server = kindServer('ingressclasses.networking.k8s.io', 37);
  const parameters = { kind: 'Settings', apiGroup: 'example.com', name: 'edge' };
  const object = await server.create({
    metadata: { name: 'edge' },
    spec: { controller: 'example.com/edge', parameters },
  });
  expect(object.spec).toMatchObject({ parameters: { scope: 'Cluster' } });
  expect(server.cells(object)).toEqual(['edge', 'example.com/edge', 'Settings.example.com/edge', '0s']);
  const change = server.update('edge', (old) => ({ ...old, spec: { controller: 'example.com/other' } }));
  await expect(change).rejects.toThrow('spec.controller: Invalid value: "example.com/other": field is immutable');
});

it.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.0.0.0/8', '10.0.0.0/8', false],
  ['2001:db8::/32', '2001:db8:1::/48', true],
  ['10.0.0.0/8', '2001:db8::/48', false],
])('%s holds %s: %s', (outer, inner, holds) => {
  const [first, second] = [parseCidr(outer), parseCidr(inner)];
  expect(first !== undefined && second !== undefined && strictlyContains(first, second)).toBe(holds);
});

it.each([
  ['10.0.0.1/8', 'must not have bits set beyond the prefix length'],
  ['010.0.0.0/8', 'must not have leading 0s in IP or prefix length'],
  ['::ffff:10.0.0.0/104', 'must not have an IPv4-mapped IPv6 address'],
  ['2001:db8::/32', undefined],
])('strictly, %s %s', (text, problem) => {
  const [error] = validateCidrField(text, Path.of('cidr'), { shortWords: false, strict: true });
  expect(error?.detail).toBe(problem);
});
