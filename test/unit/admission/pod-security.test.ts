import { describe, expect, it } from 'vitest';
import { type AdmissionPlugin } from '../../../src/admission/plugin.js';
import { createPodSecurity } from '../../../src/admission/pod-security.js';
import { type PodSpec } from '../../../src/apis/core/pod.js';
import { getterOf } from './attributes.js';
import { featuresOf, type Outcome, podOf, run } from './plugin-runs.js';

const labels = (modes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(modes).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value]));

const plugin = (minor: number, modes: Readonly<Record<string, string>>, gates = {}): AdmissionPlugin =>
  createPodSecurity(
    getterOf({ 'namespaces//ns': { metadata: { name: 'ns', labels: labels(modes) } } }),
    featuresOf(minor, gates),
  );

const PRIVILEGED: PodSpec = { containers: [{ name: 'c', securityContext: { privileged: true } }] };

describe('PodSecurity', () => {
  it('notes in the audit event what was enforced, and what would have been', async () => {
    const outcome = await run(plugin(37, { enforce: 'privileged', audit: 'baseline', 'audit-version': 'v1.30' }), {
      object: podOf(PRIVILEGED),
    });
    expect(outcome).toEqual({
      refused: undefined,
      code: undefined,
      warnings: [],
      annotations: {
        'pod-security.kubernetes.io/enforce-policy': 'privileged:latest',
        'pod-security.kubernetes.io/audit-violations':
          'would violate PodSecurity "baseline:v1.30": privileged (container "c" must not set securityContext.privileged=true)',
      },
    });
  });

  it('takes labels that it cannot read for the strictest, and says so', async () => {
    const { refused, annotations } = await run(plugin(37, { enforce: 'strict' }), { object: podOf(PRIVILEGED) });
    expect(refused).toMatch(/^pods "p" is forbidden: violates PodSecurity "restricted:latest": privileged /);
    expect(annotations['pod-security.kubernetes.io/error']).toBe(
      'Failed to parse policy: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": ' +
        'must be one of privileged, baseline, restricted',
    );
  });

  it('runs by its gate up to 1.22', async () => {
    const object = podOf(PRIVILEGED);
    expect((await run(plugin(22, { enforce: 'baseline' }), { object })).refused).toBeUndefined();
    const { refused } = await run(plugin(22, { enforce: 'baseline' }, { PodSecurity: true }), { object });
    expect(refused).toContain('violates PodSecurity "baseline:latest"');
    expect((await run(plugin(23, { enforce: 'baseline' }), { object })).code).toBe(403);
  });

  // A restricted check took the place of the baseline's from 1.24 on.
  it.each([
    [23, ['non-default capabilities', 'unrestricted capabilities']],
    [24, ['unrestricted capabilities']],
  ])('tells of capabilities as 1.%i did', async (minor, reasons) => {
    const securityContext = { capabilities: { add: ['SYS_ADMIN'] } };
    const { refused } = await run(plugin(minor, { enforce: 'restricted' }), {
      object: podOf({ containers: [{ name: 'c', securityContext }] }),
    });
    expect(refused?.match(/[a-z-]+ capabilities(?= \()/g)).toEqual(reasons);
  });

  // What is enforced is warned of from 1.26 on, where nothing else is said.
  it.each([
    [25, []],
    [26, ['would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)']],
  ])('warns of templates as 1.%i did', async (minor, warnings) => {
    const outcome = await run(plugin(minor, { enforce: 'baseline' }), {
      resource: { group: 'apps', resource: 'deployments' },
      kind: { group: 'apps', kind: 'Deployment' },
      object: { metadata: { name: 'd' }, spec: { template: podOf({ hostPID: true }) } } as never,
    });
    expect(outcome).toMatchObject({ refused: undefined, warnings });
  });

  it.each([
    [23, 'v1.22', false],
    [23, 'v1.23', true],
    [37, 'v1.22', false],
    [37, 'latest', true],
  ])('in 1.%i goes by the policy of %s', async (minor, version, refuses) => {
    const spec: PodSpec = {
      securityContext: { runAsNonRoot: true, runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { name: 'c', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      ],
    };
    const { refused } = await run(plugin(minor, { enforce: 'restricted', 'enforce-version': version }), {
      object: podOf(spec),
    });
    expect(refused?.includes('runAsUser=0 (pod must not set runAsUser=0)') ?? false).toBe(refuses);
  });

  it.each([
    [24, 'Internal error occurred: failed to lookup namespace ns'],
    [25, 'Internal error occurred: failed to lookup namespace "ns"'],
  ])('names a namespace that is missing as 1.%i did', async (minor, refused) => {
    const { code, ...outcome } = await run(createPodSecurity(getterOf({}), featuresOf(minor)), { object: podOf() });
    expect(code).toBe(500);
    expect(outcome.refused).toBe(refused);
  });

  it('looks again at pods whose images change', async () => {
    const old = podOf(PRIVILEGED);
    const ask = (spec: PodSpec, minor = 37, annotations = {}): Promise<Outcome> =>
      run(plugin(minor, { enforce: 'baseline' }), {
        operation: 'UPDATE',
        oldObject: old,
        object: podOf(spec, { annotations }),
      });
    expect((await ask({ ...PRIVILEGED, activeDeadlineSeconds: 3 })).refused).toBeUndefined();
    const container = { name: 'c', image: 'other', securityContext: { privileged: true } };
    expect((await ask({ containers: [container] })).code).toBe(403);
    expect((await ask({ ...PRIVILEGED, ephemeralContainers: [{ name: 'e' }] })).code).toBe(403);
    const seccomp = { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' };
    expect((await ask(PRIVILEGED, 24, seccomp)).code).toBe(403);
    expect((await ask(PRIVILEGED, 25, seccomp)).code).toBeUndefined();
  });

  it('looks at no more than 3000 pods of a namespace', async () => {
    const bad = (i: number): [string, object] => [
      `pods/ns/p${String(i)}`,
      { metadata: { name: `p${String(i).padStart(4, '0')}` }, spec: { hostPID: true } },
    ];
    const pods = Object.fromEntries(Array.from({ length: 3001 }, (_, i) => bad(i)));
    const { warnings } = await run(createPodSecurity(getterOf(pods), featuresOf(37)), {
      operation: 'UPDATE',
      resource: { group: '', resource: 'namespaces' },
      kind: { group: '', kind: 'Namespace' },
      name: 'ns',
      object: { metadata: { name: 'ns', labels: labels({ enforce: 'baseline' }) } },
      oldObject: { metadata: { name: 'ns' } },
    });
    expect(warnings).toEqual([
      'new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods',
      'existing pods in namespace "ns" violate the new PodSecurity enforce level "baseline:latest"',
      'p0000 (and 2999 other pods): host namespaces',
    ]);
  });
});
