/** What real kubectls wait for comes to pass on simulated nodes. */
import { describe, expect, it } from 'vitest';
import { type KubectlVersion } from './binaries.js';
import { type CommandResult, type Kubectl, runKubectl } from './command.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const KUBECTLS: readonly { kubectl: KubectlVersion; kubernetesVersion: string }[] = [
  { kubectl: '1.22.0', kubernetesVersion: '1.22' },
  { kubectl: '1.24.0', kubernetesVersion: '1.24' },
  { kubectl: '1.36.3', kubernetesVersion: '1.37' },
];
const NODE = 'kubemint-node-1';

const WEB = `apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: main, image: nginx, ports: [{ containerPort: 80 }] }] }
`;

describe.each(KUBECTLS)('kubectl $kubectl with Kubernetes $kubernetesVersion', (row) => {
  const withKubectl = workbench(row.kubectl, { kubernetesVersion: row.kubernetesVersion, simulateNodes: 1 });

  it(
    'runs a pod, waits for it and deletes it',
    async (context) => {
      await withKubectl(context, async (kubectl) => {
        const inShop = inNamespace(kubectl, 'shop');
        await succeed(kubectl, ['create', 'namespace', 'shop']);
        expect(await inShop('run', 'web', '--image=nginx')).toBe('pod/web created\n');
        expect(await inShop('wait', '--for=condition=Ready', 'pod/web', '--timeout=30s')).toBe(
          'pod/web condition met\n',
        );
        expect(await inShop('get', 'pod', 'web', '--no-headers')).toMatch(/^web +1\/1 +Running +0 /);
        expect(await inShop('describe', 'pod', 'web')).toMatch(/Normal +Scheduled [^]*Normal +Started /);
        await inShop('delete', 'pod', 'web');
        expect(await inShop('get', 'pods')).toBe('');
        await inShop('run', 'again', '--image=nginx');
        expect(await inShop('delete', 'pod', 'again', '--grace-period=1')).toContain('pod "again" deleted');
        await inShop('run', 'once', '--image=busybox', '--restart=Never', '--annotations=kubemint.dev/exit-code=3');
        const phase = ['get', 'pod', 'once', '-o', 'jsonpath={.status.phase}'];
        await expect.poll(() => inShop(...phase), { timeout: 30_000, interval: 50 }).toBe('Failed');
      });
    },
    SESSION_TIMEOUT,
  );

  it(
    'drains a node as a budget allows it',
    async (context) => {
      await withKubectl(context, async (kubectl) => {
        const inYard = inNamespace(kubectl, 'yard');
        const drain = ['drain', NODE, '--ignore-daemonsets', '--force', '--pod-selector=app=web'];
        await succeed(kubectl, ['create', 'namespace', 'yard']);
        await succeed(kubectl, ['-n', 'yard', 'create', '-f', '-'], WEB);
        await inYard('wait', '--for=condition=Ready', 'pod', '-l', 'app=web', '--timeout=30s');
        await inYard('create', 'poddisruptionbudget', 'web', '--selector=app=web', '--min-available=2');
        const allowed = ['get', 'poddisruptionbudget', 'web', '-o', 'jsonpath={.status.currentHealthy}'];
        await expect.poll(() => inYard(...allowed), { timeout: 30_000, interval: 50 }).toBe('2');

        const refused = await run(kubectl, [...drain, '--timeout=2s']);
        expect(refused.exit).not.toBe(0);
        expect(refused.stdout + refused.stderr).toContain(
          "Cannot evict pod as it would violate the pod's disruption budget.",
        );
        await inYard('delete', 'poddisruptionbudget', 'web');
        expect(await succeed(kubectl, [...drain, '--timeout=60s'])).toMatch(/ (drained|evicted)\n$/);
        const pods = await inYard('get', 'pods', '--no-headers');
        expect(pods.match(/ Pending /g)).toHaveLength(2);

        await succeed(kubectl, ['uncordon', NODE]);
        await inYard('wait', '--for=condition=Ready', 'pod', '-l', 'app=web', '--timeout=30s');
      });
    },
    SESSION_TIMEOUT,
  );

  it(
    'leads a service to its pods, and taints keep others away',
    async (context) => {
      await withKubectl(context, async (kubectl) => {
        const inPort = inNamespace(kubectl, 'port');
        await succeed(kubectl, ['create', 'namespace', 'port']);
        await inPort('run', 'web', '--image=nginx', '--port=80', '--expose');
        await inPort('wait', '--for=condition=Ready', 'pod/web', '--timeout=30s');
        const addresses = ['get', 'endpoints', 'web', '-o', 'jsonpath={.subsets[0].addresses[0].targetRef.name}'];
        await expect.poll(() => inPort(...addresses), { timeout: 30_000, interval: 50 }).toBe('web');
        const selector = '{"spec": {"nodeSelector": {"disk": "ssd"}}}';
        await inPort('run', 'picky', '--image=nginx', `--overrides=${selector}`);
        await expect
          .poll(() => inPort('describe', 'pod', 'picky'), { timeout: 30_000, interval: 50 })
          .toContain('0/1 nodes are available: 1 node(s) didn');
        await succeed(kubectl, ['label', 'node', NODE, 'disk=ssd']);
        await inPort('wait', '--for=condition=Ready', 'pod/picky', '--timeout=30s');
      });
    },
    SESSION_TIMEOUT,
  );
});

function inNamespace(kubectl: Kubectl, namespace: string): (...args: readonly string[]) => Promise<string> {
  return (...args) => succeed(kubectl, ['-n', namespace, ...args]);
}

function run(kubectl: Kubectl, args: readonly string[], stdin = ''): Promise<CommandResult> {
  return runKubectl(kubectl, args, stdin);
}

async function succeed(kubectl: Kubectl, args: readonly string[], stdin = ''): Promise<string> {
  const { stdout, stderr, exit } = await run(kubectl, args, stdin);
  if (exit !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${String(exit)}: ${stdout}${stderr}`);
  return stdout;
}
